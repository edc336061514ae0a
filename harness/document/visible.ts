/**
 * Everything that draws nothing, or steers what is drawn: controls (C0, C1), format characters (bidi overrides,
 * zero-width), private use, lone surrogates, noncharacters. Joiners and variation selectors stay: scripts and
 * emoji need them.
 */
const hidden =
  /(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** More than six combining marks on one letter spill over the lines around it. */
const markTower = /(\p{M}{6})(\p{M}+)/gu;

/**
 * Text in which every hidden character is replaced by its name in braces: ESC by `{ESC}`, a line feed by `{LF}`,
 * U+202E by `{U+202E}`; plain ASCII, because few fonts draw control pictures. Characters in `keep` pass. What
 * comes out is well-formed Unicode.
 */
export function visible(text: string, keep = ''): string {
  return text
    .replace(hidden, found => (keep.includes(found) ? found : nameOf(found)))
    .replace(markTower, (_all, kept: string, rest: string) => `${kept}{+${[...rest].length} marks}`);
}

const names: Record<number, string> = {
  0: 'NUL',
  7: 'BEL',
  8: 'BS',
  9: 'TAB',
  10: 'LF',
  13: 'CR',
  27: 'ESC',
  127: 'DEL',
};

/** The character's name in braces, or its code point where it has no short name. */
export function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `{${names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}}`;
}

/**
 * Matches characters that are invisible or change how others are drawn: controls (C0, C1), format characters (bidi
 * overrides, zero-width), private use, lone surrogates, noncharacters. Joiners and variation selectors are allowed, because
 * scripts and emoji need them.
 */
const hidden =
  /(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Matches more than six combining marks on a letter, which would cover the lines around it. */
const markTower = /(\p{M}{6})(\p{M}+)/gu;

/**
 * Replaces every hidden character by its name in braces: ESC by `{ESC}`, a line feed by `{LF}`, U+202E by `{U+202E}`. The
 * names are ASCII, because few fonts have control pictures. Characters in `keep` are not replaced. The result is well-formed
 * Unicode.
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

/** Returns the name of a character in braces, or its code point if it has no short name. */
export function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `{${names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}}`;
}

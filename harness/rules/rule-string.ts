const NAMED: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Of a backslash: two digits; one digit and what stands for the other; what stands for both; any other character. */
const ESCAPES = /\\x([0-9a-f]{2})|\\x([0-9a-f])([\s\S])|\\x([\s\S])|\\([\s\S])/gi;

/** What Snort makes of a string of an option, without its quotes: `"a\"b\x41"` is `a"bA`. */
export function ruleString(value: string): string {
  const inner = value.slice(1, -1); // as Snort does, quotes or not
  if (!inner.includes('\\')) return inner;
  return inner.replace(
    ESCAPES,
    (_, two?: string, one?: string, behind = '', plain?: string, escaped = '') => {
      if (two !== undefined) return String.fromCharCode(Number.parseInt(two, 16));
      if (one !== undefined) return String.fromCharCode(Number.parseInt(one, 16)) + behind;
      return plain ?? NAMED[escaped] ?? escaped;
    },
  );
}

/** A string with its escapes, or an escaped character of a word. */
const WORDS = /"(?:[^"\\]|\\[\s\S])*"|\\([\s\S])/g;

/** The value of an option that takes all up to its semicolon, as Snort reads it: `a\;b` is `a;b`. */
export const decodedWords = (value: string): string =>
  value.includes('\\')
    ? value.replace(WORDS, (piece, escaped?: string) => escaped ?? `"${ruleString(piece)}"`)
    : value;

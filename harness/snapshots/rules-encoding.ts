/** The text of a rules file: decoded as UTF-8, or byte for byte if it is not valid UTF-8. */
export interface RulesEncoding {
  readonly text: string;
  /** Whether the file began with a byte order mark, which is not part of the text. */
  readonly isMarked: boolean;
  /** Encodes another text in the same way. */
  encode(text: string): Uint8Array;
}

/** Decodes a rules file; returns the name of the encoding if Snort cannot read it. */
export function decodeRules(bytes: Uint8Array): RulesEncoding | {readonly encoding: string} {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return {encoding: wide};
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
    return {text, isMarked, encode: other => Buffer.from(other, 'utf8')};
  } catch {
    const text = Buffer.from(isMarked ? bytes.subarray(3) : bytes).toString('latin1');
    return {text, isMarked, encode: other => Buffer.from(other, 'latin1')};
  }
}

/** Detects UTF-16 by its byte order mark, or by the zero bytes of its first characters. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16 (little endian)';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16 (big endian)';
  if (bytes.length < 8) return undefined;
  const zero = (from: number) => [0, 2, 4, 6].every(at => bytes[at + from] === 0);
  if (zero(1) && !zero(0)) return 'UTF-16 (little endian)';
  return zero(0) && !zero(1) ? 'UTF-16 (big endian)' : undefined;
}

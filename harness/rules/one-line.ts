import type {Escapes, TokenReader} from './tokens.ts';

/** A token on one line: equal for all writings that Snort reads alike. Strings without newlines stay as they are. */
export function oneLine(at: TokenReader, escapes: Escapes): string {
  const {kind, value} = at;
  if (kind === 'list') return value.replace(/\s/g, '');
  if (kind === 'text') return value.includes('\n') ? value.replaceAll('\n', ' ') : value;
  if (kind !== 'string') return value;
  const string = value.includes('\n') ? withoutNewlines(value, escapes) : value;
  return escapes === 'to-semicolon' ? trimmedEnd(string) : string;
}

/** Snort drops a newline in a string; behind a backslash or an unfinished `\x` it is part of it. */
function withoutNewlines(string: string, escapes: Escapes): string {
  const pieces = escapes === 'decoded' ? /\\x[0-9a-f]{2}|\\x[0-9a-f]?[\s\S]|\\[\s\S]|\n/gi : /\\[\s\S]|\n/g;
  return string.replace(pieces, piece => {
    if (!piece.endsWith('\n')) return piece;
    if (piece.length === 4) return `\\x0${piece[2]}\\n`;
    return piece === '\n' ? '' : '\\n';
  });
}

/** Blanks between a pcre and its semicolon; one behind a backslash belongs to it. */
function trimmedEnd(string: string): string {
  const trimmed = string.trimEnd();
  return trimmed.endsWith('\\') && trimmed.length < string.length
    ? string.slice(0, trimmed.length + 1)
    : trimmed;
}

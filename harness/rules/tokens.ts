/** `end` is also what stands unfinished at the end of the text. */
export type TokenKind = 'punct' | 'text' | 'string' | 'list' | 'end';

/**
 * How strings are read: `decoded` ends at a quote without a backslash before it, and knows `\xHH`; `raw` also, without
 * `\x`; `to-semicolon` ends before a semicolon without a backslash before it, and holds quotes.
 */
export type Escapes = 'decoded' | 'raw' | 'to-semicolon';

/** Characters that end a token and are tokens themselves, by their code. */
export type Stops = Uint8Array;

const stops = (characters: string): Stops => {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  table[0] = 1; // as Snort has it: NUL ends every token
  return table;
};

export const NO_STOPS = stops('');
export const OPENING_STOPS = stops('(');
export const OPTION_STOPS = stops('(:,;)');
export const REFERENCE_STOPS = stops(';');

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const HASH = 35;
const STAR = 42;
const SLASH = 47;
const SEMICOLON = 59;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const SMALL_X = 120;

const isSpace = (code: number): boolean => code === SPACE || (code >= TAB && code <= RETURN);
const isStop = (code: number, table: Stops): boolean => code < 128 && table[code] === 1;
const isHex = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);

/**
 * Cuts rule text into tokens as Snort 3.11.1 does (its parse_stream.cc, checked by running it): what a character means depends on the stops
 * and escapes at its place, which only the grammar knows. Every character is looked at once.
 */
export class TokenReader {
  readonly text: string;
  kind: TokenKind = 'end';
  /** Offset of the token's first character. */
  start = 0;
  /** Offset behind its last one. */
  end = 0;
  /** Whitespace or a comment stands before the token. */
  gap = false;
  /** Told of each `#` comment: offsets of its `#` and of its line's end. */
  onComment: ((start: number, end: number) => void) | undefined;

  constructor(text: string, from = 0) {
    this.text = text;
    this.end = from;
  }

  get value(): string {
    return this.text.slice(this.start, this.end);
  }

  is(punct: string): boolean {
    return this.kind === 'punct' && this.text[this.start] === punct;
  }

  /** Goes to the next token; `kind`, `start`, `end` and `gap` tell it. */
  next(table: Stops, escapes: Escapes): void {
    const {text} = this;
    const before = this.end;
    const at = this.#skipBlank(before, table);
    this.start = at;
    this.gap = at > before;
    const code = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    if (at >= text.length) this.#finish('end', at);
    else if (isStop(code, table)) this.#finish('punct', at + 1);
    else if (code === OPEN_LIST) this.#finish('list', this.#listEnd(at));
    else if (code === QUOTE) this.#finish('string', this.#stringEnd(at + 1, escapes));
    else if (code !== BANG) this.#finish('text', this.#wordEnd(at, table, escapes));
    else if (second === QUOTE) this.#finish('string', this.#stringEnd(at + 2, escapes));
    else if (isSpace(second) || isStop(second, table)) this.#finish('text', at + 1);
    else this.#finish('text', this.#wordEnd(at + 2, table, escapes));
  }

  /** Goes behind the end of the line in which the token ends. */
  skipLine(): void {
    this.end = this.#lineEnd(this.end) + 1;
  }

  /** Without an end the text is over before the token is. */
  #finish(kind: TokenKind, end: number | undefined): void {
    this.kind = end === undefined ? 'end' : kind;
    this.end = end ?? this.text.length;
  }

  #lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end;
  }

  #skipBlank(from: number, table: Stops): number {
    const {text} = this;
    let at = from;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) at += 1;
      else if (isStop(code, table)) break;
      else if (code === HASH) at = this.#comment(at);
      else if (code === BACKSLASH) at += 2;
      else if (code === SLASH && text.charCodeAt(at + 1) === STAR) at = this.#blockComment(at + 2);
      else break;
    }
    return Math.min(at, text.length);
  }

  #comment(at: number): number {
    const {text} = this;
    const lineStart = at === 0 || text.charCodeAt(at - 1) === NEWLINE;
    if (lineStart && text.slice(at, at + 6).toLowerCase() === '#begin') return this.#commentedLines(at);
    const end = this.#lineEnd(at);
    this.onComment?.(at, end);
    return end;
  }

  /** From `#begin` to the line that begins with `#end`. */
  #commentedLines(from: number): number {
    let at = from;
    do at = this.#lineEnd(at) + 1;
    while (at < this.text.length && this.text.slice(at, at + 4).toLowerCase() !== '#end');
    return this.#lineEnd(at);
  }

  /** Ends at the first `/` behind a star, whatever stands between; strings before that star hide what they hold. */
  #blockComment(from: number): number {
    const {text} = this;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === STAR) {
        const end = text.indexOf('/', at + 1);
        return end < 0 ? text.length : end + 1;
      }
      if (code === QUOTE) {
        do at += 1;
        while (at < text.length && text.charCodeAt(at) !== QUOTE && text.charCodeAt(at) !== NEWLINE);
      }
    }
    return text.length;
  }

  #listEnd(from: number): number | undefined {
    let depth = 0;
    for (let at = from; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === OPEN_LIST) depth += 1;
      else if (code === CLOSE_LIST) depth -= 1;
      if (depth === 0) return at + 1;
    }
    return undefined;
  }

  #stringEnd(from: number, escapes: Escapes): number | undefined {
    const {text} = this;
    const closing = escapes === 'to-semicolon' ? SEMICOLON : QUOTE;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === closing) return closing === QUOTE ? at + 1 : at;
      if (code !== BACKSLASH) continue;
      at += 1;
      // what \x expects is taken, hexadecimal or not, a quote too
      if (escapes !== 'decoded' || text.charCodeAt(at) !== SMALL_X) continue;
      at += 1;
      if (isHex(text.charCodeAt(at))) at += 1;
    }
    return undefined;
  }

  #wordEnd(from: number, table: Stops, escapes: Escapes): number | undefined {
    for (let at = from; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === BACKSLASH && escapes !== 'to-semicolon') at += 1;
      else if (isSpace(code) || isStop(code, table)) return at;
    }
    return undefined;
  }
}

import {graphemes, type Measure, widthOf} from './plain.ts';

/**
 * Wraps text to lines of at most `width` columns (2 or more), at spaces; words that are too long are split anywhere. Returns
 * at least one line. Each part of the text is measured only a few times, so long text is not slow.
 */
export function wrap(text: string, width: number, measure: Measure = widthOf): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const word of text.split(' ')) {
    for (const {piece, size} of pieces(word, width, measure)) {
      if (line.length > 0 && used + 1 + size > width) {
        lines.push(line.join(' '));
        line = [];
      }
      used = line.length === 0 ? size : used + 1 + size;
      line.push(piece);
    }
  }
  return line.length === 0 && lines.length > 0 ? lines : [...lines, line.join(' ')];
}

/** Wraps text and indents all lines but the first by `hang` columns. */
export function wrapHanging(text: string, width: number, hang: number): string[] {
  return wrap(text, width - hang).map((line, index) => (index === 0 ? line : ' '.repeat(hang) + line));
}

interface Piece {
  readonly piece: string;
  readonly size: number;
}

/** Splits a word into pieces that fit; they fill their lines, so no space is added between them. */
function pieces(word: string, width: number, measure: Measure): readonly Piece[] {
  if (word === '') return [];
  const whole = measure(word);
  if (whole <= width) return [{piece: word, size: whole}];
  const cut: Piece[] = [];
  let piece = '';
  let used = 0;
  for (const part of graphemes(word)) {
    const size = measure(part);
    if (used + size > width) {
      cut.push({piece, size: used});
      piece = '';
      used = 0;
    }
    piece += part;
    used += size;
  }
  return [...cut, {piece, size: used}];
}

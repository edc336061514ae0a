import {graphemes, type Measure, widthOf} from './plain.ts';

/**
 * Lines of at most `width` cells (2 or more), broken at spaces; a word that is too long is broken anywhere. At least one
 * line. Every part of the text is measured a few times, however long it is.
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

/** Lines of `text` below each other, all but the first moved to the right by `hang` cells. */
export function wrapHanging(text: string, width: number, hang: number): string[] {
  return wrap(text, width - hang).map((line, index) => (index === 0 ? line : ' '.repeat(hang) + line));
}

interface Piece {
  readonly piece: string;
  readonly size: number;
}

/** A word cut into pieces that fit; what is cut fills its lines, so the space between pieces never shows. */
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

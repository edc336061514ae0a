import {graphemes, widthOf} from './plain.ts';

/** Lines of at most `width` cells (2 or more), broken at spaces; a word that is too long is broken anywhere. At least one line. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(' ').flatMap(word => pieces(word, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(piece) > width) {
      lines.push(line);
      line = piece;
    } else {
      line = line === '' ? piece : `${line} ${piece}`;
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Lines of `text` below each other, all but the first moved to the right by `hang` cells. */
export function wrapHanging(text: string, width: number, hang: number): string[] {
  return wrap(text, width - hang).map((line, index) => (index === 0 ? line : ' '.repeat(hang) + line));
}

/** A word cut into pieces that fit; what is cut fills its lines, so the space between pieces never shows. */
function pieces(word: string, width: number): string[] {
  if (word === '') return [];
  if (widthOf(word) <= width) return [word];
  const cut: string[] = [];
  let piece = '';
  let used = 0;
  for (const part of graphemes(word)) {
    const size = widthOf(part);
    if (used + size > width) {
      cut.push(piece);
      piece = '';
      used = 0;
    }
    piece += part;
    used += size;
  }
  return [...cut, piece];
}

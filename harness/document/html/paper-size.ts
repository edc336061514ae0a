import type {Table} from '../document.ts';
import {type NumberForm, shown} from '../numbers.ts';

/**
 * How a table is printed, since paper cannot scroll: upright, `wide` on a landscape page, or `widest` in small print, where
 * even numbers may wrap.
 */
export type PaperSize = 'upright' | 'wide' | 'widest';

/** Characters per line of A4 or Letter with the font sizes of `STYLE`, with a margin. */
const UPRIGHT = 105;
const LANDSCAPE = 180;
const PADDING = 3;

/** The width that a column of text needs, although it could wrap more. */
const TEXT_WIDTH = 20;
const LONGEST_WORD = 28;

export function paperSize(table: Table, form: NumberForm): PaperSize {
  let need = 0;
  for (const [index, {label, type}] of table.columns.entries()) {
    const texts = table.rows.map(row => {
      const cell = row[index];
      return cell === undefined ? '' : shown(cell, form);
    });
    const whole = longest(texts);
    const content =
      type === 'text'
        ? Math.min(whole, Math.max(TEXT_WIDTH, Math.min(longestWord(texts), LONGEST_WORD)))
        : whole;
    need += Math.max(content, longestWord([label])) + PADDING;
  }
  if (need <= UPRIGHT) return 'upright';
  return need <= LANDSCAPE ? 'wide' : 'widest';
}

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, text.length), 0);
const longestWord = (texts: readonly string[]): number => longest(texts.flatMap(text => text.split(' ')));

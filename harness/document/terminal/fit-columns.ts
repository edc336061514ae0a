import {widthOf} from './plain.ts';

/** The smallest readable width of a text column. */
const NARROWEST_TEXT = 16;
const LONGEST_HEAD_WORD = 16;
/** Words of cells up to this width are kept whole where there is room, and always in the first column, which names the row. */
const LONGEST_WORD = 28;

export interface ColumnToFit {
  readonly head: string;
  readonly cells: readonly string[];
  /** Whether the column may wrap: text may, numbers may not. */
  readonly wraps: boolean;
}

/**
 * Computes the widths of columns so that they fit into `room`, with `gap` between them. The widest text columns are reduced
 * first, and words are split only if there is no other way; `undefined` if the columns cannot fit.
 */
export function fitColumns(columns: readonly ColumnToFit[], room: number, gap: number): number[] | undefined {
  const free = room - gap * (columns.length - 1);
  return widthsOf(columns, free, LONGEST_WORD) ?? widthsOf(columns, free, NARROWEST_TEXT);
}

function widthsOf(columns: readonly ColumnToFit[], free: number, longestWord: number): number[] | undefined {
  const limits = columns.map((column, index) =>
    limitsOf(column, free, index === 0 ? LONGEST_WORD : longestWord),
  );
  const widths = limits.map(({natural}) => natural);
  let excess = total(widths) - free;
  while (excess > 0) {
    const widest = widestOf(widths, limits);
    if (widest === undefined) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widenForHeads(columns, widths, -excess);
}

/** Gives the remaining room to columns whose headings would wrap. */
function widenForHeads(columns: readonly ColumnToFit[], widths: readonly number[], room: number): number[] {
  let left = room;
  return widths.map((width, index) => {
    const more = Math.min(left, Math.max(0, widthOf(columns[index]?.head ?? '') - width));
    left -= more;
    return width + more;
  });
}

interface Limits {
  readonly natural: number;
  readonly least: number;
}

/** Returns the natural and the smallest width of a column; text may wrap, but words up to a limit are not split. */
function limitsOf({head, cells, wraps}: ColumnToFit, free: number, longestWord: number): Limits {
  const headWord = Math.min(LONGEST_HEAD_WORD, widest(head.split(' ')));
  const content = widest(cells);
  const word = Math.min(longestWord, widest(cells.flatMap(cell => cell.split(' '))));
  const least = Math.max(2, headWord, wraps ? Math.min(content, Math.max(NARROWEST_TEXT, word)) : content);
  const natural = Math.max(least, Math.min(free, wraps ? Math.max(content, widthOf(head)) : content));
  return {natural, least};
}

/** Returns the widest column that can still be reduced. */
function widestOf(widths: readonly number[], limits: readonly Limits[]): number | undefined {
  let found: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (width <= (limits[index]?.least ?? width)) continue;
    if (found === undefined || width > (widths[found] ?? 0)) found = index;
  }
  return found;
}

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

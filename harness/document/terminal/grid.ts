import {type Measure, widthOf} from './plain.ts';
import {wrap} from './wrap.ts';

export interface Grid {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The width of each column. */
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
}

export const GAP = 2;

/** How many lines of a cell are shown; the rest are only counted. */
export const MAX_CELL_LINES = 24;

/** Draws a table without side borders: heading, rule, rows. Also returns how many lines the heading has. */
export function drawGrid(
  {head, rows, widths, right}: Grid,
  measure: Measure = widthOf,
): {readonly lines: readonly string[]; readonly headLines: number} {
  const drawRow = (cells: readonly string[]): string[] => {
    const wrapped = cells.map((cell, index) => bounded(wrap(cell, widths[index] ?? 2, measure)));
    const height = wrapped.reduce((most, lines) => Math.max(most, lines.length), 0);
    return Array.from({length: height}, (_, at) =>
      wrapped
        .map((lines, index) => padded(lines[at] ?? '', widths[index] ?? 2, right[index] ?? false, measure))
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  };
  const headLines = drawRow(head);
  const rule = widths.map(width => '─'.repeat(width)).join(' '.repeat(GAP));
  return {lines: [...headLines, rule, ...rows.flatMap(drawRow)], headLines: headLines.length};
}

function bounded(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_CELL_LINES) return lines;
  return [...lines.slice(0, MAX_CELL_LINES - 1), `+${lines.length - MAX_CELL_LINES + 1} lines`];
}

function padded(line: string, width: number, right: boolean, measure: Measure): string {
  const room = ' '.repeat(Math.max(0, width - measure(line)));
  return right ? room + line : line + room;
}

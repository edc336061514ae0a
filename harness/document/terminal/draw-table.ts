import type {Column, Table} from '../document.ts';
import {isRightAligned, PLAIN_NUMBERS, rowsNote, shown} from '../numbers.ts';
import {type ColumnToFit, fitColumns} from './fit-columns.ts';
import {drawGrid, GAP} from './grid.ts';
import type {Paint} from './paint.ts';
import {cellText, plain} from './plain.ts';
import {wrap} from './wrap.ts';

/** Draws a table. If it is too wide, its last columns are left out and named below it. */
export function drawTable(table: Table, width: number, paint: Paint): string[] {
  const {lines, leftOut} = body(table, width, paint);
  const notes = [rowsNote(table, PLAIN_NUMBERS), leftOutNote(leftOut)].filter(note => note !== undefined);
  return [
    ...wrap(plain(table.caption), width).map(line => paint('bold', line)),
    ...lines,
    ...notes.flatMap(note => wrap(note, width).map(line => paint('dim', line))),
  ];
}

const leftOutNote = (labels: readonly string[]): string | undefined =>
  labels.length === 0
    ? undefined
    : `too wide, so left out: ${labels.join(', ')} (all columns: --json, or a wider terminal)`;

interface Body {
  readonly lines: readonly string[];
  /** Labels of the columns that did not fit. */
  readonly leftOut: readonly string[];
}

function body(table: Table, width: number, paint: Paint): Body {
  if (table.rows.length === 0 || table.columns.length === 0) return {lines: [], leftOut: []};
  const head = table.columns.map(column => plain(column.label));
  const rows = table.rows.map(row => row.map(cell => plain(cellText(shown(cell, PLAIN_NUMBERS)))));
  const widths = widthsOfFirst(columnsToFit(table.columns, head, rows), width);
  const firstCells = (cells: readonly string[]) => cells.slice(0, widths.length);
  const right = table.columns.slice(0, widths.length).map(column => isRightAligned(column.type));
  const grid = {head: firstCells(head), rows: rows.map(firstCells), widths, right};
  const {lines, headLines} = drawGrid(grid);
  const painted = lines.map((line, index) => {
    if (index > headLines) return line;
    return paint(index < headLines ? 'bold' : 'dim', line);
  });
  return {lines: painted, leftOut: head.slice(widths.length)};
}

/** Computes the widths of as many first columns as fit; at least one, whose cells wrap if they must. */
function widthsOfFirst(columns: readonly ColumnToFit[], width: number): readonly number[] {
  for (let shownColumns = columns.length; shownColumns > 0; shownColumns -= 1) {
    const widths = fitColumns(columns.slice(0, shownColumns), width, GAP);
    if (widths !== undefined) return widths;
  }
  return [width];
}

const columnsToFit = (
  columns: readonly Column[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): ColumnToFit[] =>
  columns.map((column, index) => ({
    head: head[index] ?? '',
    cells: rows.map(row => row[index] ?? ''),
    wraps: column.type === 'text',
  }));

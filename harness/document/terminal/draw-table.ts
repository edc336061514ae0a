import type {Column, Table} from '../document.ts';
import {isRightAligned, PLAIN_NUMBERS, rowsNote, shown} from '../numbers.ts';
import {fitColumns} from './fit-columns.ts';
import {drawGrid, GAP} from './grid.ts';
import type {Paint} from './paint.ts';
import {cellText, plain} from './plain.ts';
import {wrap, wrapHanging} from './wrap.ts';

export function drawTable(table: Table, width: number, paint: Paint): string[] {
  const note = rowsNote(table, PLAIN_NUMBERS);
  return [
    ...wrap(plain(table.caption), width).map(line => paint('bold', line)),
    ...body(table, width, paint),
    ...(note === undefined ? [] : [paint('dim', note)]),
  ];
}

function body(table: Table, width: number, paint: Paint): string[] {
  if (table.rows.length === 0 || table.columns.length === 0) return [];
  const head = table.columns.map(column => plain(column.label));
  const rows = table.rows.map(row => row.map(cell => plain(cellText(shown(cell, PLAIN_NUMBERS)))));
  const widths = fitColumns(columnsToFit(table.columns, head, rows), width, GAP);
  if (widths === undefined) return rowByRow(head, rows, width, paint);
  const right = table.columns.map(column => isRightAligned(column.type));
  const {lines, headLines} = drawGrid({head, rows, widths, right});
  return lines.map((line, index) => {
    if (index > headLines) return line;
    return paint(index < headLines ? 'bold' : 'dim', line);
  });
}

const columnsToFit = (
  columns: readonly Column[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
) =>
  columns.map((column, index) => ({
    head: head[index] ?? '',
    cells: rows.map(row => row[index] ?? ''),
    wraps: column.type === 'text',
  }));

/** Draws a table that does not fit: a numbered block of `label: value` lines for each row. */
function rowByRow(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
): string[] {
  return rows.flatMap((row, index) => [
    paint('dim', `── ${index + 1} ──`),
    ...row.flatMap((cell, column) => wrapHanging(`${head[column] ?? ''}: ${cell}`, width, 4)),
  ]);
}

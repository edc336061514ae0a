import {table} from '../document/cells.ts';
import type {Block, Cell, Column} from '../document/document.ts';

/** A column of a table: its header, its type, and a function that makes its cell for a row. */
export interface RowColumn<Row> extends Column {
  cell(row: Row): Cell;
}

/**
 * Defines a column, for example `col('alerts', 'Alerts', count, arm => arm.alerts)`. `key` is the CSV header in
 * snake_case, and `label` is the header for people. `get` returns the value of a row, or undefined if it is unknown, and
 * `cell` turns the value into a cell.
 */
export const col = <Row, Value>(
  key: string,
  label: string,
  cell: (value: Value | undefined) => Cell,
  get: (row: Row) => Value | undefined,
): RowColumn<Row> => ({key, label, type: cell(undefined).type, cell: row => cell(get(row))});

/** Makes a table. Rows beyond `limit` are left out, and the table then says how many rows there are in total. */
export function tableOf<Row>(
  name: string,
  caption: string,
  rows: readonly Row[],
  columns: readonly RowColumn<Row>[],
  limit = Number.POSITIVE_INFINITY,
): Block {
  const shown = rows.slice(0, limit);
  return table({
    name,
    caption,
    columns: columns.map(({key, label, type}) => ({key, label, type})),
    rows: shown.map(row => columns.map(column => column.cell(row))),
    ...(shown.length < rows.length ? {totalRows: rows.length} : {}),
  });
}

/** Makes the same table as `tableOf`, or nothing if there are no rows. */
export const tableIfAny = <Row>(
  name: string,
  caption: string,
  rows: readonly Row[],
  columns: readonly RowColumn<Row>[],
  limit?: number,
): Block[] => (rows.length === 0 ? [] : [tableOf(name, caption, rows, columns, limit)]);

/** Converts a name to snake_case for a column's key. */
export const snake = (name: string): string => name.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

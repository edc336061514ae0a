import {table} from '../document/cells.ts';
import type {Block, Cell, Column} from '../document/document.ts';

/** A column of a table of `Row`s: its header, its type and its cells. */
export interface RowColumn<Row> extends Column {
  cell(row: Row): Cell;
}

/**
 * One column in one place: `col('alerts', 'Alerts', count, arm => arm.alerts)`. `key` is the CSV header (snake_case),
 * `label` what a person reads; `cell` makes the cell (its type is the column's); `get` gives the value, undefined where
 * it is not known.
 */
export const col = <Row, Value>(
  key: string,
  label: string,
  cell: (value: Value | undefined) => Cell,
  get: (row: Row) => Value | undefined,
): RowColumn<Row> => ({key, label, type: cell(undefined).type, cell: row => cell(get(row))});

/** Makes a table of rows; those beyond `limit` are left out, and the table says how many rows there are. */
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

/** A table as `tableOf` makes it, or nothing if there are no rows. */
export const tableIfAny = <Row>(
  name: string,
  caption: string,
  rows: readonly Row[],
  columns: readonly RowColumn<Row>[],
  limit?: number,
): Block[] => (rows.length === 0 ? [] : [tableOf(name, caption, rows, columns, limit)]);

/** Turns a name into a part of a column's key. */
export const snake = (name: string): string => name.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

import {table} from '../document/cells.ts';
import type {Block, Cell, Column} from '../document/document.ts';

export const column = (key: string, label: string, type: Column['type']): Column => ({key, label, type});

/** A table, its rows cut to `limit` and the cut told. */
export function cut(
  name: string,
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  limit: number,
): Block {
  const shown = rows.slice(0, limit);
  return table({
    name,
    caption,
    columns,
    rows: shown,
    ...(shown.length < rows.length ? {totalRows: rows.length} : {}),
  });
}

/** A name as part of a column's key. */
export const snake = (name: string): string => name.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

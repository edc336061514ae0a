import type {Cell, Column, Facts, Table} from './document.ts';

/** Makes a cell with an integer of any size: rows, alerts, packets. */
export const count = (value: number | undefined): Cell => ({type: 'count', value});

/** Makes a cell with a share of 0..1, shown as a percentage with one decimal. */
export const share = (value: number | undefined): Cell => ({type: 'share', value});

/** Makes a cell with a duration in seconds, with fractions. */
export const seconds = (value: number | undefined): Cell => ({type: 'seconds', value});

export const bytes = (value: number | undefined): Cell => ({type: 'bytes', value});

/** Makes a cell with a time in epoch microseconds, UTC. */
export const at = (value: number | undefined): Cell => ({type: 'at', value});

/** Makes a cell with a real number without a unit: rates, ratios, p-values. */
export const decimal = (value: number | undefined): Cell => ({type: 'decimal', value});

export const textCell = (value: string | undefined): Cell => ({type: 'text', value});

export const facts = (rows: readonly (readonly [name: string, cell: Cell])[]): Facts => ({
  kind: 'facts',
  facts: rows.map(([name, cell]) => ({name, cell})),
});

/**
 * Makes a table and checks it, because columns and rows are often defined far apart. Names and keys must be valid as file
 * names and headers, and each row must have one cell of the right type for each column; throws otherwise.
 */
export function table(given: Omit<Table, 'kind'>): Table {
  const {name, columns, rows, totalRows} = given;
  const keys = columns.map(column => column.key);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Error(`table "${name}": expected a kebab-case name`);
  if (keys.length === 0) throw new Error(`table ${name}: expected a column, found none`);
  for (const key of keys) {
    if (!/^[a-z][a-z0-9_]*$/.test(key)) throw new Error(`table ${name}, "${key}": expected a snake_case key`);
  }
  if (new Set(keys).size < keys.length) throw new Error(`table ${name}: two columns share a key`);
  if (totalRows !== undefined && totalRows < rows.length) {
    throw new Error(`table ${name}: totalRows is ${totalRows}, but it holds ${rows.length}`);
  }
  for (const [index, row] of rows.entries()) checkRow(`table ${name}, row ${index + 1}`, columns, row);
  return {kind: 'table', ...given};
}

function checkRow(position: string, columns: readonly Column[], row: readonly Cell[]): void {
  if (row.length !== columns.length) {
    throw new Error(`${position}: expected ${columns.length} cells, found ${row.length}`);
  }
  for (const [index, {key, type}] of columns.entries()) {
    const found = row[index]?.type;
    if (found !== type) throw new Error(`${position}, ${key}: expected a ${type}, found a ${found}`);
  }
}

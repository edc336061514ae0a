import {stringify} from 'csv-stringify/sync';
import type {Cell, Document, Table} from '../document.ts';
import {isoTime} from '../numbers.ts';
import type {RenderedFile, Renderer} from '../renderer.ts';
import {UniqueNames} from '../unique-names.ts';
import {visible} from '../visible.ts';

/** Strings or numbers; only strings need protection against being read as formulas. */
type Field = string | number | undefined;
type Row = readonly Field[];

/**
 * Renders one file per table, and everything else as tables too: `facts`, `notes` (all paragraphs, so that no warning is
 * lost) and `tables` (captions and total numbers of rows).
 */
function render(document: Document): readonly RenderedFile[] {
  const names = new UniqueNames();
  const tables = document.blocks.filter(block => block.kind === 'table');
  const named = tables.map(table => ({table, path: `${names.add(table.name, 'table')}.csv`}));
  const more = (name: string, header: Row, rows: readonly Row[]): RenderedFile[] =>
    rows.length === 0 ? [] : [file(`${names.add(name, name)}.csv`, header, rows)];
  return [
    ...named.map(({table, path}) => tableFile(path, table)),
    ...more('facts', ['section', 'name', 'value', 'type'], factRows(document)),
    ...more('notes', ['section', 'tone', 'text'], noteRows(document)),
    ...more('tables', ['file', 'caption', 'rows', 'total_rows'], named.map(indexRow)),
  ];
}

function tableFile(path: string, table: Table): RenderedFile {
  const header = table.columns.map(column => column.key);
  return file(
    path,
    header,
    table.rows.map(row => row.map(raw)),
  );
}

const indexRow = ({table, path}: {table: Table; path: string}): Row => [
  path,
  table.caption,
  table.rows.length,
  table.totalRows ?? table.rows.length,
];

function factRows(document: Document): readonly Row[] {
  return bySection(document, (block, section) =>
    block.kind === 'facts' ? block.facts.map(({name, cell}) => [section, name, raw(cell), cell.type]) : [],
  );
}

function noteRows(document: Document): readonly Row[] {
  return bySection(document, (block, section) =>
    block.kind === 'text' ? [[section, block.tone, block.text]] : [],
  );
}

/** Collects the rows of each block, with the heading above it; empty before the first heading. */
function bySection(
  document: Document,
  rowsOf: (block: Document['blocks'][number], section: string) => readonly Row[],
): readonly Row[] {
  let section = '';
  return document.blocks.flatMap(block => {
    if (block.kind === 'heading') section = block.text;
    return rowsOf(block, section);
  });
}

/** Returns the raw value: shares as 0..1, seconds and bytes without a unit; empty if unknown. */
function raw(cell: Cell): Field {
  if (cell.type === 'text' || cell.value === undefined) return cell.value;
  if (cell.type === 'at') return isoTime(cell.value, true);
  return Number.isNaN(cell.value) ? undefined : cell.value;
}

/** Options of csv-stringify; without `quote_record_delimiter`, a single line feed would not be quoted. */
const OPTIONS = {escape_formulas: true, record_delimiter: 'windows', quote_record_delimiter: true};

/** Writes a file. RFC 4180 allows only line breaks as control characters, in quotes; tabs are kept too, others are made visible. */
function file(path: string, header: Row, rows: readonly Row[]): RenderedFile {
  const clean = (field: Field) => (typeof field === 'string' ? visible(field, '\t\r\n') : field);
  const lines = [header, ...rows].map(row => row.map(clean));
  return {path, content: stringify(lines, OPTIONS)};
}

export const csvRenderer = {format: 'csv', render} as const satisfies Renderer;

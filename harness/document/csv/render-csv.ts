import {stringify} from 'csv-stringify/sync';
import type {Cell, Document, Table} from '../document.ts';
import {isoTime} from '../numbers.ts';
import type {RenderedFile, Renderer} from '../renderer.ts';
import {UniqueNames} from '../unique-names.ts';
import {visible} from '../visible.ts';

/** Strings and numbers apart: only strings are guarded against being read as formulas. */
type Field = string | number | undefined;
type Row = readonly Field[];

/**
 * One file per table, and what is not a table as tables too: `facts`, `notes` (all paragraphs, so that no
 * warning is lost) and `tables` (captions, and how many rows there are in all).
 */
function render(document: Document): readonly RenderedFile[] {
  const names = new UniqueNames();
  const tables = document.blocks.filter(block => block.block === 'table');
  const named = tables.map(table => ({table, path: `${names.take(table.name, 'table')}.csv`}));
  const more = (name: string, header: Row, rows: readonly Row[]): RenderedFile[] =>
    rows.length === 0 ? [] : [file(`${names.take(name, name)}.csv`, header, rows)];
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
    block.block === 'facts' ? block.facts.map(({name, cell}) => [section, name, raw(cell), cell.type]) : [],
  );
}

function noteRows(document: Document): readonly Row[] {
  return bySection(document, (block, section) =>
    block.block === 'text' ? [[section, block.tone, block.text]] : [],
  );
}

/** Rows of each block, told under which heading it stands (empty before the first). */
function bySection(
  document: Document,
  rowsOf: (block: Document['blocks'][number], section: string) => readonly Row[],
): readonly Row[] {
  let section = '';
  return document.blocks.flatMap(block => {
    if (block.block === 'heading') section = block.text;
    return rowsOf(block, section);
  });
}

/** The value itself: shares as 0..1, seconds and bytes without a unit; unknown is empty. */
function raw(cell: Cell): Field {
  if (cell.type === 'text' || cell.value === undefined) return cell.value;
  if (cell.type === 'at') return isoTime(cell.value, true);
  return Number.isNaN(cell.value) ? undefined : cell.value;
}

/** With a delimiter of its own, csv-stringify would leave a lone line feed unquoted. */
const OPTIONS = {escape_formulas: true, record_delimiter: 'windows', quote_record_delimiter: true};

/** RFC 4180 allows no control characters but line breaks in quotes; tabs stay as well, all others are made visible. */
function file(path: string, header: Row, rows: readonly Row[]): RenderedFile {
  const clean = (field: Field) => (typeof field === 'string' ? visible(field, '\t\r\n') : field);
  const lines = [header, ...rows].map(row => row.map(clean));
  return {path, content: stringify(lines, OPTIONS)};
}

export const csvRenderer = {format: 'csv', render} as const satisfies Renderer;

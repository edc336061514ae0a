import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {at, count, decimal, share, table, textCell} from '../../harness/document/cells.ts';
import {csvRenderer} from '../../harness/document/csv/render-csv.ts';
import type {Cell, Document} from '../../harness/document/document.ts';
import {isoTime} from '../../harness/document/numbers.ts';
import {visible} from '../../harness/document/visible.ts';
import {anyDocument, anyTable, everywhere, REPEATABLE} from './any-document.ts';
import {readCsv} from './read-csv.ts';

const files = (document: Document) =>
  new Map(csvRenderer.render(document).map(({path, content}) => [path, readCsv(content)]));

const only = (...cells: Cell[]): string[] | undefined => {
  const columns = cells.map((cell, index) => ({key: `k${index}`, label: '', type: cell.type}));
  return files({
    title: '',
    subtitle: '',
    blocks: [table({name: 't', caption: '', columns, rows: [cells]})],
  }).get('t.csv')?.[1];
};

/** What a cell reads as: an apostrophe stands before what a spreadsheet would take as a formula. */
function expected(cell: Cell): string {
  if (cell.value === undefined || Number.isNaN(cell.value)) return '';
  if (cell.type === 'text') return visible(cell.value, '\t\r\n').replace(/^[=+\-@\t\r＝＋－＠]/, "'$&");
  return cell.type === 'at' ? (isoTime(cell.value, true) ?? '') : String(cell.value);
}

describe('csv', () => {
  it('writes raw values: shares as 0..1, times to the microsecond, unknown as nothing', () => {
    expect(only(share(0.25), at(1), decimal(1_234.5), count(undefined))).toEqual([
      '0.25',
      '1970-01-01T00:00:00.000001Z',
      '1234.5',
      '',
    ]);
  });

  it.each(['=cmd|calc', '+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '＝1'])(
    'takes the formula out of %j',
    words => {
      expect(only(textCell(words))).toEqual([`'${words}`]);
    },
  );

  it('leaves negative numbers numbers', () => {
    expect(only(count(-5), decimal(-0.5))).toEqual(['-5', '-0.5']);
  });

  it('keeps line breaks within a field, and names other controls', () => {
    expect(only(textCell('a\r\nb\u001b[1m\u202e'))).toEqual(['a\r\nb{ESC}[1m{U+202E}']);
  });

  it('reads back as the same cells, for any table', () => {
    fc.assert(
      fc.property(anyTable, given => {
        const [first] = csvRenderer.render({title: '', subtitle: '', blocks: [given]});
        expect(readCsv(first?.content ?? '')).toEqual([
          given.columns.map(column => column.key),
          ...given.rows.map(row => row.map(expected)),
        ]);
      }),
      REPEATABLE,
    );
  });

  it('gives each file of any document a plain name of its own', () => {
    fc.assert(
      fc.property(anyDocument, document => {
        const paths = csvRenderer.render(document).map(file => file.path);
        expect(new Set(paths).size).toBe(paths.length);
        for (const path of paths) expect(path).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\.csv$/);
      }),
      REPEATABLE,
    );
  });

  it('loses neither facts nor warnings nor how many rows there were', () => {
    const document = everywhere('w');
    const blocks = document.blocks.map(block =>
      block.kind === 'table' ? {...block, totalRows: 311} : block,
    );
    const written = files({...document, blocks});
    expect([...written.keys()]).toEqual(['words.csv', 'facts.csv', 'notes.csv', 'tables.csv']);
    expect(written.get('facts.csv')).toEqual([
      ['section', 'name', 'value', 'type'],
      ['w', 'w', 'w', 'text'],
    ]);
    expect(written.get('notes.csv')?.[1]).toEqual(['w', 'warning', 'w']);
    expect(written.get('tables.csv')?.[1]).toEqual(['words.csv', 'w', '1', '311']);
  });
});

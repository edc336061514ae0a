import {describe, expect, it} from 'vitest';
import {at, bytes, count, decimal, seconds, share, textCell} from '../../harness/document/cells.ts';
import type {Cell, Table} from '../../harness/document/document.ts';
import {isoTime, PLAIN_NUMBERS, rowsNote, shown} from '../../harness/document/numbers.ts';

const cases: readonly (readonly [string, Cell, string])[] = [
  ['count', count(0), '0'],
  ['count', count(999), '999'],
  ['count', count(1_000), '1,000'],
  ['count', count(-12_345_678), '-12,345,678'],
  ['share', share(0), '0.0 %'],
  ['share', share(0.4127), '41.3 %'],
  ['share', share(1), '100.0 %'],
  ['share not quite none', share(0.0004), '<0.1 %'],
  ['share not quite all', share(0.99996), '>99.9 %'],
  ['share just below none', share(-0.0004), '>-0.1 %'],
  ['share', share(-0.25), '-25.0 %'],
  ['seconds', seconds(0), '0 s'],
  ['seconds', seconds(0.00001), '<0.1 ms'],
  ['seconds', seconds(0.0042), '4.2 ms'],
  ['seconds', seconds(0.099), '99 ms'],
  ['seconds', seconds(1.3), '1.3 s'],
  ['seconds that round to a minute', seconds(59.96), '1 min 00 s'],
  ['seconds', seconds(125), '2 min 05 s'],
  ['seconds that round to an hour', seconds(3_599.6), '1 h 00 min'],
  ['seconds', seconds(11_220), '3 h 07 min'],
  ['seconds that round to two days', seconds(2 * 86_400 - 20), '2 d 00 h'],
  ['seconds', seconds(99 * 3_600), '4 d 03 h'],
  ['seconds', seconds(-125), '-2 min 05 s'],
  ['bytes', bytes(0), '0 B'],
  ['bytes', bytes(1_023), '1023 B'],
  ['bytes', bytes(1_536), '1.5 KiB'],
  ['bytes that round to a MiB', bytes(1_048_570), '1.0 MiB'],
  ['bytes', bytes(734_003_200), '700.0 MiB'],
  ['bytes', bytes(5 * 1_024 ** 6), '5,120.0 PiB'],
  ['decimal', decimal(0), '0'],
  ['decimal', decimal(0.000042), '4.2e-5'],
  ['decimal', decimal(0.1234), '0.123'],
  ['decimal', decimal(12.345), '12.35'],
  ['decimal', decimal(1_234.56), '1,234.6'],
  ['decimal without an end', decimal(Number.NEGATIVE_INFINITY), '-∞'],
  ['at', at(0), '1970-01-01T00:00:00Z'],
  ['at before 1970', at(-1), '1969-12-31T23:59:59Z'],
  ['at that no date holds', at(1e20), '–'],
  ['at after the year 9999', at(253_402_300_800_000_000), '–'],
  ['unknown count', count(undefined), '–'],
  ['unknown text', textCell(undefined), '–'],
  ['NaN', decimal(Number.NaN), '–'],
  ['text', textCell('1000'), '1000'],
];

describe('numbers', () => {
  it.each(cases)('shows %s %o as %s', (_name, cell, words) => {
    expect(shown(cell, PLAIN_NUMBERS)).toBe(words);
  });

  it('keeps microseconds, also before 1970', () => {
    expect(isoTime(1_780_272_001_234_567, true)).toBe('2026-06-01T00:00:01.234567Z');
    expect(isoTime(-1, true)).toBe('1969-12-31T23:59:59.999999Z');
  });

  it.each([
    [3, undefined, undefined],
    [0, undefined, 'no rows'],
    [1, 1, 'all 1 row'],
    [3, 3, 'all 3 rows'],
    [3, 1_311, 'first 3 of 1,311 rows'],
    [0, 0, 'no rows'],
  ])('tells of %i rows held and %o in all: %o', (held, totalRows, words) => {
    const rows = Array.from({length: held}, () => [count(1)]);
    const table: Table = {
      kind: 'table',
      name: 'x',
      caption: 'x',
      columns: [{key: 'n', label: 'N', type: 'count'}],
      rows,
    };
    expect(rowsNote(totalRows === undefined ? table : {...table, totalRows}, PLAIN_NUMBERS)).toBe(words);
  });
});

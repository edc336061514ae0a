import {describe, expect, it} from 'vitest';
import {count, table, textCell} from '../../harness/document/cells.ts';

const good = {
  name: 'arms',
  caption: 'Arms',
  columns: [
    {key: 'arm', label: 'Arm', type: 'text' as const},
    {key: 'alerts', label: 'Alerts', type: 'count' as const},
  ],
  rows: [[textCell('a'), count(1)]],
};

describe('table', () => {
  it('gives back what was sound', () => {
    expect(table({...good, totalRows: 2})).toEqual({kind: 'table', ...good, totalRows: 2});
  });

  it.each([
    ['a row of another length', {rows: [[textCell('a')]]}, 'table arms, row 1: expected 2 cells, found 1'],
    [
      'a cell of another type',
      {rows: [[count(1), count(1)]]},
      'table arms, row 1, arm: expected a text, found a count',
    ],
    ['a name that is no file name', {name: '../arms'}, 'table "../arms": expected a kebab-case name'],
    [
      'a key that is no header',
      {columns: [{key: 'Arm', label: '', type: 'text' as const}]},
      'table arms, "Arm": expected a snake_case key',
    ],
    ['no column', {columns: [], rows: []}, 'table arms: expected a column, found none'],
    [
      'two columns of one key',
      {columns: good.columns.map(column => ({...column, key: 'a'}))},
      'table arms: two columns share a key',
    ],
    ['fewer rows in all than held', {totalRows: 0}, 'table arms: totalRows is 0, but it holds 1'],
  ])('throws at %s', (_name, wrong, message) => {
    expect(() => table({...good, ...wrong})).toThrow(new Error(message));
  });
});

import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {count, table, textCell} from '../../harness/document/cells.ts';
import type {Block} from '../../harness/document/document.ts';
import {text} from '../../harness/document/document.ts';
import {terminalRenderer} from '../../harness/document/terminal/render-terminal.ts';
import {anyDocument, everywhere, hostile, REPEATABLE} from './any-document.ts';
import {written} from './render-all.ts';

const draw = (blocks: readonly Block[], width: number, colour = false): string[] =>
  written(terminalRenderer, {title: 'T', subtitle: '', blocks}, {width, colour})
    .trimEnd()
    .split('\n')
    .slice(3);

const rules = (message: string) =>
  table({
    name: 'rules',
    caption: 'Rules',
    columns: [
      {key: 'message', label: 'Message', type: 'text'},
      {key: 'alerts', label: 'Alerts', type: 'count'},
      {key: 'more', label: 'More', type: 'count'},
    ],
    rows: [
      [textCell(message), count(1_234), count(-5)],
      [textCell('b'), count(7), count(undefined)],
    ],
    totalRows: 20,
  });

describe('terminal', () => {
  it('stands numbers on the right, by what wide and joined characters take', () => {
    expect(draw([rules('日本 👩‍💻')], 80)).toEqual([
      'Rules',
      'Message  Alerts  More',
      '───────  ──────  ────',
      '日本 👩‍💻   1,234    -5',
      'b             7     –',
      'first 2 of 20 rows',
    ]);
  });

  it('wraps words where the table is too wide', () => {
    expect(draw([rules('a message of many words, longer than the window')], 40)).toEqual([
      'Rules',
      'Message                     Alerts  More',
      '──────────────────────────  ──────  ────',
      'a message of many words,     1,234    -5',
      'longer than the window',
      'b                                7     –',
      'first 2 of 20 rows',
    ]);
  });

  it('leaves out the last columns of a table that does not fit, and names them', () => {
    const columns = Array.from({length: 6}, (_, index) => ({
      key: `k${index}`,
      label: `L${index}`,
      type: 'count' as const,
    }));
    const wide = table({
      name: 'wide',
      caption: 'Wide',
      columns,
      rows: [columns.map(() => count(123_456_789))],
    });
    expect(draw([wide], 40)).toEqual([
      'Wide',
      '         L0           L1           L2',
      '───────────  ───────────  ───────────',
      '123,456,789  123,456,789  123,456,789',
      'too wide, so left out: L3, L4, L5 (all',
      'columns: --json, or a wider terminal)',
    ]);
  });

  it('marks a warning with and without colour', () => {
    expect(draw([text('warning', 'blind')], 80)).toEqual(['! blind']);
    expect(draw([text('warning', 'blind')], 80, true)).toEqual(['\u001b[1;33m! blind\u001b[0m']);
  });

  it('names a mark that has no letter to stand on', () => {
    expect(draw([text('plain', 'a \u0301b'), text('plain', '\u0301c')], 80)).toEqual([
      'a {U+0301}b',
      '',
      '{U+0301}c',
    ]);
  });

  it.each(hostile)('writes no control character of %j', words => {
    const drawn = written(terminalRenderer, everywhere(words), {width: 80, colour: false});
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Co}]/u);
  });

  it('never exceeds the width, and writes no escape sequence without colour', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({min: 40, max: 300}), (document, width) => {
        const drawn = written(terminalRenderer, document, {width, colour: false});
        expect(drawn).not.toContain('\u001b');
        expect(Math.max(...drawn.split('\n').map(line => stringWidth(line)))).toBeLessThanOrEqual(width);
      }),
      REPEATABLE,
    );
  });

  it('says the same with colour, by none but its own sequences', () => {
    fc.assert(
      fc.property(anyDocument, document => {
        const own = new RegExp(`${'\u001b'}\\[(0|1|2|32|1;33)m`, 'g');
        const coloured = written(terminalRenderer, document, {width: 80, colour: true});
        expect(coloured.replace(own, '')).toBe(
          written(terminalRenderer, document, {width: 80, colour: false}),
        );
      }),
      REPEATABLE,
    );
  });

  it.each([0, 39, Number.NaN, 1_000])('draws within its limits for a width of %d', width => {
    const lines = draw([text('plain', 'word '.repeat(100))], width);
    const longest = Math.max(...lines.map(line => line.length));
    expect(longest).toBe(width === 1_000 ? 299 : 39);
  });
});

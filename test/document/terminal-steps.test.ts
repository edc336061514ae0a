import {describe, expect, it} from 'vitest';
import {textCell} from '../../harness/document/cells.ts';
import {drawGrid, MAX_CELL_LINES} from '../../harness/document/terminal/grid.ts';
import {widthOf} from '../../harness/document/terminal/plain.ts';
import {terminalRenderer} from '../../harness/document/terminal/render-terminal.ts';
import {wrap} from '../../harness/document/terminal/wrap.ts';

/** Characters that are measured while the work is done. */
function measured(work: (measure: (text: string) => number) => unknown): number {
  let characters = 0;
  work(text => {
    characters += text.length;
    return widthOf(text);
  });
  return characters;
}

const texts = {
  'short words': (n: number) => 'ab '.repeat(n),
  'one word': (n: number) => 'a'.repeat(3 * n),
  'words of another script': (n: number) => '\u754c\u754c '.repeat(n),
  spaces: (n: number) => ' '.repeat(3 * n),
};

describe('drawing in a terminal', () => {
  it.each(Object.entries(texts))(
    'takes steps with the length of a text, not with its square: %s',
    (_, text) => {
      for (const width of [2, 16, 80]) {
        const wrapping = (n: number) => measured(measure => wrap(text(n), width, measure));
        expect(wrapping(4000) / wrapping(2000)).toBeLessThan(2.1);
        expect(wrapping(4000)).toBeLessThan(5 * text(4000).length);
      }
    },
  );

  it('takes steps with the number of rows, and bounds the height of each', () => {
    const grid = (rows: number) => ({
      head: ['a', 'b'],
      rows: Array.from({length: rows}, () => ['x '.repeat(3000), 'y'.repeat(3000)]),
      widths: [16, 16],
      right: [false, true],
    });
    const drawing = (rows: number) => measured(measure => drawGrid(grid(rows), measure));
    expect(drawing(200) / drawing(100)).toBeLessThan(2.1);
    const {lines, headLines} = drawGrid(grid(10));
    expect(lines.length - headLines - 1).toBe(10 * MAX_CELL_LINES);
    expect(lines.at(-1)).toMatch(/^\+\d+ lines +\+\d+ lines$/);
  });

  it('shows the beginning of a long cell and counts the rest, in a table and where none fits', () => {
    const long = 'word '.repeat(100_000);
    for (const columns of [1, 40]) {
      const table = {
        kind: 'table' as const,
        name: 't',
        caption: 'T',
        columns: Array.from({length: columns}, (_, n) => ({
          key: `k${n}`,
          label: `K${n}`,
          type: 'text' as const,
        })),
        rows: [Array.from({length: columns}, () => textCell(long))],
      };
      const [file] = terminalRenderer.render(
        {title: 'T', subtitle: '', blocks: [table]},
        {width: 80, colour: false},
      );
      expect(file?.content.length).toBeLessThan(columns * 6000);
      expect(file?.content).toMatch(/\+\d+ lines|more characters/);
    }
  });
});

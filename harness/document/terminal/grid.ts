import CliTable from 'cli-table3';
import {graphemes, widthOf} from './plain.ts';
import {wrap} from './wrap.ts';

export interface Grid {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Cells of each column. */
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
}

export const GAP = 2;

const NO_LINES = {
  ...{top: '', 'top-mid': '', 'top-left': '', 'top-right': ''},
  ...{bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': ''},
  ...{left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: ' '.repeat(GAP)},
};
const RULE_ABOVE = {mid: '─', 'mid-mid': ' '.repeat(GAP)};

/** A table without side borders: heading lines, a rule, rows. Says how many of the lines are heading. */
export function drawGrid(grid: Grid): {readonly lines: readonly string[]; readonly headLines: number} {
  const stand = new StandIns();
  const wrapped = (cells: readonly string[]) =>
    cells.map((cell, index) => wrap(cell, grid.widths[index] ?? 2));
  const head = wrapped(grid.head);
  const cliTable = new CliTable({
    head: head.map(lines => stand.encode(lines)),
    chars: NO_LINES,
    colWidths: [...grid.widths],
    colAligns: grid.right.map(right => (right ? 'right' : 'left')),
    style: {'padding-left': 0, 'padding-right': 0, head: [], border: []},
  });
  for (const [index, row] of grid.rows.entries()) {
    const chars = index === 0 ? RULE_ABOVE : {};
    cliTable.push(wrapped(row).map(lines => ({content: stand.encode(lines), chars})));
  }
  const lines = stand.decode(cliTable.toString()).split('\n');
  return {lines: lines.map(line => line.trimEnd()), headLines: Math.max(...head.map(cell => cell.length))};
}

/**
 * cli-table3 measures by an older string-width that counts joined emoji, jamo and some marks otherwise. It gets
 * private-use characters, one for each cell to be taken, which both count alike; `plain` text holds none itself.
 */
class StandIns {
  private readonly codes = new Map<string, string>();
  private readonly originals = new Map<string, string>();

  encode(lines: readonly string[]): string {
    return lines
      .map(line =>
        graphemes(line)
          .map(part => this.standIn(part))
          .join(''),
      )
      .join('\n');
  }

  decode(drawn: string): string {
    return drawn
      .replaceAll(SECOND_CELL, '')
      .replace(/[\u{f0000}-\u{10ffff}]/gu, code => this.originals.get(code) ?? '?');
  }

  private standIn(part: string): string {
    if (/^[ -~]$/.test(part)) return part;
    const code = this.codes.get(part) ?? String.fromCodePoint(Math.min(0x10fffd, 0xf0000 + this.codes.size));
    this.codes.set(part, code);
    this.originals.set(code, part);
    return code + SECOND_CELL.repeat(widthOf(part) - 1);
  }
}

const SECOND_CELL = '\ue000';

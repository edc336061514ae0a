import {table, textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import type {GateStep} from '../domain/snapshot.ts';
import {column} from './tables.ts';

/** What the gate said of each. */
export function gateTable(of: readonly {readonly of: string; readonly gate: readonly GateStep[]}[]): Block {
  return table({
    name: 'gate',
    caption: 'Gate',
    columns: [
      column('ruleset', 'Ruleset', 'text'),
      column('check', 'Check', 'text'),
      column('outcome', 'Outcome', 'text'),
      column('words', 'Found', 'text'),
    ],
    rows: of.flatMap(({of: name, gate}) =>
      gate.map(({check, outcome, words}) => [
        textCell(name),
        textCell(check),
        textCell(outcome),
        textCell(words),
      ]),
    ),
  });
}

import {textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import type {GateStep} from '../domain/snapshot.ts';
import {col, tableOf} from './tables.ts';

/** The gate's results for each snapshot. */
export const gateTable = (of: readonly {readonly of: string; readonly gate: readonly GateStep[]}[]): Block =>
  tableOf(
    'gate',
    'Gate',
    of.flatMap(({of: ruleset, gate}) => gate.map(step => ({ruleset, ...step}))),
    [
      col('ruleset', 'Ruleset', textCell, row => row.ruleset),
      col('check', 'Check', textCell, row => row.check),
      col('outcome', 'Outcome', textCell, row => row.outcome),
      col('words', 'Found', textCell, row => row.words),
    ],
  );

import type {TrialReport} from '../analysis/trial-report.ts';
import {textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import type {GateStep} from '../domain/snapshot.ts';
import {col, tableOf} from './tables.ts';

/** Makes a table with one row for each check that the gate made of a snapshot. */
export const gateTable = (
  snapshots: readonly {readonly ruleset: string; readonly gate: readonly GateStep[]}[],
): Block =>
  tableOf(
    'gate',
    'Gate',
    snapshots.flatMap(({ruleset, gate}) => gate.map(step => ({ruleset, ...step}))),
    [
      col('ruleset', 'Ruleset', textCell, row => row.ruleset),
      col('check', 'Check', textCell, row => row.check),
      col('outcome', 'Outcome', textCell, row => row.outcome),
      col('words', 'Found', textCell, row => row.words),
    ],
  );

/** Makes the section that shows the results of the gate for each arm's snapshot. */
export function gateSection({arms}: TrialReport): Block[] {
  const judged = arms.flatMap(({name, identity}) =>
    identity.ruleset ? [{ruleset: name, gate: identity.ruleset.gate}] : [],
  );
  return judged.some(({gate}) => gate.length > 0) ? [gateTable(judged)] : [];
}

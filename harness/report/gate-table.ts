import type {TrialReport} from '../analysis/trial-report.ts';
import {textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import type {GateStep} from '../domain/snapshot.ts';
import {col, tableOf} from './tables.ts';

/** Makes a table with one row for each check that the gate made of a snapshot; `owner` says what the first column names. */
export const gateTable = (
  owner: 'Arm' | 'Ruleset',
  snapshots: readonly {readonly name: string; readonly gate: readonly GateStep[]}[],
): Block =>
  tableOf(
    'gate',
    'Gate',
    snapshots.flatMap(({name, gate}) => gate.map(step => ({name, ...step}))),
    [
      col(owner.toLowerCase(), owner, textCell, row => row.name),
      col('check', 'Check', textCell, row => row.check),
      col('outcome', 'Outcome', textCell, row => row.outcome),
      col('found', 'Found', textCell, row => row.words),
    ],
  );

/** Makes the section that shows the results of the gate for each arm's snapshot. */
export function gateSection({arms}: TrialReport): Block[] {
  const checked = arms.flatMap(({name, identity}) =>
    identity.ruleset ? [{name, gate: identity.ruleset.gate}] : [],
  );
  return checked.some(({gate}) => gate.length > 0) ? [gateTable('Arm', checked)] : [];
}

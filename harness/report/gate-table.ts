import type {TrialReport} from '../analysis/trial-report.ts';
import {textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import type {GateCheck} from '../domain/snapshot.ts';
import {col, tableOf} from './tables.ts';

/** Makes a table with one row for each check that the gate made of a snapshot; `owner` says what the first column names. */
export const gateTable = (
  owner: 'Arm' | 'Ruleset',
  snapshots: readonly {readonly name: string; readonly gate: readonly GateCheck[]}[],
): Block =>
  tableOf(
    'gate',
    'Checks of the gate',
    snapshots.flatMap(({name, gate}) => gate.map(step => ({name, ...step}))),
    [
      col(owner.toLowerCase(), owner, textCell, row => row.name),
      col('check', 'Check', textCell, row => row.check),
      col('result', 'Result', textCell, ({outcome}) => (outcome === 'not-done' ? 'not tested' : outcome)),
      col('found', 'Found', textCell, row => row.words),
    ],
  );

/** Makes the section that shows the results of the gate for each arm's snapshot. */
export function gateSection({arms}: TrialReport): Block[] {
  const checked = arms.flatMap(({name, identity}) =>
    identity.ruleset ? [{name, gate: identity.ruleset.gate}] : [],
  );
  return checked.some(({gate}) => gate.length > 0) ? [heading(1, 'Gate'), gateTable('Arm', checked)] : [];
}

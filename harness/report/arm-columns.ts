import type {PartArm, TrialReport} from '../analysis/trial-report.ts';
import {count, textCell} from '../document/cells.ts';
import {col, type RowColumn} from './tables.ts';

/** Columns of every table with one row for each arm. */

export const armColumn = col('arm', 'Arm', textCell, ({arm}: PartArm) => arm);
export const alertsColumn = col('alerts', 'Alerts', count, (arm: PartArm) => arm.alerts);
export const rulesFiredColumn = col('rules_fired', 'Rules fired', count, (arm: PartArm) => arm.rulesFired);

export function enabledColumn({arms}: TrialReport): RowColumn<PartArm> {
  const enabled = new Map(arms.map(({name, rules}) => [name, rules.enabled]));
  return col('rules_enabled', 'Rules enabled', count, ({arm}) => enabled.get(arm));
}

/** Makes the column that marks the baseline; none in a trial without a baseline. */
export const roleColumn = ({trial}: TrialReport): RowColumn<PartArm>[] =>
  trial.baseline === undefined
    ? []
    : [col('role', 'Role', textCell, ({arm}: PartArm) => (arm === trial.baseline ? 'baseline' : ''))];

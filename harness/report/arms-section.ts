import type {PartArm, PartReport, TrialReport} from '../analysis/trial-report.ts';
import {bytes, count, decimal, seconds, share} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import {alertsColumn, armColumn, enabledColumn, roleColumn, rulesFiredColumn} from './arm-columns.ts';
import {choiceTable} from './choice-section.ts';
import {col, type RowColumn, tableOf} from './tables.ts';

/** Makes the section that shows the arms side by side: what fired, what was read, and how much CPU and memory it took. */
export function armsSection(part: PartReport, report: TrialReport): Block[] {
  const blocks: Block[] = [
    heading(1, 'Arms side by side'),
    sideBySide(part, report),
    ...silentArms(part, report),
    ...choiceTable(part),
  ];
  return part.part === 'same-traffic' ? [...blocks, readsTable(part), costTable(part)] : blocks;
}

/** Makes the table with one row for each arm: rules enabled, alerts, and rules that fired. */
export const sideBySide = (part: PartReport, report: TrialReport, limit?: number): Block =>
  tableOf(
    'arms',
    'Summary by arm',
    part.arms,
    [
      armColumn,
      enabledColumn(report),
      ...perHour(part),
      alertsColumn,
      rulesFiredColumn,
      col('source_addresses', 'Source IPs', count, arm => arm.sourceAddresses),
      col('rejects', 'Unparsed lines', count, arm => arm.rejects),
      ...roleColumn(report),
    ],
    limit,
  );

function silence(enabled: number): string {
  if (enabled === 0) return ': it has no enabled rule';
  return enabled === 1
    ? ': its only enabled rule did not fire'
    : `: none of its ${enabled} enabled rules fired`;
}

/** Makes the columns that allow for the different time that each arm inspected. */
function perHour({live}: PartReport): RowColumn<PartArm>[] {
  if (!live) return [];
  const timesOf = ({arm}: PartArm) => live.arms.find(row => row.arm === arm);
  return [
    col('counted_s', 'Counted time', seconds, arm => timesOf(arm)?.countedSeconds),
    col('alerts_per_hour', 'Alerts per hour', decimal, arm => timesOf(arm)?.alertsPerHour),
  ];
}

/** Makes a sentence for each arm that raised no alert; an arm that has not inspected anything is told apart from a silent one. */
export function silentArms(part: PartReport, {arms, trial}: TrialReport): Block[] {
  const yet = trial.sealedAt === undefined ? ' yet' : '';
  return part.arms
    .filter(({alerts}) => alerts === 0)
    .map(arm => {
      const idle = idleReason(arm, part);
      if (idle !== undefined) return text('note', `${arm.arm} ${idle}${yet}, so it has no alerts`);
      const enabled = arms.find(({name}) => name === arm.arm)?.rules.enabled;
      return text('note', `${arm.arm} raised no alert${enabled === undefined ? '' : silence(enabled)}`);
    });
}

/** Says that an arm has inspected no traffic that counts; undefined if it has, or if that is unknown. */
function idleReason({arm, capturesDone}: PartArm, {part, live}: PartReport): string | undefined {
  if (part === 'same-traffic') return capturesDone === 0 ? 'has read no capture' : undefined;
  return live?.arms.find(row => row.arm === arm)?.countedSeconds === 0 ? 'has no counted time' : undefined;
}

const readsTable = ({arms}: PartReport): Block =>
  tableOf('reads', 'Captures and packets by arm', arms, [
    armColumn,
    col('captures_read', 'Captures read', count, arm => arm.capturesDone - arm.capturesUnreadable),
    col('captures_unreadable', 'Unreadable', count, arm => arm.capturesUnreadable),
    col('captures_alerted_share', 'Share of captures with alerts', share, alertedShare),
    col('packets_received', 'Packets', count, arm => arm.received),
    col('packets_analyzed', 'Analyzed', count, arm => arm.analyzed),
  ]);

/** Returns the share of the readable captures that have at least one alert. */
function alertedShare({capturesDone, capturesUnreadable, capturesAlerted}: PartArm): number | undefined {
  const read = capturesDone - capturesUnreadable;
  return read > 0 ? capturesAlerted / read : undefined;
}

const costTable = ({arms}: PartReport): Block =>
  tableOf(
    'costs',
    'CPU and run time (sums over the counted runs) and peak memory (of the largest process)',
    arms,
    [
      armColumn,
      col('run_seconds', 'Run time', seconds, arm => arm.wallSeconds),
      col('cpu_seconds', 'CPU', seconds, arm => arm.cpuSeconds),
      col('peak_memory_bytes', 'Peak memory', bytes, arm => arm.peakBytes),
      col('counted_runs', 'Counted runs', count, arm => arm.countedRuns),
      col('failed_runs', 'Failed runs', count, arm => arm.failedRuns),
    ],
  );

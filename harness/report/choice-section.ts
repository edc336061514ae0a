import type {PartArm, PartReport, TrialReport} from '../analysis/trial-report.ts';
import {count, seconds, share} from '../document/cells.ts';
import {type Block, text} from '../document/document.ts';
import {plural} from '../domain/plural.ts';
import {alertsColumn, armColumn, enabledColumn, roleColumn, rulesFiredColumn} from './arm-columns.ts';
import {col, type RowColumn, tableOf} from './tables.ts';

/** Makes the table to choose an arm by: what each found that no other found, what it missed, its noise and its cost. */
export function choiceTable({arms, flows}: PartReport): Block[] {
  if (flows.length < 2) return [];
  const without = flows.filter(({alertsWithoutFlow}) => alertsWithoutFlow > 0);
  return [
    tableOf('choice', 'What each arm found, missed and cost', arms, [
      armColumn,
      ...flowColumns(flows, {alerted: 'Flows alerted', alone: 'Found alone'}),
      col('loudest_three_share', 'Loudest 3 rules', share, arm => arm.loudestShare),
      col('icmp_share', 'ICMP', share, icmpShare),
      col('cpu_seconds', 'CPU', seconds, arm => arm.cpuSeconds),
      col('cpu_seconds_per_rule', 'CPU per rule fired', seconds, cpuPerRule),
    ]),
    text('note', MEANING),
    ...without.map(({arm, alertsWithoutFlow}) =>
      text('note', `${arm}: ${plural(alertsWithoutFlow, 'alert')} without addresses belong to no flow.`),
    ),
  ];
}

/** Makes a short form of the table, with one row for each arm: what it enables, what fired, and what it found and missed. */
export const foundTable = ({arms, flows}: PartReport, report: TrialReport, limit: number): Block =>
  tableOf(
    'found',
    'Flows that each arm alerted on, that it alone alerted on, and that it missed',
    arms,
    [
      armColumn,
      enabledColumn(report),
      alertsColumn,
      rulesFiredColumn,
      ...flowColumns(flows, {alerted: 'Flows', alone: 'Alone'}),
      ...roleColumn(report),
    ],
    limit,
  );

/** Makes the columns of the flows of each arm, under headings of which the shorter ones fit into a summary. */
function flowColumns(
  flows: PartReport['flows'],
  {alerted, alone}: {readonly alerted: string; readonly alone: string},
): RowColumn<PartArm>[] {
  const flowsOf = ({arm}: PartArm) => flows.find(row => row.arm === arm);
  return [
    col('flows_alerted', alerted, count, arm => flowsOf(arm)?.flows),
    col('flows_found_alone', alone, count, arm => flowsOf(arm)?.foundAlone),
    col('flows_missed', 'Missed', count, arm => flowsOf(arm)?.missed),
  ];
}

const MEANING =
  'A flow is a protocol with both ends within one capture; both directions are one flow. Found alone: no other arm alerted ' +
  'on it. Missed: another arm did. Only captures that every arm has read count. More flows are not better: alerts can be noise.';

/** Returns the share of an arm's alerts that are on ICMP packets. */
function icmpShare({alerts, byProtocol}: PartArm): number | undefined {
  if (alerts === 0) return undefined;
  const icmp = byProtocol.filter(({protocol}) => protocol.toUpperCase().startsWith('ICMP'));
  return icmp.reduce((sum, row) => sum + row.alerts, 0) / alerts;
}

const cpuPerRule = ({cpuSeconds, rulesFired}: PartArm): number | undefined =>
  cpuSeconds === undefined || rulesFired === 0 ? undefined : cpuSeconds / rulesFired;

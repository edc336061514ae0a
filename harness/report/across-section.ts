import type {PartReport, TrialReport} from '../analysis/trial-report.ts';
import {count, textCell} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import type {Limits} from './limits.ts';
import {col, snake, tableOf} from './tables.ts';

/** Makes the section that compares the arms by rule: which rules fired in all, some or one of them, and which alerts only one arm raised. */
export function acrossSection(part: PartReport, report: TrialReport, {rows}: Limits): Block[] {
  const {arms, rules} = part;
  if (arms.length < 2) return [];
  return [
    heading(1, 'Rules across arms'),
    sharedTable(part),
    tableOf(
      'rules-across',
      'Alerts per rule and arm, most alerts in total first',
      rules,
      [
        col('rule', 'Rule', textCell, rule => `${rule.gid}:${rule.sid}`),
        col('msg', 'Message', textCell, rule => rule.msg),
        ...alertColumns<PartReport['rules'][number]>(part),
      ],
      rows,
    ),
    ...meaningOfZero(part, report),
    ...onlyOneTable(part, rows),
  ];
}

/** Says what 0 and – mean for each arm: enabled and silent, not enabled, or not known. */
function meaningOfZero({arms, rules}: PartReport, report: TrialReport): Block[] {
  const unknown = report.arms
    .filter(arm => arm.rules.enabled === undefined)
    .map(({name}) => name)
    .filter(name => rules.some(({alerts}) => alerts[arms.findIndex(({arm}) => arm === name)] === 0));
  const known = 'the rule did not fire in this arm, which enables it as far as its rules are known';
  return [
    ...(rules.some(({alerts}) => alerts.includes(null))
      ? [text('note', `0: ${known}. –: it is not enabled in this arm.`)]
      : []),
    ...(unknown.length > 0
      ? [
          text(
            'note',
            `0 of ${unknown.join(', ')}: the rule did not fire; whether it was enabled is not known. Name the snapshot of the logs with: ruletrial ingest --snapshot`,
          ),
        ]
      : []),
  ];
}

/** Makes one column of alerts for each arm, with a key such as `alerts_1_broad`. */
export const alertColumns = <Row extends {readonly alerts: readonly (number | null)[]}>({arms}: PartReport) =>
  arms.map(({arm}, index) =>
    col(`alerts_${index + 1}_${snake(arm)}`, arm, count, (row: Row) => row.alerts[index] ?? undefined),
  );

function sharedTable({arms, rules}: PartReport): Block {
  const firedBy = (matches: (arms: number) => boolean) => rules.filter(rule => matches(rule.firedBy)).length;
  const alone = (index: number) =>
    rules.filter(rule => rule.firedBy === 1 && (rule.alerts[index] ?? 0) > 0).length;
  const rows: {fired: string; rules: number}[] = [
    {fired: 'fired in all arms', rules: firedBy(armCount => armCount === arms.length)},
    ...(arms.length > 2
      ? [
          {
            fired: 'fired in several arms, but not all',
            rules: firedBy(armCount => armCount > 1 && armCount < arms.length),
          },
        ]
      : []),
    ...arms.map(({arm}, index) => ({fired: `fired only in ${arm}`, rules: alone(index)})),
  ];
  return tableOf('rules-shared', 'Rules fired (by gid:sid, all revisions together)', rows, [
    col('fired', 'Fired', textCell, row => row.fired),
    col('rules', 'Rules', count, row => row.rules),
  ]);
}

function onlyOneTable({part, onlyOne, captures}: PartReport, limit: number): Block[] {
  if (part !== 'same-traffic') return [];
  if (onlyOne.length > 0) return [onlyOneRows(onlyOne, limit)];
  const isCompared = captures.some(({abandoned}) => !abandoned.includes(true));
  return [
    isCompared
      ? text('good', 'On the captures that every arm read, no alert was raised by only one arm.')
      : text('warning', 'No capture was read by every arm, so alerts were not compared.'),
  ];
}

const onlyOneRows = (onlyOne: PartReport['onlyOne'], limit: number): Block =>
  tableOf(
    'alerts-of-one-arm',
    'Alerts that only one arm raised: no other arm alerted on the same packet with the same rule',
    onlyOne,
    [
      col('arm', 'Arm', textCell, row => row.arm),
      col('capture', 'Capture', textCell, row => row.capture),
      col('rule', 'Rule', textCell, row => `${row.gid}:${row.sid}`),
      col('msg', 'Message', textCell, row => row.msg),
      col('alerts', 'Alerts', count, row => row.alerts),
    ],
    limit,
  );

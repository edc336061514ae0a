import type {TrialReport} from '../analysis/trial-report.ts';
import {count, table, textCell} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import {column, cut, snake} from './tables.ts';

/** Rules fired by all, some or one of the arms, and alerts that one arm alone gave. */
export function acrossSection(report: TrialReport, limit: number): Block[] {
  const {arms, rules} = report;
  if (arms.length < 2) return [];
  const byAll = rules.filter(({firedBy}) => firedBy === arms.length).length;
  const bySome = rules.filter(({firedBy}) => firedBy > 1 && firedBy < arms.length).length;
  const alone = (place: number) =>
    rules.filter(({firedBy, alerts}) => firedBy === 1 && (alerts[place] ?? 0) > 0).length;
  const shared = [
    [textCell('fired by all arms'), count(byAll)],
    ...(arms.length > 2 ? [[textCell('fired by some arms'), count(bySome)]] : []),
    ...arms.map(({name}, place) => [textCell(`fired by ${name} alone`), count(alone(place))]),
  ];
  return [
    heading(1, 'Across the arms'),
    table({
      name: 'rules-shared',
      caption: 'Rules fired (gid:sid, whatever the revision)',
      columns: [column('fired', 'Fired', 'text'), column('rules', 'Rules', 'count')],
      rows: shared,
    }),
    cut(
      'rules-across',
      'Alerts of each rule in each arm',
      [
        column('rule', 'Rule', 'text'),
        column('msg', 'Message', 'text'),
        ...arms.map(({name}, place) => column(`alerts_${place + 1}_${snake(name)}`, name, 'count')),
      ],
      rules.map(rule => [
        textCell(`${rule.gid}:${rule.sid}`),
        textCell(rule.msg),
        ...rule.alerts.map(n => count(n)),
      ]),
      limit,
    ),
    ...onlyOneTable(report, limit),
  ];
}

function onlyOneTable({trial, onlyOne}: TrialReport, limit: number): Block[] {
  if (trial.kind !== 'replay') return [];
  if (onlyOne.length === 0) {
    return [
      text(
        'good',
        'Every alert of an arm was given by another arm as well: same rule, same packet of the same capture.',
      ),
    ];
  }
  return [
    cut(
      'alerts-of-one-arm',
      'Alerts that only one arm gave: no other arm alerted with this rule on that packet',
      [
        column('arm', 'Arm', 'text'),
        column('capture', 'Capture', 'text'),
        column('rule', 'Rule', 'text'),
        column('msg', 'Message', 'text'),
        column('alerts', 'Alerts', 'count'),
      ],
      onlyOne.map(row => [
        textCell(row.arm),
        textCell(row.capture),
        textCell(`${row.gid}:${row.sid}`),
        textCell(row.msg),
        count(row.alerts),
      ]),
      limit,
    ),
  ];
}

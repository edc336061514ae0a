import type {ArmReport, TrialReport} from '../analysis/trial-report.ts';
import {at, bytes, count, seconds, share, table, textCell} from '../document/cells.ts';
import {type Block, type Cell, type Column, type Document, heading, text} from '../document/document.ts';
import {isoSeconds} from '../domain/time.ts';
import {tellIdentity} from './tell-identity.ts';

/** Rows of the longest tables in a document; CSV and JSON hold all. */
const TOP_RULES = 10;
const MOST_ROWS = 200;

/** `all`: every row, for files that are read by programs. */
export function tellTrial(report: TrialReport, all = false): Document {
  const {trial} = report;
  const limit = all ? Number.POSITIVE_INFINITY : MOST_ROWS;
  return {
    title: `Trial ${trial.name}`,
    subtitle: subtitle(report),
    blocks: [
      ...report.flags.map(flag => text(flag.severity, flag.text)),
      ...armsSection(report),
      ...acrossSection(report, limit),
      ...ruleSection(report, all ? limit : TOP_RULES),
      ...captureSection(report, limit),
      ...tellIdentity(report),
    ],
  };
}

function subtitle({trial, arms}: TrialReport): string {
  const what =
    trial.kind === 'replay'
      ? `${trial.captures} captures through ${arms.length} arms`
      : `${arms.length} arms, logs of other runs`;
  const state = trial.sealedAt === undefined ? 'not sealed' : `sealed ${isoSeconds(trial.sealedAt)}`;
  return `${what}; made ${isoSeconds(trial.createdAt)}, ${state}; ${trial.madeBy}`;
}

const column = (key: string, label: string, type: Column['type']): Column => ({key, label, type});

/** A table, its rows cut to `limit` and the cut told. */
function cut(
  name: string,
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  limit: number,
): Block {
  const shown = rows.slice(0, limit);
  return table({
    name,
    caption,
    columns,
    rows: shown,
    ...(shown.length < rows.length ? {totalRows: rows.length} : {}),
  });
}

function armsSection(report: TrialReport): Block[] {
  const {arms} = report;
  const replay = report.trial.kind === 'replay';
  const columns = [
    column('arm', 'Arm', 'text'),
    column('rules_enabled', 'Rules enabled', 'count'),
    column('alerts', 'Alerts', 'count'),
    column('rules_fired', 'Rules fired', 'count'),
    column('source_addresses', 'Source addresses', 'count'),
    ...(replay
      ? [
          column('captures_read', 'Captures read', 'count'),
          column('captures_unreadable', 'Unreadable', 'count'),
          column('captures_alerted_share', 'Captures alerted', 'share'),
          column('packets_analyzed', 'Packets analysed', 'count'),
        ]
      : []),
    column('rejects', 'Rejects', 'count'),
  ];
  const rows = arms.map(arm => [
    textCell(arm.name === report.trial.baseline ? `${arm.name} (baseline)` : arm.name),
    count(arm.rules.enabled),
    count(arm.alerts),
    count(arm.rulesFired),
    count(arm.sources),
    ...(replay
      ? [
          count(arm.captures.done - arm.captures.unreadable),
          count(arm.captures.unreadable),
          share(alertedShare(arm)),
          count(arm.packets?.analyzed),
        ]
      : []),
    count(arm.rejects),
  ]);
  const blocks: Block[] = [
    heading(1, 'Arms side by side'),
    table({name: 'arms', caption: 'What each arm did', columns, rows}),
  ];
  return replay ? [...blocks, costTable(report)] : blocks;
}

/** Of the captures that the arm could read. */
function alertedShare({captures}: ArmReport): number | undefined {
  const read = captures.done - captures.unreadable;
  return read > 0 ? captures.alerted / read : undefined;
}

function costTable({arms}: TrialReport): Block {
  return table({
    name: 'costs',
    caption: 'What each arm cost (run time: sum over its processes)',
    columns: [
      column('arm', 'Arm', 'text'),
      column('run_seconds', 'Run time', 'seconds'),
      column('cpu_seconds', 'CPU', 'seconds'),
      column('peak_memory_bytes', 'Peak memory', 'bytes'),
      column('processes', 'Processes', 'count'),
      column('ended_early', 'Ended early', 'count'),
    ],
    rows: arms.map(({name, cost, runs}) => [
      textCell(name),
      seconds(cost.wallSeconds),
      seconds(cost.cpuSeconds),
      bytes(cost.peakBytes),
      count(runs.counted),
      count(runs.early),
    ]),
  });
}

function acrossSection(report: TrialReport, limit: number): Block[] {
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

const snake = (name: string): string => name.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

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

function ruleSection({arms}: TrialReport, limit: number): Block[] {
  const most = Math.max(0, ...arms.map(({fired}) => fired.length));
  const caption = most > limit ? `The ${limit} rules that fired most in each arm` : 'Rules fired in each arm';
  return [
    heading(1, 'Which rules fired'),
    table({
      name: 'top-rules',
      caption,
      columns: [
        column('arm', 'Arm', 'text'),
        column('rule', 'Rule', 'text'),
        column('msg', 'Message', 'text'),
        column('classtype', 'Classtype', 'text'),
        column('priority', 'Priority', 'count'),
        column('alerts', 'Alerts', 'count'),
        column('share', 'Share', 'share'),
        column('captures', 'Captures', 'count'),
        column('source_addresses', 'Sources', 'count'),
        column('first_at', 'First', 'at'),
        column('last_at', 'Last', 'at'),
      ],
      rows: arms.flatMap(arm =>
        arm.fired
          .slice(0, limit)
          .map(rule => [
            textCell(arm.name),
            textCell(`${rule.gid}:${rule.sid}:${rule.rev}`),
            textCell(rule.msg),
            textCell(rule.classtype),
            count(rule.priority),
            count(rule.alerts),
            share(rule.share),
            count(rule.captures),
            count(rule.sources),
            at(rule.firstAt),
            at(rule.lastAt),
          ]),
      ),
    }),
    table({
      name: 'classtypes',
      caption: 'By classtype',
      columns: [
        column('arm', 'Arm', 'text'),
        column('classtype', 'Classtype', 'text'),
        column('alerts', 'Alerts', 'count'),
        column('rules', 'Rules fired', 'count'),
      ],
      rows: arms.flatMap(arm =>
        arm.byClasstype.map(row => [
          textCell(arm.name),
          textCell(row.classtype),
          count(row.alerts),
          count(row.rules),
        ]),
      ),
    }),
    table({
      name: 'priorities',
      caption: 'By priority (1 is the highest, 0: the log does not say)',
      columns: [
        column('arm', 'Arm', 'text'),
        column('priority', 'Priority', 'count'),
        column('alerts', 'Alerts', 'count'),
        column('rules', 'Rules fired', 'count'),
      ],
      rows: arms.flatMap(arm =>
        arm.byPriority.map(row => [
          textCell(arm.name),
          count(row.priority),
          count(row.alerts),
          count(row.rules),
        ]),
      ),
    }),
  ];
}

/** Captures in which the arms differ or that could not be read; `limit` infinite: all of them. */
function captureSection({trial, arms, captures}: TrialReport, limit: number): Block[] {
  if (trial.kind !== 'replay') return [];
  const all = limit === Number.POSITIVE_INFINITY;
  const differing = captures.filter(({alerts}) => all || new Set(alerts).size > 1);
  const bad = captures.filter(({problem}) => problem !== undefined);
  const blocks: Block[] = [heading(1, 'Captures')];
  if (differing.length === 0)
    blocks.push(text('plain', 'No capture has a different number of alerts in one arm than in another.'));
  else {
    blocks.push(
      cut(
        'captures',
        all ? 'Alerts of each capture in each arm' : 'Captures whose number of alerts differs between arms',
        [
          column('capture', 'Capture', 'text'),
          ...arms.map(({name}, place) => column(`alerts_${place + 1}_${snake(name)}`, name, 'count')),
        ],
        differing.map(({path, alerts}) => [textCell(path), ...alerts.map(n => count(n))]),
        limit,
      ),
    );
  }
  if (bad.length === 0) return blocks;
  blocks.push(
    table({
      name: 'captures-unreadable',
      caption: 'Captures that could not be read, or not to the end',
      columns: [column('capture', 'Capture', 'text'), column('reason', 'Reason', 'text')],
      rows: bad.map(({path, problem}) => [textCell(path), textCell(problem)]),
    }),
  );
  return blocks;
}

import type {FiredRule, TrialReport} from '../analysis/trial-report.ts';
import {at, count, share, table, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {column, cut} from './tables.ts';

/** What fired in each arm: rules, classtypes, priorities. `times`: with each rule's first and last alert, for which a page has no room. */
export function firedSection(report: TrialReport, limit: number, times: boolean): Block[] {
  return [
    heading(1, 'Which rules fired'),
    topRules(report, limit, times),
    classtypes(report),
    priorities(report),
  ];
}

function topRules({arms}: TrialReport, limit: number, times: boolean): Block {
  const most = Math.max(0, ...arms.map(({fired}) => fired.length));
  const caption = most > limit ? `The ${limit} rules that fired most in each arm` : 'Rules fired in each arm';
  return table({
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
      ...(times ? [column('first_at', 'First', 'at'), column('last_at', 'Last', 'at')] : []),
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
          ...(times ? [at(rule.firstAt), at(rule.lastAt)] : []),
        ]),
    ),
  });
}

/** What the fired rules refer to, by the catalogue: CVEs, techniques of ATT&CK, and the policies that hold them. */
export function referencesOf({arms}: TrialReport, limit: number): Block[] {
  const rules = new Map(arms.flatMap(({fired}) => fired.map(rule => [`${rule.gid}:${rule.sid}`, rule])));
  const of = (rule: FiredRule, scheme: string) =>
    (rule.references ?? [])
      .filter(reference => reference.scheme === scheme)
      .map(({id}) => id)
      .join(', ');
  const rows = [...rules]
    .filter(([, {references, policies}]) => references?.length || policies?.length)
    .map(([key, rule]) => [
      textCell(key),
      textCell(rule.msg),
      textCell(of(rule, 'cve')),
      textCell(of(rule, 'mitre')),
      textCell((rule.policies ?? []).join(', ')),
    ]);
  if (rows.length === 0) return [];
  const columns = [
    column('rule', 'Rule', 'text'),
    column('msg', 'Message', 'text'),
    column('cve', 'CVE', 'text'),
    column('technique', 'Technique', 'text'),
    column('policies', 'Policies', 'text'),
  ];
  return [cut('references', 'What the fired rules refer to', columns, rows, limit)];
}

function classtypes({arms}: TrialReport): Block {
  return table({
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
  });
}

function priorities({arms}: TrialReport): Block {
  return table({
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
  });
}

import type {FiredRuleReport, PartReport} from '../analysis/trial-report.ts';
import type {FiredRow} from '../answers/figures.ts';
import {at, count, share, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {ruleKey} from '../domain/rule.ts';
import type {Limits} from './limits.ts';
import {col, type RowColumn, tableIfAny, tableOf} from './tables.ts';

type Arm = PartReport['arms'][number];

/** Makes the section of the rules, classes, actions and priorities that fired in each arm. */
export const firedSection = (part: PartReport, limits: Limits): Block[] => [
  heading(1, 'Which rules fired'),
  topRules(part, limits),
  groupTable(
    'classes',
    'By class',
    part,
    arm => arm.byClass,
    col('class', 'Class', textCell, (row: Arm['byClass'][number]) => row.class),
  ),
  groupTable(
    'actions',
    'By action, as Snort logged it',
    part,
    arm => arm.byAction,
    col('action', 'Action', textCell, (row: Arm['byAction'][number]) => row.action),
  ),
  groupTable(
    'protocols',
    'By protocol',
    part,
    arm => arm.byProtocol,
    col('protocol', 'Protocol', textCell, (row: Arm['byProtocol'][number]) => row.protocol),
  ),
  groupTable(
    'priorities',
    'By priority (1 is highest; 0: not in the log)',
    part,
    arm => arm.byPriority,
    col('priority', 'Priority', count, (row: Arm['byPriority'][number]) => row.priority),
  ),
];

/** Makes a table with the alerts and rules of each group in each arm; the column `group` names the group. */
function groupTable<Row extends {readonly alerts: number; readonly rules: number}>(
  name: string,
  caption: string,
  {arms}: PartReport,
  rowsOf: (arm: Arm) => readonly Row[],
  group: RowColumn<Row>,
): Block {
  const rows = arms.flatMap(arm => rowsOf(arm).map(row => ({arm: arm.arm, ...row})));
  return tableOf(name, caption, rows, [
    col('arm', 'Arm', textCell, row => row.arm),
    group,
    col('alerts', 'Alerts', count, row => row.alerts),
    col('rules', 'Rules fired', count, row => row.rules),
  ]);
}

/** A rule that fired in one arm; the part is not shown, since a table is about one part. */
type FiredRowOfArm = Omit<FiredRow, 'part'>;

/** The first columns of every list of fired rules. `countColumns` and `timeColumns` may follow. */
export const firedColumns: readonly RowColumn<FiredRowOfArm>[] = [
  col('arm', 'Arm', textCell, row => row.arm),
  col('rule', 'Rule', textCell, row => `${row.gid}:${row.sid}:${row.rev}`),
  // before the long words, since a narrow terminal leaves out the last columns
  col('alerts', 'Alerts', count, row => row.alerts),
  col('msg', 'Message', textCell, row => row.msg),
  col('class', 'Class', textCell, row => row.class),
  col('priority', 'Priority', count, row => row.priority),
];
export const countColumns: readonly RowColumn<FiredRowOfArm>[] = [
  col('captures', 'Captures', count, row => row.captures || undefined),
  col('source_addresses', 'Source IPs', count, row => row.sourceAddresses),
];
export const timeColumns: readonly RowColumn<FiredRowOfArm>[] = [
  col('first_at', 'First', at, row => row.firstAt),
  col('last_at', 'Last', at, row => row.lastAt),
];

function topRules({arms}: PartReport, {rules: limit, times}: Limits): Block {
  const most = Math.max(0, ...arms.map(({fired}) => fired.length));
  const rows = arms.flatMap(({arm, fired}) => fired.slice(0, limit).map(rule => ({arm, ...rule})));
  return tableOf(
    'top-rules',
    most > limit ? `The ${limit} rules that fired most in each arm` : 'Rules fired in each arm',
    rows,
    [
      ...firedColumns,
      col('share', 'Share', share, row => row.share),
      ...countColumns,
      ...(times ? timeColumns : []),
    ],
  );
}

/** Makes the table of CVEs, ATT&CK techniques and policies of the fired rules, according to the catalogue. */
export function referencesTable({arms}: PartReport, {rows: limit}: Limits): Block[] {
  const rules = new Map<string, FiredRuleReport>();
  for (const rule of arms.flatMap(({fired}) => fired)) {
    // of imported logs, the snapshot of one arm may have the facts that another arm lacks
    if (rule.references || !rules.has(ruleKey(rule))) rules.set(ruleKey(rule), rule);
  }
  const idsOf = ({references = []}: FiredRuleReport, scheme: string) =>
    references
      .filter(reference => reference.scheme === scheme)
      .map(({id}) => id)
      .join(', ');
  const rows = [...rules.values()].filter(
    rule => idsOf(rule, 'cve') !== '' || idsOf(rule, 'mitre') !== '' || rule.policies?.length,
  );
  return tableIfAny(
    'references',
    'CVEs, ATT&CK techniques and policies of the fired rules',
    rows,
    [
      col('rule', 'Rule', textCell, ruleKey),
      col('msg', 'Message', textCell, rule => rule.msg),
      col('cve', 'CVE', textCell, rule => idsOf(rule, 'cve')),
      col('technique', 'ATT&CK technique', textCell, rule => idsOf(rule, 'mitre')),
      col('policies', 'Policies', textCell, ({policies = []}) => policies.join(', ')),
    ],
    limit,
  );
}

import type {AlertTotal, Group, GroupRow} from '../answers/alert-counts.ts';
import type {FiredRow} from '../answers/figures.ts';
import type {TrialIdentity} from '../answers/ports.ts';
import {at, count, share, textCell} from '../document/cells.ts';
import type {Block, Document} from '../document/document.ts';
import {countColumns, firedColumns, timeColumns} from './fired-section.ts';
import {col, tableOf} from './tables.ts';

/** Alerts of each part and arm: those that match the question, and all of them. */
export interface AlertTotals {
  readonly matching: readonly AlertTotal[];
  readonly all: readonly AlertTotal[];
}

/** Makes the document that lists the rules that fired in a trial. If the trial has several parts, each row names its part. */
export function firedDocument(
  {name, parts}: TrialIdentity,
  rows: readonly FiredRow[],
  totals: AlertTotals,
): Document {
  const several = parts.length > 1;
  return {
    title: `Rules that fired in ${name}`,
    subtitle:
      'One row for each part, arm and revision of a rule (more if its message, class or priority changed).',
    blocks: [
      ...totalsOf(totals, several),
      tableOf('fired', several ? 'Rules by part, most alerts first' : 'Rules, most alerts first', rows, [
        ...(several ? [col('part', 'Part', textCell, (row: FiredRow) => row.part)] : []),
        ...firedColumns,
        ...countColumns,
        ...timeColumns,
      ]),
    ],
  };
}

const LABELS: Readonly<Record<Group, string>> = {
  protocol: 'Protocol',
  source: 'Source IP',
  port: 'Port',
  action: 'Action',
  class: 'Class',
  hour: 'Hour (UTC)',
};

/** Makes the document that counts alerts by a property. Shares are of the alerts of the same part and arm that match the question. */
export function alertsByDocument(
  {name, parts}: TrialIdentity,
  by: Group,
  rows: readonly GroupRow[],
  totals: AlertTotals,
): Document {
  const several = parts.length > 1;
  const sum = new Map(totals.matching.map(({part, arm, alerts}) => [`${part} ${arm}`, alerts]));
  return {
    title: `Alerts by ${by} in ${name}`,
    subtitle: '',
    blocks: [
      ...totalsOf(totals, several),
      tableOf('alerts-by', by === 'hour' ? 'Alerts by hour' : 'Most alerts first', rows, [
        ...(several ? [col('part', 'Part', textCell, (row: GroupRow) => row.part)] : []),
        col('arm', 'Arm', textCell, row => row.arm),
        col(by, LABELS[by], textCell, row => row.value || undefined),
        col('alerts', 'Alerts', count, row => row.alerts),
        col('share', 'Share', share, row => row.alerts / (sum.get(`${row.part} ${row.arm}`) ?? row.alerts)),
        col('rules', 'Rules fired', count, row => row.rules),
        ...(by === 'source'
          ? []
          : [col('source_addresses', 'Source IPs', count, (row: GroupRow) => row.sourceAddresses)]),
        col('first_at', 'First', at, row => row.firstAt),
        col('last_at', 'Last', at, row => row.lastAt),
      ]),
    ],
  };
}

/** Makes the table of how many alerts match, unless the question does not restrict them. */
function totalsOf({matching, all}: AlertTotals, several: boolean): Block[] {
  const rows = all.map(row => {
    const found = matching.find(({part, arm}) => part === row.part && arm === row.arm);
    return {...row, matching: found?.alerts ?? 0};
  });
  if (rows.every(row => row.matching === row.alerts)) return [];
  return [
    tableOf('totals', 'Alerts that match', rows, [
      ...(several ? [col('part', 'Part', textCell, (row: AlertTotal) => row.part)] : []),
      col('arm', 'Arm', textCell, row => row.arm),
      col('matching', 'Matching', count, row => row.matching),
      col('alerts', 'Of', count, row => row.alerts),
      col('share', 'Share', share, row => row.matching / row.alerts),
    ]),
  ];
}

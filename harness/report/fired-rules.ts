import {at, count, table, textCell} from '../document/cells.ts';
import type {Column, Document} from '../document/document.ts';

/** Which rules are asked for; what is left out does not narrow. */
export interface RulesQuestion {
  readonly arm?: string | undefined;
  readonly gid?: number | undefined;
  readonly sid?: number | undefined;
  readonly classtype?: string | undefined;
  /** Part of the message, whatever its case. */
  readonly text?: string | undefined;
}

export interface FiredRow {
  readonly arm: string;
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly msg: string;
  readonly classtype: string;
  readonly priority: number;
  readonly alerts: number;
  readonly captures: number;
  readonly sources: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

const COLUMNS: readonly Column[] = [
  {key: 'arm', label: 'Arm', type: 'text'},
  {key: 'rule', label: 'Rule', type: 'text'},
  {key: 'msg', label: 'Message', type: 'text'},
  {key: 'classtype', label: 'Classtype', type: 'text'},
  {key: 'priority', label: 'Priority', type: 'count'},
  {key: 'alerts', label: 'Alerts', type: 'count'},
  {key: 'captures', label: 'Captures', type: 'count'},
  {key: 'source_addresses', label: 'Sources', type: 'count'},
  {key: 'first_at', label: 'First', type: 'at'},
  {key: 'last_at', label: 'Last', type: 'at'},
];

/** The rules that fired in a trial, as a document of one table. */
export function tellRules(trial: string, rows: readonly FiredRow[]): Document {
  return {
    title: `Rules that fired in ${trial}`,
    subtitle: `${rows.length} ${rows.length === 1 ? 'line' : 'lines'}: one for each arm and revision of a rule`,
    blocks: [
      table({
        name: 'rules',
        caption: 'Rules, the most alerts first',
        columns: COLUMNS,
        rows: rows.map(row => [
          textCell(row.arm),
          textCell(`${row.gid}:${row.sid}:${row.rev}`),
          textCell(row.msg),
          textCell(row.classtype),
          count(row.priority),
          count(row.alerts),
          count(row.captures),
          count(row.sources),
          at(row.firstAt ?? undefined),
          at(row.lastAt ?? undefined),
        ]),
      }),
    ],
  };
}

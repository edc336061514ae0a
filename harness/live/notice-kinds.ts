import type {Micros} from '../domain/time.ts';

/** All kinds of notices: what is stored for the report and the webhook. */
export const NOTICE_KINDS = [
  'slot-missed',
  'slot-abandoned',
  'arm-unavailable',
  'snapshot-refused',
  'rules-refused',
  'fell-back',
  'engine-failed',
  'engine-keeps-failing',
  'arm-left-out',
  'outage',
  'disk-low',
  'disk-recovered',
  'recording-failed',
  'recording-deleted',
  'replay-failed',
  'report-failed',
  'trial-stopped',
  'trial-sealed',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** A notice as it is stored. */
export interface StoredNotice {
  readonly at: Micros;
  readonly kind: NoticeKind;
  readonly slot?: number;
  readonly arm?: string;
  readonly text: string;
}

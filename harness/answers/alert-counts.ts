import type {PartName} from './parts.ts';

/** What alerts can be counted by, besides rules. `hour` is an hour in UTC. */
export const GROUPS = ['protocol', 'source', 'port', 'action', 'class', 'hour'] as const;
export type Group = (typeof GROUPS)[number];

/** The number of alerts of one arm in one part. */
export interface AlertTotal {
  readonly part: PartName;
  readonly arm: string;
  readonly alerts: number;
}

/** The alerts of one arm and part that have one value in common, such as a source address. */
export interface GroupRow extends AlertTotal {
  /** The value; '' if the alerts have none. */
  readonly value: string;
  /** Number of rules that fired, by `gid:sid` over all revisions. */
  readonly rules: number;
  /** Number of distinct source addresses. */
  readonly sourceAddresses: number;
  /** Epoch microseconds; undefined if no alert has a time. */
  readonly firstAt?: number;
  readonly lastAt?: number;
}

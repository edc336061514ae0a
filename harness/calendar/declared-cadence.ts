import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import type {Micros} from '../domain/time.ts';
import {boundaryFrom, type Cadence} from './cadence.ts';

type Beginnings = Pick<LiveDeclaration, 'every' | 'start' | 'cron' | 'zone'>;

/**
 * Returns when the slots of a trial begin that is requested at `requestedAt` and created at `createdAt`, after its snapshots
 * are taken. If the declared start has passed, the first slot is the next one counted from it, even if it began while
 * snapshots were taken; it is then joined late. Without a declared start, slots are counted from `createdAt`.
 */
export function declaredCadence(
  {every = 1, start, cron, zone}: Beginnings,
  requestedAt: Micros,
  createdAt: Micros = requestedAt,
): Cadence {
  if (cron !== undefined) return {kind: 'cron', pattern: cron, zone, startAt: requestedAt};
  const from = (startAt: Micros): Cadence => ({kind: 'every', everyMs: every, startAt});
  if (start === undefined) return from(createdAt);
  const first = boundaryFrom(from(Date.parse(start) * 1000), requestedAt);
  return from(first ?? requestedAt);
}

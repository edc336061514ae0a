import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import type {Micros} from '../domain/time.ts';
import {boundaryFrom, type Cadence} from './cadence.ts';

/**
 * When the slots of a trial made at `now` begin. A start that has passed stays what they are counted from, and the next
 * of them is the first; without a start they are counted from `now`.
 */
export function declaredCadence({every = 1, start, cron, zone}: LiveDeclaration, now: Micros): Cadence {
  if (cron !== undefined) return {kind: 'cron', pattern: cron, zone, startAt: now};
  const from = (startAt: Micros): Cadence => ({kind: 'every', everyMs: every, startAt});
  if (start === undefined) return from(now);
  const first = boundaryFrom(from(Date.parse(start) * 1000), now);
  return from(first ?? now);
}

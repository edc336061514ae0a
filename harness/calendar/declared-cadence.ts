import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import type {Micros} from '../domain/time.ts';
import {boundaryFrom, type Cadence} from './cadence.ts';

type Beginnings = Pick<LiveDeclaration, 'every' | 'start' | 'cron' | 'zone'>;

/**
 * When the slots of a trial begin that is asked for at `asked` and made at `made`, once its rules are taken. A start
 * that had passed stays what they are counted from, and the next of them is the first, though its time came while the
 * rules were taken: it is joined late. Without a start they are counted from `made`.
 */
export function declaredCadence(
  {every = 1, start, cron, zone}: Beginnings,
  asked: Micros,
  made: Micros = asked,
): Cadence {
  if (cron !== undefined) return {kind: 'cron', pattern: cron, zone, startAt: asked};
  const from = (startAt: Micros): Cadence => ({kind: 'every', everyMs: every, startAt});
  if (start === undefined) return from(made);
  const first = boundaryFrom(from(Date.parse(start) * 1000), asked);
  return from(first ?? asked);
}

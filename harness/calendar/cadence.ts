import {Cron} from 'croner';
import type {Micros} from '../domain/time.ts';

const MICROS_PER_MS = 1000;

/**
 * When slots begin: at a fixed interval from a start, or by a cron pattern (five fields) in a time zone. An interval always
 * has the same length; a pattern follows daylight saving changes.
 */
export type Cadence =
  | {readonly kind: 'every'; readonly everyMs: number; readonly startAt: Micros}
  | {readonly kind: 'cron'; readonly pattern: string; readonly zone: string; readonly startAt: Micros};

/** Returns when the first slot begins at or after `from` and the start; undefined if there are no more. */
export function boundaryFrom(cadence: Cadence, from: Micros): Micros | undefined {
  const earliest = Math.max(from, cadence.startAt);
  if (cadence.kind === 'every') {
    const span = cadence.everyMs * MICROS_PER_MS;
    return cadence.startAt + Math.ceil((earliest - cadence.startAt) / span) * span;
  }
  return cronFrom(cadence, earliest);
}

/** Asks croner for the next run. It searches after a time, so one millisecond is subtracted to include the time itself. */
function cronFrom({pattern, zone}: Extract<Cadence, {kind: 'cron'}>, from: Micros): Micros | undefined {
  const before = new Date(Math.ceil(from / MICROS_PER_MS) - 1);
  const next = new Cron(pattern, {timezone: zone, mode: '5-part'}).nextRun(before);
  return next ? next.getTime() * MICROS_PER_MS : undefined;
}

/** Returns when the next `count` slots begin from `from` on; fewer if the pattern has no more. */
export function boundariesFrom(cadence: Cadence, from: Micros, count: number): readonly Micros[] {
  const found: Micros[] = [];
  let at = boundaryFrom(cadence, from);
  while (at !== undefined && found.length < count) {
    found.push(at);
    at = boundaryFrom(cadence, at + MICROS_PER_MS);
  }
  return found;
}

/** Epoch microseconds, UTC: the unit of every stored time (names end in `At`). */
export type Micros = number;

export const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MS = 1_000;

const TOMORROW = 86_400 * MICROS_PER_SECOND;

/** Returns a time that a file or provider claims if it is plausible, between 1970 and tomorrow; otherwise 0 for unknown. */
export const claimedTime = (at: number, now: Micros): Micros =>
  at > 0 && at <= now + TOMORROW ? Math.round(at) : 0;

/** The only source of time in rooms; tests pass their own. */
export interface Clock {
  now(): Micros;
}

/** Writes a time in ISO 8601 UTC to the second, such as `2026-06-01T00:00:00Z`. */
export function isoSeconds(at: Micros): string {
  return `${new Date(Math.floor(at / MICROS_PER_MS)).toISOString().slice(0, 19)}Z`;
}

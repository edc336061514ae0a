import type {Micros} from '../../domain/time.ts';

/** A provider that names a later time is asked again after this long. */
const LONGEST_SECONDS = 30 * 86_400;

/** Seconds from now on, of a Retry-After in seconds or as a date (RFC 9110, 10.2.3); undefined where it says neither. */
export function retryAfter(value: string | undefined, now: Micros): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Math.min(Number(value), LONGEST_SECONDS);
  const at = Date.parse(value);
  return Number.isNaN(at)
    ? undefined
    : Math.min(Math.max(0, Math.ceil((at * 1000 - now) / 1_000_000)), LONGEST_SECONDS);
}

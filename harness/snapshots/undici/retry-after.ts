import type {Micros} from '../../domain/time.ts';

/** The longest pause that is accepted from a provider. */
const LONGEST_SECONDS = 30 * 86_400;

/** Reads Retry-After, which is in seconds or a date (RFC 9110, 10.2.3), as seconds from now; undefined if it is neither. */
export function retryAfter(value: string | undefined, now: Micros): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Math.min(Number(value), LONGEST_SECONDS);
  const at = Date.parse(value);
  return Number.isNaN(at)
    ? undefined
    : Math.min(Math.max(0, Math.ceil((at * 1000 - now) / 1_000_000)), LONGEST_SECONDS);
}

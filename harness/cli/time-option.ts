import type {Micros} from '../domain/time.ts';
import {offsetOfZone, zoneOffsets} from '../domain/zone.ts';

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads a time that a user typed: ISO 8601, a date or a date with a time, such as `2026-06-01T05:00Z`. Without an offset it
 * is in `zone`, an IANA name or an offset. Returns undefined if it is no such time.
 */
export function readTime(typed: string, zone: string): Micros | undefined {
  const found = TIME.exec(typed);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(digits => Number(digits ?? 0));
  const local = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  // Date.UTC turns an invalid day or hour into another valid time
  const written = typed.slice(0, 10) + (found[4] === undefined ? 'T00:00' : `T${found[4]}:${found[5]}`);
  if (!new Date(local).toISOString().startsWith(written)) return undefined;
  const offset =
    found[8] === undefined ? zoneOffsets(zone)(local) : found[8] === 'Z' ? 0 : offsetOfZone(found[8]);
  if (offset === undefined) return undefined;
  return (local - offset) * 1000 + Number((found[7] ?? '').padEnd(6, '0'));
}

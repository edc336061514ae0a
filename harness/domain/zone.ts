const DAY_MS = 86_400_000;
const OFFSET = /^([+-])(\d\d):?([0-5]\d)$/;
const MAX_OFFSET_HOURS = 14;

/** Returns the offset from UTC in ms of a zone such as `+01:00`; undefined for any other text. */
export function offsetOfZone(timeZone: string): number | undefined {
  const [, sign, hours, minutes] = OFFSET.exec(timeZone) ?? [];
  if (hours === undefined || Number(hours) > MAX_OFFSET_HOURS) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60 * 1000;
}

/** Returns whether a zone is known: an IANA name or an offset such as `+01:00`. */
export const isZoneOrOffset = (timeZone: string): boolean =>
  offsetOfZone(timeZone) !== undefined || isZone(timeZone);

/** Returns whether this Node.js knows a time zone. */
export function isZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', {timeZone}));
  } catch {
    return false;
  }
}

/** Returns a function for the offset of a zone from UTC, in ms, at a local time; in a repeated hour, the first of both. */
export function zoneOffsets(timeZone: string): (local: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const fixed = offsetOfZone(timeZone);
  if (fixed !== undefined) return () => fixed;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsetOf = (utc: number): number => {
    const part = Object.fromEntries(format.formatToParts(utc).map(({type, value}) => [type, Number(value)]));
    const shown = Date.UTC(
      part.year ?? 0,
      (part.month ?? 1) - 1,
      part.day,
      part.hour,
      part.minute,
      part.second,
    );
    return shown - Math.floor(utc / 1000) * 1000;
  };
  const offsetOfLocal = (local: number): number => {
    const before = offsetOf(local - DAY_MS);
    const around = [before, offsetOf(local + DAY_MS)].sort((a, b) => b - a);
    // the greater offset is the earlier instant; a time that a clock change skipped uses the offset before it
    return around.find(offset => offsetOf(local - offset) === offset) ?? before;
  };
  let hour = Number.NaN;
  let known = 0;
  return local => {
    const quarter = Math.floor(local / 900_000);
    if (quarter !== hour) {
      hour = quarter;
      known = offsetOfLocal(local);
    }
    return known;
  };
}

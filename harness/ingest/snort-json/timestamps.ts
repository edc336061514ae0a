import {MICROS_PER_SECOND, type Micros} from '../../domain/time.ts';
import {zoneOffsets} from '../../domain/zone.ts';

/** What is known about a log whose records have no `seconds`. */
export interface TimestampHints {
  /** Year of timestamps without one; if undefined, the latest year that is not after `changedAt`. */
  readonly year: number | undefined;
  /** When the file was last changed. */
  readonly changedAt: Micros;
  /** The zone of Snort's local time, as an IANA name or an offset such as `+01:00`; UTC for `snort -U`. */
  readonly timeZone: string;
}

// MM/DD-HH:MM:SS.ffffff, with -y YY/MM/DD-... (Snort 3 utils/util.cc ts_print)
const TIMESTAMP = /^(?:(\d\d)\/)?(\d\d)\/(\d\d)-(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\s*$/;
const CLOCK = '00/00-00:00:00';
const YEAR_CLOCK = `00/${CLOCK}`;
const DAY = 86_400 * MICROS_PER_SECOND;

/** Reads a timestamp; `guessedYear` is the assumed year if the timestamp has none. */
export type ReadTimestamp = (
  text: string,
) => {readonly at: Micros; readonly guessedYear?: number} | undefined;

/** Returns whether a text has the form of Snort's timestamps. */
export const isTimestamp = (text: string): boolean => TIMESTAMP.test(text);

/** Returns the microseconds within the second, 0..999999; undefined if the text is not a timestamp of Snort. */
export function fractionOf(stamp: string): number | undefined {
  const timestamp = stamp.trimEnd();
  const point = timestamp.lastIndexOf('.');
  if (!isClock(timestamp, point)) return undefined;
  let micros = 0;
  let digits = 0;
  for (let at = point + 1; at < timestamp.length; at += 1) {
    const digit = timestamp.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    micros = micros * 10 + digit;
    digits += 1;
  }
  return digits >= 1 && digits <= 6 ? micros * 10 ** (6 - digits) : undefined;
}

/** Returns whether a timestamp without fraction ends at `end`; a loop for speed, since this runs for every line. */
function isClock(text: string, end: number): boolean {
  const form = end === CLOCK.length ? CLOCK : YEAR_CLOCK;
  if (end !== form.length) return false;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (form[at] === '0' ? code < 48 || code > 57 : text[at] !== form[at]) return false;
  }
  return true;
}

/** Creates a reader for the timestamps of a log; it caches the zone's latest offset, since Intl is slow. */
export function timestampReader(hints: TimestampHints): ReadTimestamp {
  const offsetAt = zoneOffsets(hints.timeZone);
  return text => {
    const found = TIMESTAMP.exec(text);
    if (!found) return undefined;
    const [month, day, hour, minute, second] = [2, 3, 4, 5, 6].map(index => Number(found[index]));
    const fraction = Number((found[7] ?? '').padEnd(6, '0'));
    const inYear = (year: number): Micros | undefined => {
      const local = Date.UTC(year, Number(month) - 1, day, hour, minute, second);
      const date = new Date(local);
      // Date.UTC turns an invalid day, minute or second into another valid time
      if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return undefined;
      if (date.getUTCMinutes() !== minute || date.getUTCSeconds() !== second) return undefined;
      return (local - offsetAt(local)) * 1000 + fraction;
    };
    const given = found[1] === undefined ? hints.year : wholeYear(Number(found[1]));
    if (given !== undefined) {
      const at = inYear(given);
      return at === undefined ? undefined : {at};
    }
    const latest = new Date(hints.changedAt / 1000).getUTCFullYear() + 1;
    for (const year of [latest, latest - 1, latest - 2, latest - 3, latest - 4]) {
      const at = inYear(year);
      if (at !== undefined && at <= hints.changedAt + DAY) return {at, guessedYear: year};
    }
    return undefined;
  };
}

/** Completes a year of two digits; no packet is older than 1970. */
const wholeYear = (year: number): number => (year >= 70 ? 1900 : 2000) + year;

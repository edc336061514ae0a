import type {LogSource} from './ports.ts';

/**
 * Groups logs by writer, each group oldest first. Snort renames `alert_json.txt` to `alert_json.txt.<epoch seconds>`
 * (Snort 3 log/text_log.cc). logrotate appends `.1`, `.2`, where the highest is the oldest, or a date, which may be before
 * the extension: `-20260101`, `-2026-01-01`, `-2026010112`.
 */
export function orderLogs(logs: readonly LogSource[]): readonly (readonly LogSource[])[] {
  const groups = new Map<string, {log: LogSource; age: number}[]>();
  for (const log of logs) {
    const {base, age} = writerOf(log.path);
    groups.set(base, [...(groups.get(base) ?? []), {log, age}]);
  }
  return [...groups.values()].map(group => group.sort((a, b) => a.age - b.age).map(({log}) => log));
}

const DATED = /^(.*)[.-](\d{4})-?(\d\d)-?(\d\d)(?:[-_T]?(\d\d):?(\d\d)?:?(\d\d)?)?(\.[a-z]+)?$/;
const COUNTED = /^(.*)[.-](\d+)$/;

/** Returns the name of the current log, and the order in which the files were written, as `age`. */
function writerOf(path: string): {base: string; age: number} {
  const plain = path.replace(/\.gz$/, '');
  return dated(plain) ?? counted(plain) ?? {base: plain, age: Number.MAX_SAFE_INTEGER};
}

/** Reads a date in a name; the age is in epoch seconds, as in the names that Snort writes. */
function dated(path: string): {base: string; age: number} | undefined {
  const [, base, year, month, day, hour = 0, minute = 0, second = 0, extension = ''] = DATED.exec(path) ?? [];
  if (base === undefined) return undefined;
  const isDate =
    within(year, 1990, 2099) &&
    within(month, 1, 12) &&
    within(day, 1, 31) &&
    within(hour, 0, 23) &&
    within(minute, 0, 59);
  if (!isDate) return undefined;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return {base: base + extension, age: at / 1000};
}

const within = (value: unknown, low: number, high: number): boolean =>
  Number(value) >= low && Number(value) <= high;

function counted(path: string): {base: string; age: number} | undefined {
  const [, base, digits] = COUNTED.exec(path) ?? [];
  if (base === undefined || digits === undefined) return undefined;
  const isEpoch = digits.length >= 9;
  if (!isEpoch && path[base.length] === '-') return undefined;
  return {base, age: isEpoch ? Number(digits) : -Number(digits)};
}

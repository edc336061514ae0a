import {Cron} from 'croner';

/** Five fields of digits, names, `*`, lists, ranges, steps, `L` and `#`; croner's `?` would mean the present moment. */
const FIELDS = /^(?:[0-9A-Za-z*,/#-]+ +){4}[0-9A-Za-z*,/#-]+$/;

/** Any moment will do: whether a pattern has a next time does not depend on it. */
const SOME_DAY = new Date(Date.UTC(2024, 0, 1));

/** What was expected of an invalid cron pattern; undefined if it is valid. */
export function cronComplaint(pattern: string): string | undefined {
  const five = 'five fields (minute, hour, day of month, month, weekday) such as 5 3 * * *';
  if (!FIELDS.test(pattern)) return five;
  try {
    const next = new Cron(pattern, {mode: '5-part', timezone: 'UTC'}).nextRun(SOME_DAY);
    return next ? undefined : 'a pattern that matches some day';
  } catch {
    return five;
  }
}

/** How many starts are compared: a pattern repeats itself long before. */
const LOOKED_AT = 60;

/** The shortest time between two starts of a pattern, in ms; undefined if it has only one, or is invalid. */
export function shortestGapMs(pattern: string): number | undefined {
  if (cronComplaint(pattern) !== undefined) return undefined;
  const runs = new Cron(pattern, {mode: '5-part', timezone: 'UTC'}).nextRuns(LOOKED_AT, SOME_DAY);
  const times = runs.map(at => at.getTime());
  const gaps = times.slice(1).map((at, place) => at - (times[place] ?? at));
  return gaps.length > 0 ? Math.min(...gaps) : undefined;
}

import {cronComplaint} from '../declarations/cron-pattern.ts';
import {isZone} from '../domain/zone.ts';

/** A nightly reboot: a cron pattern of five fields, and the zone in which cron reads it. */
export interface NightlyReboot {
  readonly pattern: string;
  readonly zone: string;
}

/** How many characters of a crontab are read; real ones are small. */
const MAX_TEXT = 262_144;
const MAX_LINE = 2000;

/** Matches a reboot command where a command may begin: at the start, after `;` `&&` `|` `(`, in `sh -c '...'`, after sudo. */
const BEGINS = String.raw`(?:^|[;&|(]\s*|\s-c\s+["']\s*|\b(?:sudo|nohup|exec)\s+)`;
const REBOOTS = String.raw`(?:/[\w./-]*/)?(?:reboot|systemctl\s+(?:-\S+\s+)*reboot|(?:tel)?init\s+6|shutdown\s+(?:-\S+\s+)*-\w*r\w*)`;
const COMMAND = new RegExp(`${BEGINS}${REBOOTS}(?=$|[\\s;&|)"'])`);

const NICKNAMES: Readonly<Record<string, string>> = {
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

/**
 * Finds the pattern of the first line in a crontab that reboots the machine, such as T-Pot's line for root: `42 2 *
 * * * bash -c 'systemctl stop tpot.service && ...; /usr/sbin/shutdown -r +1 "T-Pot Daily Reboot"'`. `user` means that
 * the field before the command names a user, as in /etc/crontab. All other lines are ignored.
 */
export function rebootLine(crontab: string, user = false): string | undefined {
  return rebootIn(crontab, {user, zone: 'UTC'})?.pattern;
}

/** Finds the reboot in a crontab with its zone: cron's own, unless a line `CRON_TZ=` above sets another one. */
export function rebootIn(crontab: string, cron: {user: boolean; zone: string}): NightlyReboot | undefined {
  let {zone} = cron;
  for (const raw of crontab.slice(0, MAX_TEXT).split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.length > MAX_LINE) continue;
    const named = /^CRON_TZ\s*=\s*["']?([\w/+-]+)["']?$/.exec(line)?.[1];
    if (named !== undefined && isZone(named)) zone = named;
    const [pattern, rest] = patternOf(line);
    if (pattern === undefined) continue;
    const command = cron.user ? rest.replace(/^\S+\s+/, '') : rest;
    if (COMMAND.test(command)) return {pattern, zone};
  }
  return undefined;
}

/** Splits a line into its pattern and command; a line that sets a variable has no pattern. */
function patternOf(line: string): readonly [pattern: string | undefined, rest: string] {
  const [, nickname = '', after = ''] = /^(@\w+)\s+(.*)$/.exec(line) ?? [];
  if (nickname !== '') return [NICKNAMES[nickname], after];
  const [, fields, rest = ''] = /^((?:\S+\s+){4}\S+)\s+(.*)$/.exec(line) ?? [];
  const pattern = fields?.replace(/\s+/g, ' ');
  return [pattern !== undefined && cronComplaint(pattern) === undefined ? pattern : undefined, rest];
}

const HOUR = 60;
const DAY = 24 * HOUR;

function minuteOfDay(pattern: string): number | undefined {
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(pattern) ?? [];
  return minute === undefined || hour === undefined ? undefined : Number(hour) * HOUR + Number(minute);
}

/** Shifts a daily pattern by some minutes; undefined if the pattern is not a single minute every day. */
export function minutesAfter(pattern: string, minutes: number): string | undefined {
  const from = minuteOfDay(pattern);
  if (from === undefined) return undefined;
  const at = (from + minutes) % DAY;
  return `${at % HOUR} ${Math.floor(at / HOUR)} * * *`;
}

/** Returns the minutes from a daily reboot to a daily pattern after it, 0..1439; undefined if one is not a single minute every day. */
export function minutesBetween(reboot: string, pattern: string): number | undefined {
  const [from, to] = [reboot, pattern].map(minuteOfDay);
  return from === undefined || to === undefined ? undefined : (to - from + DAY) % DAY;
}

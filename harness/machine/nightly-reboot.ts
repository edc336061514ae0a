import {cronComplaint, isZone} from '../declarations/cron-pattern.ts';

/** A nightly reboot: a cron pattern of five fields, and the zone in which cron reads it. */
export interface NightlyReboot {
  readonly pattern: string;
  readonly zone: string;
}

/** Crontabs are small; what is longer is not looked at to its end. */
const MAX_TEXT = 262_144;
const MAX_LINE = 2000;

/** A command that reboots, where a command may begin: at first, after `;` `&&` `|` `(`, in `sh -c '...'`, after sudo. */
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
 * The pattern of the first line of a crontab that reboots the machine, as T-Pot's installer writes one for root: `42 2 *
 * * * bash -c 'systemctl stop tpot.service && ...; /usr/sbin/shutdown -r +1 "T-Pot Daily Reboot"'`. `user`: the field
 * before the command names a user, as in /etc/crontab. What is no such line is passed over, whatever it holds.
 */
export function rebootLine(crontab: string, user = false): string | undefined {
  return rebootIn(crontab, {user, zone: 'UTC'})?.pattern;
}

/** The same with its zone: cron's own unless a line `CRON_TZ=` above names another one. */
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

/** When a line fires, and what it does then; a line that sets a variable has no pattern. */
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

/** A daily pattern, moved on by some minutes; undefined for one that is no single minute of every day. */
export function minutesAfter(pattern: string, minutes: number): string | undefined {
  const from = minuteOfDay(pattern);
  if (from === undefined) return undefined;
  const at = (from + minutes) % DAY;
  return `${at % HOUR} ${Math.floor(at / HOUR)} * * *`;
}

/** Minutes from a daily reboot to a daily pattern after it, 0..1439; undefined where one of them is no minute of every day. */
export function minutesBetween(reboot: string, pattern: string): number | undefined {
  const [from, to] = [reboot, pattern].map(minuteOfDay);
  return from === undefined || to === undefined ? undefined : (to - from + DAY) % DAY;
}

import {readdir, readFile, readlink} from 'node:fs/promises';
import {isZone} from '../../declarations/cron-pattern.ts';
import {type NightlyReboot, rebootIn} from '../nightly-reboot.ts';
import type {MachineFacts} from '../ports.ts';

/** Root's own jobs: of Debian, of Red Hat, of SUSE; then the system's, each line of which names a user. */
const OWN = ['/var/spool/cron/crontabs/root', '/var/spool/cron/root', '/var/spool/cron/tabs/root'];
const OF_SYSTEM = '/etc/crontab';
const FOLDER = '/etc/cron.d';
const MAX_FILES = 200;

/** When cron reboots this machine; undefined where no crontab that this user may read says so. */
export const nightlyReboot = async (): Promise<NightlyReboot | undefined> => (await searchReboot()).found;

export async function searchReboot(): Promise<MachineFacts['reboot']> {
  const unreadable: string[] = [];
  const zone = await zoneOfSystem();
  for (const {path, user} of await crontabs()) {
    const text = await readFile(path, 'utf8').catch((thrown: {code?: string}) => {
      if (thrown.code === 'EACCES' || thrown.code === 'EPERM') unreadable.push(path);
      return '';
    });
    const found = rebootIn(text, {user, zone});
    if (found) return {found, unreadable};
  }
  return {found: undefined, unreadable};
}

async function crontabs(): Promise<{path: string; user: boolean}[]> {
  const names = (await readdir(FOLDER).catch(() => [])).sort().slice(0, MAX_FILES);
  return [
    ...OWN.map(path => ({path, user: false})),
    ...[OF_SYSTEM, ...names.map(name => `${FOLDER}/${name}`)].map(path => ({path, user: true})),
  ];
}

/** The zone of the machine, as cron has it: /etc/localtime is a link into the zone data. This process may have another TZ. */
async function zoneOfSystem(): Promise<string> {
  const link = await readlink('/etc/localtime').catch(() => '');
  const named = /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(link)?.[1];
  const zone = named ?? (await readFile('/etc/timezone', 'utf8').catch(() => '')).trim();
  // some names of the zone data (posixrules, Factory) are no zone to Node.js
  return isZone(zone) ? zone : 'UTC';
}

import {readdir, readFile, readlink} from 'node:fs/promises';
import {isZone} from '../../domain/zone.ts';
import {type NightlyReboot, rebootIn} from '../nightly-reboot.ts';
import type {MachineFacts} from '../ports.ts';

/** Crontabs of root on Debian, Red Hat and SUSE. */
const ROOT_CRONTABS = ['/var/spool/cron/crontabs/root', '/var/spool/cron/root', '/var/spool/cron/tabs/root'];
/** Crontabs of the system, in which each line names a user. */
const SYSTEM_CRONTAB = '/etc/crontab';
const FOLDER = '/etc/cron.d';
const MAX_FILES = 200;

/** Returns when cron reboots this machine; undefined if no crontab that this user can read does so. */
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
    ...ROOT_CRONTABS.map(path => ({path, user: false})),
    ...[SYSTEM_CRONTAB, ...names.map(name => `${FOLDER}/${name}`)].map(path => ({path, user: true})),
  ];
}

/** Returns the time zone that cron uses, from the link /etc/localtime; this process may have another TZ. */
async function zoneOfSystem(): Promise<string> {
  const link = await readlink('/etc/localtime').catch(() => '');
  const named = /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(link)?.[1];
  const zone = named ?? (await readFile('/etc/timezone', 'utf8').catch(() => '')).trim();
  // Node.js does not know some names of the zone data (posixrules, Factory)
  return isZone(zone) ? zone : 'UTC';
}

import {readdir, readFile, readlink, statfs} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import type {Listener, TPotFacts} from '../ports.ts';

/** Folders that may hold the checkout of T-Pot: its installer puts it into the home of the user who ran it. */
async function candidates(root: string): Promise<readonly string[]> {
  const homes = await readdir(join(root, 'home')).catch(() => []);
  return [...homes.map(name => join('home', name)), 'root', 'opt'].map(folder =>
    join(root, folder, 'tpotce'),
  );
}

/** Finds T-Pot on this machine and reads what doctor checks; undefined if it is not installed. `root` is `/`. */
export async function readTPot(root = '/'): Promise<TPotFacts | undefined> {
  for (const folder of await candidates(root)) {
    const envFile = join(folder, '.env');
    const text = await readFile(envFile, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const dataFolder = resolve(folder, envValue(text, 'TPOT_DATA_PATH') || 'data');
    const disk = await statfs(dataFolder).catch(() => undefined);
    return {
      envFile,
      dataFolder,
      freeBytes: disk && disk.bavail * disk.bsize,
      type: envValue(text, 'TPOT_TYPE') || 'HIVE',
      webUser: envValue(text, 'WEB_USER'),
      listeners: await readListeners(join(root, 'proc')),
    };
  }
  return undefined;
}

/** Returns the value of a variable in a .env file, without quotes and comments; '' if it is not set. */
function envValue(text: string, name: string): string {
  const value = new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  return /^\s*(?:"([^"]*)"|'([^']*)'|([^#]*))/.exec(value)?.slice(1).find(Boolean)?.trim() ?? '';
}

/** States of sockets that wait for clients, in /proc/net (proc_pid_net(5)): TCP LISTEN, and UDP, which has no connections. */
const WAITING = {tcp: '0A', udp: '07'} as const;

async function readListeners(proc: string): Promise<readonly Listener[]> {
  const programs = await programsBySocket(proc);
  const found = new Map<string, Listener>();
  for (const protocol of ['tcp', 'udp'] as const)
    for (const file of [protocol, `${protocol}6`]) {
      const text = await readFile(join(proc, 'net', file), 'utf8').catch(() => '');
      for (const {port, inode} of waitingSockets(text, WAITING[protocol])) {
        const program = programs.get(inode);
        const key = `${port}/${protocol} ${program ?? ''}`;
        found.set(key, {protocol, port, program});
      }
    }
  return [...found.values()].sort((a, b) => a.port - b.port);
}

/** Reads the ports and inodes of sockets in one state from a table in /proc/net. */
function waitingSockets(table: string, state: string): {port: number; inode: string}[] {
  return table.split('\n').flatMap(line => {
    const [, local = '', , found, , , , , , inode = ''] = line.trim().split(/\s+/);
    const port = Number.parseInt(local.split(':')[1] ?? '', 16);
    return found === state && Number.isInteger(port) ? [{port, inode}] : [];
  });
}

/** Maps the inodes of sockets to the names of their programs; those of other users are seen only by root. */
async function programsBySocket(proc: string): Promise<ReadonlyMap<string, string>> {
  const programs = new Map<string, string>();
  for (const pid of (await readdir(proc).catch(() => [])).filter(name => /^\d+$/.test(name))) {
    const descriptors = await readdir(join(proc, pid, 'fd')).catch(() => []);
    if (descriptors.length === 0) continue;
    const name = (await readFile(join(proc, pid, 'comm'), 'utf8').catch(() => '')).trim();
    for (const descriptor of descriptors) {
      const target = await readlink(join(proc, pid, 'fd', descriptor)).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && name !== '') programs.set(inode, name);
    }
  }
  return programs;
}

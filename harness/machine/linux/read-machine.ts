import {constants} from 'node:fs';
import {access, readFile, statfs} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {dirname, resolve} from 'node:path';
import {mayCapture} from '../capabilities.ts';
import type {MachineFacts} from '../ports.ts';
import {defaultRouteInterface} from './interfaces.ts';
import {kibLine} from './proc-text.ts';
import {readTPot} from './read-tpot.ts';
import {searchReboot} from './reboot.ts';

/** Reads facts about this machine and the disk of the state folder, or of the nearest existing folder above it. */
export async function readMachine(
  stateDir: string,
): Promise<Omit<MachineFacts, 'snort' | 'sqlite' | 'pulledpork' | 'tcpdump' | 'lostFiles'>> {
  const text = (path: string) => readFile(path, 'utf8').catch(() => '');
  const release = await text('/etc/os-release');
  const isRoot = process.geteuid?.() === 0;
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(release)?.[1] ?? '';
  const folder = await nearestFolder(resolve(stateDir));
  const disk = await statfs(folder).catch(() => undefined);
  return {
    node: process.versions.node,
    platform: process.platform,
    osId: field('ID'),
    osName: field('PRETTY_NAME'),
    stateDir,
    freeBytes: disk && disk.bavail * disk.bsize,
    stateWritable: await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    ),
    cores: availableParallelism(),
    memoryAvailableBytes: kibLine(await text('/proc/meminfo'), 'MemAvailable'),
    isRoot,
    mayCapture: mayCapture(await text('/proc/self/status'), isRoot),
    oinkcode: (process.env.OINKCODE ?? '') !== '',
    defaultInterface: await defaultRouteInterface(),
    reboot: await searchReboot(),
    tpot: await readTPot(),
  };
}

async function nearestFolder(path: string): Promise<string> {
  if (path === dirname(path)) return path;
  return (await access(path).then(
    () => true,
    () => false,
  ))
    ? path
    : nearestFolder(dirname(path));
}

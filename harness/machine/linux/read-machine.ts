import {constants} from 'node:fs';
import {access, readFile, statfs} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {dirname, resolve} from 'node:path';
import type {MachineFacts} from '../ports.ts';

/** Facts of this machine and of the disk of the state folder (or of the nearest folder above it that is there). */
export async function readMachine(
  stateDir: string,
): Promise<Omit<MachineFacts, 'snort' | 'sqlite' | 'pulledpork'>> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
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

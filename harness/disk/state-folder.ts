import {lstat, mkdir, readdir, rename, rm, statfs} from 'node:fs/promises';
import {join} from 'node:path';
import {parseTrialName} from '../domain/trial-name.ts';
import type {RunFolders} from '../trial/ports.ts';
import {alertLogsOf, bytesOfLogs, compressLogs, removeLogs, retireLog} from './alert-logs.ts';
import {isThere} from './whole-files.ts';

/** The folder with all state: `trials/NAME/trial.db`, `snapshots/DIGEST/`, `catalogue.db`, `lock.db`. */
export interface StateFolder {
  readonly path: string;
  readonly lock: string;
  readonly catalogue: string;
  /** Temporary files of the conductor, removed when it starts. */
  readonly scratch: string;
  trialFolder(trial: string): string;
  trialStore(trial: string): string;
  /** Returns the trials that have a store, sorted by schedule and number. */
  trials(): Promise<readonly string[]>;
  /** Returns the run folders of a trial; `paired` means those of a live trial's own replay. */
  runFolders(trial: string, paired?: 'paired'): RunFolders;
  /** Deletes a trial with everything in its folder; returns how many bytes its files had. */
  removeTrial(trial: string): Promise<number>;
  /** Creates the folder of a trial, or the state folder itself. */
  make(folder: string): Promise<void>;
}

export function stateFolder(path: string): StateFolder {
  const trialFolder = (trial: string) => join(path, 'trials', trial);
  const trialStore = (trial: string) => join(trialFolder(trial), 'trial.db');
  return {
    path,
    lock: join(path, 'lock.db'),
    catalogue: join(path, 'catalogue.db'),
    scratch: join(path, 'scratch'),
    trialFolder,
    trialStore,
    async trials() {
      const names = await readdir(join(path, 'trials')).catch(() => []);
      const found = [];
      for (const name of names) {
        if (parseTrialName(name) && (await isThere(trialStore(name)))) found.push(name);
      }
      return found.sort(byNumber);
    },
    runFolders: (trial, paired) => runFolders(trialFolder(trial), paired ?? 'runs'),
    async removeTrial(trial) {
      const trials = join(path, 'trials');
      const bytes = await bytesBelow(trialFolder(trial));
      // renamed first, so that a half-deleted trial is none; what a killed process left is deleted by the next removal
      await rename(trialFolder(trial), join(trials, `${REMOVING}${trial}`));
      for (const name of await readdir(trials))
        if (name.startsWith(REMOVING)) await rm(join(trials, name), {recursive: true, force: true});
      return bytes;
    },
    make: async folder => {
      await mkdir(folder, {recursive: true, mode: 0o750});
    },
  };
}

/** Prefix of trials that are being deleted. */
const REMOVING = '.removing-';

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const sizes = entries
    .filter(entry => entry.isFile())
    .map(async entry => (await lstat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function byNumber(a: string, b: string): number {
  const [left, right] = [parseTrialName(a), parseTrialName(b)];
  if (!left || !right || left.schedule !== right.schedule) return a < b ? -1 : 1;
  return left.number - right.number;
}

function runFolders(trial: string, below: 'runs' | 'paired'): RunFolders {
  const path = (arm: string, unit: number, attempt: number) =>
    unit < 0 ? join(trial, below, arm, 'check') : join(trial, below, arm, `${unit + 1}-${attempt}`);
  return {
    path,
    async fresh(arm, unit, attempt) {
      const folder = path(arm, unit, attempt);
      await rm(folder, {recursive: true, force: true});
      await mkdir(folder, {recursive: true, mode: 0o700});
      return folder;
    },
    remove: folder => rm(folder, {recursive: true, force: true}),
    logs: alertLogsOf,
    compressLogs,
    removeLogs,
    retireLog,
    logBytes: bytesOfLogs,
    async freeBytes() {
      const facts = await statfs(trial);
      return facts.bavail * facts.bsize;
    },
  };
}

import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {costOfTime} from '../../domain/run.ts';
import type {Micros} from '../../domain/time.ts';
import type {ListenSpec, RecoveredListening} from '../ports.ts';
import type {ChildProcesses, EngineFiles, GuardedEnd} from '../system-ports.ts';
import {READY_FILE} from './listen.ts';
import {readListenEnd} from './read-end.ts';
import {isReady} from './read-output.ts';

const LOOK_MS = 100;
/** Longer than the grace time of a guard after ruletrial was killed. */
const WAIT_MS = 15_000;
/** How long the guard may take to write its account after the program's end. */
const ACCOUNT_MS = 1000;
const START_BYTES = 16 * 1024 * 1024;

interface RecoverDeps {
  readonly processes: ChildProcesses;
  readonly files: EngineFiles;
}

/** Recovers a live run from its folder after ruletrial was killed; waits until the engine has ended, and kills it if necessary. */
export async function recoverListening(
  spec: ListenSpec,
  {processes, files}: RecoverDeps,
): Promise<RecoveredListening> {
  const account = await waitForEnd(spec.folder, processes);
  const [readyAt, endedAt] = [await seenReady(spec, files), await lastSign(spec, files)];
  const end = account ?? (await withoutAccount(spec.folder, endedAt, files));
  const stdout = await files.read(join(spec.folder, 'stdout.txt'), START_BYTES);
  const wasReady = readyAt !== undefined || isReady(stdout, spec.sensor.threads);
  return {end: await readListenEnd(spec, wasReady, end, files), readyAt, endedAt};
}

async function waitForEnd(folder: string, processes: ChildProcesses): Promise<GuardedEnd | undefined> {
  for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += LOOK_MS) {
    const end = await processes.account(folder);
    if (end) return end;
    if (!(await processes.isRunning(folder))) return accountSoon(folder, processes);
    await pause(LOOK_MS);
  }
  await processes.killOrphan(folder);
  return accountSoon(folder, processes);
}

async function accountSoon(folder: string, processes: ChildProcesses): Promise<GuardedEnd | undefined> {
  for (let waitedMs = 0; waitedMs < ACCOUNT_MS; waitedMs += LOOK_MS) {
    const end = await processes.account(folder);
    if (end) return end;
    await pause(LOOK_MS);
  }
  return undefined;
}

async function seenReady({folder}: ListenSpec, files: EngineFiles): Promise<Micros | undefined> {
  const found = /^(\d{16})\n$/.exec(await files.read(join(folder, READY_FILE), 64));
  return found ? Number(found[1]) : undefined;
}

/** Returns the time of the account, or of the latest change of the engine's own files. */
async function lastSign({folder, sensor}: ListenSpec, files: EngineFiles): Promise<Micros | undefined> {
  const accountAt = await files.changedAt(join(folder, 'account.txt'));
  if (accountAt !== undefined) return accountAt;
  const logs = ['alert_json.txt', ...Array.from({length: sensor.threads}, (_, n) => `${n}_alert_json.txt`)];
  const times: Micros[] = [];
  for (const name of ['stdout.txt', 'stderr.txt', ...logs]) {
    const at = await files.changedAt(join(folder, name));
    if (at !== undefined) times.push(at);
  }
  return times.length === 0 ? undefined : Math.max(...times);
}

async function withoutAccount(
  folder: string,
  endedAt: Micros | undefined,
  files: EngineFiles,
): Promise<GuardedEnd> {
  const beganAt = await files.changedAt(join(folder, 'argv.json'));
  const micros = beganAt === undefined || endedAt === undefined ? 0 : Math.max(0, endedAt - beganAt);
  return {exitCode: undefined, ...costOfTime(Math.round(micros / 1000))};
}

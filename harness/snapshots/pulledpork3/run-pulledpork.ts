import {copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {failed, type Result} from '../../domain/result.ts';
import type {ChildProcesses} from '../../engine/system-ports.ts';
import {fail, type SnapshotFailure} from '../failures.ts';
import {CANONICAL} from '../layouts.ts';
import type {PulledPork, PulledPorkOrder, PulledPorkRules} from '../ports.ts';
import {redact} from '../redact.ts';
import {type PorkEnd, whyFailed, withoutColour} from './classify.ts';
import {configFile} from './config-file.ts';
import {handOver} from './hand-over.ts';

/** PulledPork3 has no time limit of its own, and would wait forever for a server that hangs. */
const LIMIT_SECONDS = 15 * 60;
const PROBE_SECONDS = 20;

export interface PorkDeps {
  readonly processes: ChildProcesses;
  /** Parent of the folders of runs. */
  readonly scratch: string;
  readonly limitSeconds?: number;
  /** Stops a run early. */
  readonly stop?: AbortSignal;
}

/** Finds PulledPork3 at a path or on the PATH; undefined if it is not there. */
export async function findPulledPork(program: string, deps: PorkDeps): Promise<PulledPork | undefined> {
  const command = await commandOf(program, deps.processes);
  if (!command) return undefined;
  const probe = await deps.processes.run([...command, '-V'], {
    seconds: PROBE_SECONDS,
    variables: 'downloading',
  });
  const version = /PulledPork v(3\.\S+)/.exec(probe.stdout)?.[1];
  if (version === undefined) return undefined;
  return {version, process: (order, use) => inOwnFolder(command, order, deps, use)};
}

/** Returns the command that runs it; a .py script is run with python3, since it need not be executable. */
async function commandOf(program: string, processes: ChildProcesses): Promise<readonly string[] | undefined> {
  const which = await processes.run(['sh', '-c', 'command -v "$1"', 'which', program], {
    seconds: PROBE_SECONDS,
  });
  const path = which.stdout.trim() || (program.includes('/') ? program : '');
  if (path === '') return undefined;
  return path.endsWith('.py') ? ['python3', '-u', '-B', path] : [path];
}

async function inOwnFolder<T>(
  command: readonly string[],
  order: PulledPorkOrder,
  deps: PorkDeps,
  use: (rules: PulledPorkRules) => Promise<Result<T, SnapshotFailure>>,
): Promise<Result<T, SnapshotFailure>> {
  const {processes} = deps;
  await mkdir(deps.scratch, {recursive: true, mode: 0o700});
  const folder = await mkdtemp(join(deps.scratch, 'pulledpork-'));
  try {
    const places = {
      rules: join(folder, 'pulled.rules'),
      temp: join(folder, 'temp'),
      modules: join(folder, 'so'),
    };
    for (const made of [places.temp, places.modules]) await mkdir(made);
    const config = join(folder, 'pulledpork.conf');
    await processes.run(['mkfifo', '-m', '600', config], {seconds: PROBE_SECONDS});
    const file = order.archive && join(folder, CANONICAL[order.layout]);
    // PulledPork3 recognizes archives by their names alone
    if (order.archive && file) await copyFile(order.archive, file);
    const given = file ? ['-f', file] : ['-k'];
    const ended = new AbortController();
    const handed = handOver(config, configFile(order, places), ended.signal);
    const end = await runOnce([...command, '-c', config, ...given], folder, order, deps).finally(() =>
      ended.abort(),
    );
    await handed;
    if (deps.stop?.aborted) return fail('take-stopped', {ruleset: order.ruleset});
    if (!end) {
      const advice = 'Try again later, or download the archive in a browser';
      const what = `it did not end within ${deps.limitSeconds ?? LIMIT_SECONDS} s`;
      return fail('pulledpork-outage', {ruleset: order.ruleset, what, advice, status: undefined});
    }
    const failure = whyFailed(order.ruleset, end);
    if (failure) return failed(failure);
    const text = await readFile(places.rules, 'latin1');
    const archive = file ?? (await downloaded(places.temp));
    return await use({text, archive});
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** Runs it under the guard, which stops it if ruletrial is killed; undefined if the time limit ended it. */
async function runOnce(
  command: readonly string[],
  folder: string,
  order: PulledPorkOrder,
  {processes, limitSeconds, stop}: PorkDeps,
): Promise<PorkEnd | undefined> {
  // the time in the guard's account begins when this file is written
  await writeFile(join(folder, 'argv.json'), `${JSON.stringify(command)}\n`);
  const child = await processes.guard(command, {
    folder,
    graceSeconds: 2,
    cwd: folder,
    variables: 'downloading',
  });
  let late = false;
  const limit = setTimeout(
    () => {
      late = true;
      child.stop();
    },
    (limitSeconds ?? LIMIT_SECONDS) * 1000,
  );
  const halt = () => child.stop();
  stop?.addEventListener('abort', halt, {once: true});
  if (stop?.aborted) halt();
  const {exitCode} = await child.ended;
  clearTimeout(limit);
  stop?.removeEventListener('abort', halt);
  if (late) return undefined;
  const secrets = order.oinkcode ? [order.oinkcode] : [];
  const stream = async (name: string) =>
    redact(withoutColour(await readFile(join(folder, name), 'utf8').catch(() => '')), secrets);
  return {exitCode, stdout: await stream('stdout.txt'), stderr: await stream('stderr.txt')};
}

/** Finds the downloaded archive, which `-k` keeps in the working folder. */
async function downloaded(temp: string): Promise<string> {
  const [working] = (await readdir(temp)).filter(name => name.startsWith('PulledPork-'));
  const folder = join(temp, working ?? '', 'downloaded_rulesets');
  const [file] = await readdir(folder);
  return join(folder, file ?? '');
}

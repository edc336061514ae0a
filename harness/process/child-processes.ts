import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {
  ChildProcesses,
  ChildVariables,
  FinishedProcess,
  GuardedEnd,
  GuardedProcess,
} from '../engine/system-ports.ts';
import {childEnvironment} from './child-environment.ts';
import {GUARD_SCRIPT} from './guard-script.ts';
import {
  isStillRunning,
  killGroup,
  markOf,
  type ProcessMark,
  peakBytes,
  readMark,
  signalTo,
} from './process-marks.ts';

const OUTPUT_CHARACTERS = 8 * 1024 * 1024;
/** How often the kernel's peak of memory is read; the last reading counts. */
const MEMORY_EVERY_MS = 25;
/** After this time, a program is probably a live engine, and its memory is read once per second. */
const LONG_RUN_MS = 10_000;
const LONG_RUN_MEMORY_EVERY_MS = 1000;

/** Runs child processes; no command line goes through a shell. */
export const childProcesses: ChildProcesses = {
  run,
  guard,
  account,
  async isRunning(folder) {
    const mark = await readMark(folder);
    return mark !== undefined && isStillRunning(mark);
  },
  async killOrphan(folder) {
    const mark = await readMark(folder);
    if (mark) signalTo(mark, 'SIGKILL');
  },
};

/** Loads execa with the first program that is started: most commands start none, and it is slow to load. */
const loadExeca = () => import('execa');

async function run(
  command: readonly string[],
  options: {seconds: number; cwd?: string; variables?: ChildVariables},
): Promise<FinishedProcess> {
  const [file, ...rest] = command;
  const {execa} = await loadExeca();
  const result = await execa(file ?? '', rest, {
    reject: false,
    // its own process group, so that Ctrl-C reaches only ruletrial
    detached: true,
    stdin: 'ignore',
    env: childEnvironment(process.env, options.variables),
    extendEnv: false,
    timeout: options.seconds * 1000,
    maxBuffer: OUTPUT_CHARACTERS,
    stripFinalNewline: false,
    ...(options.cwd === undefined ? {} : {cwd: options.cwd}),
  });
  const code = result.failed ? result.code : undefined;
  return {
    exitCode: result.exitCode,
    signal: result.signal,
    stdout: result.stdout,
    stderr: result.stderr,
    notStarted: code?.startsWith('E') ? (START_ERRORS[code] ?? code) : undefined,
    timedOut: result.timedOut,
  };
}

const START_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such program',
  EACCES: 'this user has no permission to run it',
};

async function guard(
  command: readonly string[],
  options: {folder: string; graceSeconds: number; cwd: string; variables?: ChildVariables},
): Promise<GuardedProcess> {
  const {execa} = await loadExeca();
  const startedAt = Date.now();
  // its own process group, so that Ctrl-C reaches only ruletrial, which then decides
  const child = execa(
    'sh',
    ['-c', GUARD_SCRIPT, 'guard', options.folder, `${options.graceSeconds * 10}`, ...command],
    {
      cwd: options.cwd,
      env: childEnvironment(process.env, options.variables),
      extendEnv: false,
      detached: true,
      cleanup: false,
      reject: false,
      buffer: false,
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'ignore',
    },
  );
  child.stdin?.on('error', () => {});
  let mark: ProcessMark | undefined;
  const program = new Promise<number | undefined>(done => {
    child.stdout?.once('data', (chunk: Buffer) => {
      const pid = Number.parseInt(chunk.toString(), 10) || undefined;
      mark = pid === undefined ? undefined : markOf(pid);
      done(pid);
    });
    child.finally(() => done(undefined)).catch(() => {});
  });
  const peak = watchMemory(() => mark?.pid);
  const ended = child.then(async (): Promise<GuardedEnd> => {
    peak.stop();
    const found = await account(options.folder);
    const wallMs = Date.now() - startedAt;
    if (found) return {...found, wallMs, peakBytes: peak.bytes()};
    // a guard that was killed leaves no account; its engine must not continue
    if (child.pid !== undefined) killGroup(child.pid);
    return {exitCode: undefined, wallMs, cpuMs: undefined, peakBytes: peak.bytes()};
  });
  const signal: GuardedProcess['signal'] = name => {
    if (mark) signalTo(mark, name);
    else void program.then(() => mark && signalTo(mark, name));
  };
  return {pid: child.pid, program, ended, stop: () => child.stdin?.end(), signal};
}

/** Reads the peak memory of a program while it runs. */
function watchMemory(pid: () => number | undefined): {bytes(): number | undefined; stop(): void} {
  let bytes: number | undefined;
  let ranMs = 0;
  let next: NodeJS.Timeout;
  const read = () => {
    const known = pid();
    if (known !== undefined) bytes = peakBytes(known) ?? bytes;
    const pauseMs = ranMs < LONG_RUN_MS ? MEMORY_EVERY_MS : LONG_RUN_MEMORY_EVERY_MS;
    ranMs += pauseMs;
    next = setTimeout(read, pauseMs);
  };
  next = setTimeout(read, MEMORY_EVERY_MS);
  return {bytes: () => bytes, stop: () => clearTimeout(next)};
}

async function account(folder: string): Promise<GuardedEnd | undefined> {
  try {
    const path = join(folder, 'account.txt');
    const [code, , children, whole] = (await readFile(path, 'utf8')).split('\n');
    if (whole !== 'whole') return undefined;
    const spent = [...(children ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
    const cpuMs = spent.reduce((sum, part) => sum + (Number(part[1]) * 60 + Number(part[2])) * 1000, 0);
    const [began, ended] = [await stat(join(folder, 'argv.json')), await stat(path)];
    const wallMs = Math.max(0, Math.round(ended.mtimeMs - began.mtimeMs));
    return {exitCode: Number(code), wallMs, cpuMs: Math.round(cpuMs), peakBytes: undefined};
  } catch {
    return undefined;
  }
}

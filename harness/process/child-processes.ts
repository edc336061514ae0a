import {readFileSync} from 'node:fs';
import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import type {ChildProcesses, FinishedProcess, GuardedEnd, GuardedProcess} from '../engine/ports.ts';
import {GUARD_SCRIPT} from './guard-script.ts';

const OUTPUT_CHARACTERS = 8 * 1024 * 1024;
/** The kernel's high-water mark of memory is read this often; the last reading is what is told. */
const MEMORY_EVERY_MS = 25;

/** Child processes of the system, none through a shell line. */
export const childProcesses: ChildProcesses = {run, guard, account};

async function run(
  command: readonly string[],
  options: {seconds: number; cwd?: string},
): Promise<FinishedProcess> {
  const [file, ...rest] = command;
  const result = await execa(file ?? '', rest, {
    reject: false,
    // its own process group: a Ctrl-C at the terminal reaches the harness alone
    detached: true,
    stdin: 'ignore',
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
    notStarted: code?.startsWith('E') ? (SYSTEM_WORDS[code] ?? code) : undefined,
    timedOut: result.timedOut,
  };
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such program',
  EACCES: 'permission to run it is missing',
};

async function guard(
  command: readonly string[],
  options: {folder: string; graceSeconds: number; cwd: string},
): Promise<GuardedProcess> {
  const startedAt = Date.now();
  // its own process group: a Ctrl-C at the terminal reaches the harness alone, which then decides
  const child = execa(
    'sh',
    ['-c', GUARD_SCRIPT, 'guard', options.folder, `${options.graceSeconds * 10}`, ...command],
    {
      cwd: options.cwd,
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
  const engine = {pid: undefined as number | undefined, peak: undefined as number | undefined};
  child.stdout?.on('data', (chunk: Buffer) => {
    engine.pid ??= Number.parseInt(chunk.toString(), 10) || undefined;
  });
  const sampling = setInterval(() => {
    if (engine.pid !== undefined) engine.peak = peakBytes(engine.pid) ?? engine.peak;
  }, MEMORY_EVERY_MS);
  const ended = child.then(async (): Promise<GuardedEnd> => {
    clearInterval(sampling);
    const left = await account(options.folder);
    const wallMs = Date.now() - startedAt;
    if (left) return {...left, wallMs, peakBytes: engine.peak};
    endOrphan(engine.pid);
    return {exitCode: undefined, wallMs, cpuMs: undefined, peakBytes: engine.peak};
  });
  return {pid: child.pid, ended, stop: () => child.stdin?.end()};
}

/** A guard that was killed leaves no account; its engine must not live on. */
function endOrphan(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // it had ended already
  }
}

/** Linux tells the peak resident memory of a process that still runs; other systems tell nothing. */
function peakBytes(pid: number): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
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

import {existsSync, readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** A process as its guard saw it begin. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since boot, as /proc tells it; '' where there is no /proc. */
  readonly startTicks: string;
}

/** What the guard left in its folder; undefined when it is not there or not whole. */
export async function readMark(folder: string): Promise<ProcessMark | undefined> {
  const text = await readFile(join(folder, 'pid.txt'), 'utf8').catch(() => '');
  const found = /^(\d+) (\d*)\n$/.exec(text);
  return found ? {pid: Number(found[1]), startTicks: String(found[2])} : undefined;
}

/** Of a process that was just begun; undefined when it is gone already. */
export function markOf(pid: number): ProcessMark | undefined {
  const startTicks = statOf(pid)?.startTicks ?? '';
  return startTicks === '' && existsSync('/proc/self/stat') ? undefined : {pid, startTicks};
}

/** Whether this very process runs: neither another one of the same id, nor one that ended and was not waited for. */
export function stillLives({pid, startTicks}: ProcessMark): boolean {
  try {
    if (startTicks === '') return process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X' && stat.startTicks === startTicks;
}

/** Fields 3 and 22 of /proc/PID/stat; the second may hold spaces and brackets. */
function statOf(pid: number): {state: string; startTicks: string} | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {state: String(fields[0]), startTicks: String(fields[22 - 3])};
  } catch {
    return undefined;
  }
}

/** Sends a signal to this very process; nothing when it has ended. */
export function signalTo(mark: ProcessMark, name: NodeJS.Signals): void {
  try {
    if (stillLives(mark)) process.kill(mark.pid, name);
  } catch {
    // it had just ended
  }
}

/**
 * Ends a guard and its program: a process group of their own, named by the guard's id while one of them lives. By the
 * system call, for the `kill` of procps 4.0.2 takes -1234 for -1, which is every process of the machine.
 */
export function killGroup(guard: number): void {
  try {
    process.kill(-guard, 'SIGKILL');
  } catch {
    // nothing of it lives
  }
}

/** Linux tells the peak resident memory of a process that still runs; other systems tell nothing. */
export function peakBytes(pid: number): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

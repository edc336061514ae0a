import {existsSync, readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Identifies a process by its id and start time. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in clock ticks since boot, from /proc; '' if there is no /proc. */
  readonly startTicks: string;
}

/** Reads the mark that the guard wrote to its folder; undefined if it is missing or incomplete. */
export async function readMark(folder: string): Promise<ProcessMark | undefined> {
  const text = await readFile(join(folder, 'pid.txt'), 'utf8').catch(() => '');
  const found = /^(\d+) (\d*)\n$/.exec(text);
  return found ? {pid: Number(found[1]), startTicks: String(found[2])} : undefined;
}

/** Returns the mark of a process that was just started; undefined if it has already ended. */
export function markOf(pid: number): ProcessMark | undefined {
  const startTicks = statOf(pid)?.startTicks ?? '';
  return startTicks === '' && existsSync('/proc/self/stat') ? undefined : {pid, startTicks};
}

/** Returns whether exactly this process is running, and not a zombie or another process with the same id. */
export function isStillRunning({pid, startTicks}: ProcessMark): boolean {
  try {
    if (startTicks === '') return process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X' && stat.startTicks === startTicks;
}

/** Reads fields 3 and 22 of /proc/PID/stat; field 2 may contain spaces and parentheses. */
function statOf(pid: number): {state: string; startTicks: string} | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {state: String(fields[0]), startTicks: String(fields[22 - 3])};
  } catch {
    return undefined;
  }
}

/** Sends a signal to exactly this process; does nothing if it has ended. */
export function signalTo(mark: ProcessMark, name: NodeJS.Signals): void {
  try {
    if (isStillRunning(mark)) process.kill(mark.pid, name);
  } catch {
    // it had just ended
  }
}

/**
 * Kills a guard and its program, which are a process group with the guard's id. Uses the system call, because the `kill` of
 * procps 4.0.2 reads -1234 as -1, which means every process on the machine.
 */
export function killGroup(guard: number): void {
  try {
    process.kill(-guard, 'SIGKILL');
  } catch {
    // none of them is running
  }
}

/** Reads the peak resident memory of a running process; undefined on systems other than Linux. */
export function peakBytes(pid: number): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

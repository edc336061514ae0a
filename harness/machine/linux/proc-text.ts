import type {CpuTicks, ProcessTicks} from '../ports.ts';

/** Parsers for files in /proc: proc_stat(5), proc_meminfo(5), proc_pid_stat(5), proc_pid_status(5). */

/** Reads the CPU ticks in /proc/stat; undefined if there is no `cpu` line. */
export function cpuTicks(stat: string): CpuTicks | undefined {
  const found = /^cpu +((?:\d+ ?)+)$/m.exec(stat)?.[1];
  if (found === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = found
    .trim()
    .split(' ')
    .map(Number);
  return {user, nice, system, irq: irq + softirq, iowait, steal, idle};
}

/** Reads a line such as `MemTotal: 1024 kB`, in bytes. */
export function kibLine(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}

/** Reads /proc/PID/stat; the name is in parentheses and may contain anything, including parentheses. */
export function processTicks(stat: string): (ProcessTicks & {readonly threads: number}) | undefined {
  const close = stat.lastIndexOf(')');
  if (close < 0) return undefined;
  const fields = stat.slice(close + 2).split(' ');
  // numbered from 1 in proc_pid_stat(5); the state is the third
  const field = (position: number) => Number(fields[position - 3] ?? Number.NaN);
  const [pid, startTicks, threads] = [Number.parseInt(stat, 10), field(22), field(20)];
  const ticks = field(14) + field(15);
  return [pid, startTicks, threads, ticks].every(Number.isSafeInteger)
    ? {pid, startTicks, cpuTicks: ticks, threads}
    : undefined;
}

import type {CpuTicks, LoadReading, ProcessReading, ProcessTicks} from './ports.ts';

/** What was used between two readings. */
export interface LoadSample {
  /** Milliseconds between the readings. */
  readonly spanMs: number;
  /** Shares of all cores, 0..1; user, system, iowait, idle and steal add up to 1. */
  readonly machine: {
    /** The share of programs, including `nice`. */
    readonly user: number;
    /** The part of `user` with low priority. */
    readonly nice: number;
    /** The share of the kernel, including `irq`. */
    readonly system: number;
    /** The part of `system` for interrupts. */
    readonly irq: number;
    readonly iowait: number;
    readonly steal: number;
    readonly idle: number;
    readonly load1: number;
    readonly memoryBytes: number;
    readonly memoryUsedBytes: number;
    readonly diskFreeBytes: number;
  };
  /** Running processes that are in both readings or were started in between. */
  readonly processes: readonly {
    readonly name: string;
    /** How many processes have this name, 1 or more. */
    readonly count: number;
    /** How many cores it used on average: 0.5 is half a core. */
    readonly cores: number;
    readonly memoryBytes: number;
    readonly threads: number;
  }[];
}

/** USER_HZ: user space sees 100 ticks per second, whatever the kernel's own rate (proc(5), include/asm-generic/param.h). */
export const TICKS_PER_SECOND = 100;

/** Computes the load between two readings; undefined if no time passed or the machine was booted in between. */
export function loadBetween(before: LoadReading, after: LoadReading): LoadSample | undefined {
  const ticks = after.upTicks - before.upTicks;
  const machine = shares(before.cpu, after.cpu);
  if (ticks <= 0 || !machine) return undefined;
  const {load1, memoryBytes, memoryAvailableBytes, diskFreeBytes} = after;
  const memoryUsedBytes = Math.max(0, memoryBytes - memoryAvailableBytes);
  return {
    spanMs: (ticks * 1000) / TICKS_PER_SECOND,
    machine: {...machine, load1, memoryBytes, memoryUsedBytes, diskFreeBytes},
    processes: after.processes.flatMap(now => {
      const used = ticksUsed(now, before);
      if (used === undefined) return [];
      const {name, members, memoryBytes: own, threads} = now;
      return [{name, count: members.length, cores: used / ticks, memoryBytes: own, threads}];
    }),
  };
}

/** Returns the CPU ticks between the readings; undefined if unknown for all processes. */
function ticksUsed(now: ProcessReading, before: LoadReading): number | undefined {
  const known = new Map(
    before.processes.flatMap(({members}) => members.map(one => [keyOf(one), one.cpuTicks] as const)),
  );
  const used = now.members.flatMap(one => {
    const earlier = known.get(keyOf(one));
    // a counter that decreased says nothing about the time in between
    if (earlier !== undefined) return [Math.max(0, one.cpuTicks - earlier)];
    // all ticks of a process that was started in between count; for any other new one they are unknown
    return one.startTicks >= before.upTicks ? [one.cpuTicks] : [];
  });
  return used.length === 0 ? undefined : used.reduce((sum, one) => sum + one, 0);
}

const keyOf = ({pid, startTicks}: ProcessTicks): string => `${pid} ${startTicks}`;

/** Computes shares. idle and iowait may decrease slightly (proc_stat(5)), which counts as 0. */
function shares(before: CpuTicks, after: CpuTicks) {
  const ticks = (name: keyof CpuTicks) => Math.max(0, after[name] - before[name]);
  const user = ticks('user') + ticks('nice');
  const system = ticks('system') + ticks('irq');
  const whole = user + system + ticks('iowait') + ticks('steal') + ticks('idle');
  if (whole <= 0) return undefined;
  return {
    user: user / whole,
    nice: ticks('nice') / whole,
    system: system / whole,
    irq: ticks('irq') / whole,
    iowait: ticks('iowait') / whole,
    steal: ticks('steal') / whole,
    idle: ticks('idle') / whole,
  };
}

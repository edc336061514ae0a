import type {CpuTicks, LoadReading, ProcessReading, ProcessTicks} from './ports.ts';

/** What was taken between two readings. */
export interface LoadSample {
  /** Milliseconds from one reading to the other. */
  readonly spanMs: number;
  /** Shares of all cores together, 0..1; user, system, iowait, idle and steal make 1. */
  readonly machine: {
    /** With nice. */
    readonly user: number;
    /** The part of `user` with lowered priority. */
    readonly nice: number;
    /** With interrupts. */
    readonly system: number;
    /** The part of `system` that interrupts took. */
    readonly irq: number;
    readonly iowait: number;
    readonly steal: number;
    readonly idle: number;
    readonly load1: number;
    readonly memoryBytes: number;
    readonly memoryUsedBytes: number;
    readonly diskFreeBytes: number;
  };
  /** Those that are there now and were known before, or were started in between. */
  readonly processes: readonly {
    readonly name: string;
    /** Processes of this name, 1 or more. */
    readonly count: number;
    /** Cores that were busy for it on average: 0.5 is half a core, 2 are two whole ones. */
    readonly cores: number;
    readonly memoryBytes: number;
    readonly threads: number;
  }[];
}

/** USER_HZ: what user space is told is 100 a second, whatever the kernel's own pace (proc(5), include/asm-generic/param.h). */
export const TICKS_PER_SECOND = 100;

/** Undefined when no time lies between the readings, or the machine was booted in between. */
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
      const taken = takenBy(now, before);
      if (taken === undefined) return [];
      const {name, members, memoryBytes: own, threads} = now;
      return [{name, count: members.length, cores: taken / ticks, memoryBytes: own, threads}];
    }),
  };
}

/** Ticks between the readings; undefined where nothing is known of any of its processes. */
function takenBy(now: ProcessReading, before: LoadReading): number | undefined {
  const known = new Map(
    before.processes.flatMap(({members}) => members.map(one => [keyOf(one), one.cpuTicks] as const)),
  );
  const taken = now.members.flatMap(one => {
    const earlier = known.get(keyOf(one));
    // a counter that goes back tells nothing of the time in between
    if (earlier !== undefined) return [Math.max(0, one.cpuTicks - earlier)];
    // all that a process took was taken since, when it was started since; of any other one the part is unknown
    return one.startTicks >= before.upTicks ? [one.cpuTicks] : [];
  });
  return taken.length === 0 ? undefined : taken.reduce((sum, one) => sum + one, 0);
}

const keyOf = ({pid, startTicks}: ProcessTicks): string => `${pid} ${startTicks}`;

/** The kernel lets idle and iowait go back a little (proc_stat(5)): such a part counts as none. */
function shares(before: CpuTicks, after: CpuTicks) {
  const of = (name: keyof CpuTicks) => Math.max(0, after[name] - before[name]);
  const user = of('user') + of('nice');
  const system = of('system') + of('irq');
  const whole = user + system + of('iowait') + of('steal') + of('idle');
  if (whole <= 0) return undefined;
  return {
    user: user / whole,
    nice: of('nice') / whole,
    system: system / whole,
    irq: of('irq') / whole,
    iowait: of('iowait') / whole,
    steal: of('steal') / whole,
    idle: of('idle') / whole,
  };
}

import type {NightlyReboot} from './nightly-reboot.ts';

/** What doctor knows of this machine. */
export interface MachineFacts {
  readonly node: string;
  readonly platform: string;
  /** Of /etc/os-release: `kali`, `debian`; '' where there is none. */
  readonly osId: string;
  readonly osName: string;
  readonly snort: {readonly found: SnortFound} | {readonly missing: string};
  /** Version of PulledPork3; undefined where it is not found. */
  readonly pulledpork: string | undefined;
  readonly stateDir: string;
  readonly freeBytes: number | undefined;
  readonly stateWritable: boolean;
  readonly sqlite: string;
  readonly cores: number;
  /** Memory that programs can still get; undefined where /proc does not tell. */
  readonly memoryAvailableBytes: number | undefined;
  readonly isRoot: boolean;
  /** Whether programs that this process starts may capture; undefined where /proc does not tell. */
  readonly mayCapture: boolean | undefined;
  /** Version of tcpdump; undefined where it is not found. */
  readonly tcpdump: string | undefined;
  /** Whether the variable OINKCODE is set; its value is nobody's business. */
  readonly oinkcode: boolean;
  readonly defaultInterface: string | undefined;
  readonly reboot: {
    readonly found: NightlyReboot | undefined;
    /** Crontabs that this user may not read: the answer may stand in one of them. */
    readonly unreadable: readonly string[];
  };
}

export interface SnortFound {
  readonly binary: string;
  readonly version: string;
  readonly defaults: string;
  readonly daqModules: readonly string[];
}

/** CPU time of all cores together since the boot, ticks of 1/100 s; of the `cpu` line in /proc/stat (proc_stat(5)). */
export interface CpuTicks {
  readonly user: number;
  /** Of programs with lowered priority; not part of `user`. */
  readonly nice: number;
  readonly system: number;
  /** Interrupts, hard and soft. */
  readonly irq: number;
  readonly iowait: number;
  /** What a hypervisor gave to others. */
  readonly steal: number;
  readonly idle: number;
}

/** One process, or all of one name. */
export interface ProcessReading {
  readonly name: string;
  /** Resident memory, each process by itself: what they share is counted more than once. */
  readonly memoryBytes: number;
  readonly threads: number;
  readonly members: readonly ProcessTicks[];
}

export interface ProcessTicks {
  readonly pid: number;
  /** Ticks from the boot to the start of the process: a number that is used again has another one. */
  readonly startTicks: number;
  /** CPU time since its start, user and system, its ended children not counted. */
  readonly cpuTicks: number;
}

/** What /proc tells at one moment. */
export interface LoadReading {
  /** Since the boot, sleep included, in ticks: of /proc/uptime, to 1/100 s. */
  readonly upTicks: number;
  readonly cpu: CpuTicks;
  /** Load average of the last minute. */
  readonly load1: number;
  readonly memoryBytes: number;
  readonly memoryAvailableBytes: number;
  /** Free to this user, of the disk that was named. */
  readonly diskFreeBytes: number;
  /** Those that are there. */
  readonly processes: readonly ProcessReading[];
}

/** What doctor found of one thing. */
export interface Check {
  readonly check: string;
  readonly state: 'good' | 'note' | 'bad';
  readonly found: string;
  /** What to do, one thing each. */
  readonly advice: readonly string[];
}

import type {NightlyReboot} from './nightly-reboot.ts';

/** What doctor knows about this machine. */
export interface MachineFacts {
  readonly node: string;
  readonly platform: string;
  /** The ID in /etc/os-release, such as `kali` or `debian`; '' if there is none. */
  readonly osId: string;
  readonly osName: string;
  readonly snort: {readonly found: SnortFound} | {readonly missing: string};
  /** Version of PulledPork3; undefined if it is not found. */
  readonly pulledpork: string | undefined;
  readonly stateDir: string;
  readonly freeBytes: number | undefined;
  readonly stateWritable: boolean;
  readonly sqlite: string;
  readonly cores: number;
  /** Memory that is available to programs; undefined if unknown. */
  readonly memoryAvailableBytes: number | undefined;
  readonly isRoot: boolean;
  /** Whether programs that this process starts may capture; undefined if unknown. */
  readonly mayCapture: boolean | undefined;
  /** Version of tcpdump; undefined if it is not found. */
  readonly tcpdump: string | undefined;
  /** Whether the variable OINKCODE is set; its value is secret. */
  readonly oinkcode: boolean;
  readonly defaultInterface: string | undefined;
  readonly reboot: {
    readonly found: NightlyReboot | undefined;
    /** Crontabs that this user cannot read, one of which may contain a reboot. */
    readonly unreadable: readonly string[];
  };
  /** Files of the newest snapshots that are gone from the state folder. */
  readonly lostFiles: readonly LostFile[];
  /** T-Pot, if it is installed on this machine. */
  readonly tpot: TPotFacts | undefined;
}

/** A file of a snapshot that something other than ruletrial has removed. */
export interface LostFile {
  readonly ruleset: string;
  readonly path: string;
}

/** What keeps T-Pot from starting, or not. */
export interface TPotFacts {
  readonly envFile: string;
  readonly dataFolder: string;
  /** Undefined if the data folder cannot be read. */
  readonly freeBytes: number | undefined;
  /** TPOT_TYPE, such as `HIVE` or `SENSOR`. */
  readonly type: string;
  /** WEB_USER; '' if it is empty. */
  readonly webUser: string;
  /** Programs of this machine that wait for clients, by port. */
  readonly listeners: readonly Listener[];
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** Undefined if this user may not see it. */
  readonly program: string | undefined;
}

export interface SnortFound {
  readonly binary: string;
  readonly version: string;
  readonly defaults: string;
  readonly daqModules: readonly string[];
}

/** CPU time of all cores since the boot, in ticks of 1/100 s, from the `cpu` line in /proc/stat (proc_stat(5)). */
export interface CpuTicks {
  readonly user: number;
  /** Programs with low priority; not part of `user`. */
  readonly nice: number;
  readonly system: number;
  /** Hardware and software interrupts. */
  readonly irq: number;
  readonly iowait: number;
  /** Time that a hypervisor gave to other machines. */
  readonly steal: number;
  readonly idle: number;
}

/** A process, or all processes with the same name. */
export interface ProcessReading {
  readonly name: string;
  /** Resident memory; memory that processes share is counted more than once. */
  readonly memoryBytes: number;
  readonly threads: number;
  readonly members: readonly ProcessTicks[];
}

export interface ProcessTicks {
  readonly pid: number;
  /** Ticks from the boot to the start of the process, which distinguishes processes with the same id. */
  readonly startTicks: number;
  /** User and system time since its start, without ended children. */
  readonly cpuTicks: number;
}

/** A reading of /proc at one moment. */
export interface LoadReading {
  /** Ticks since the boot, including sleep, from /proc/uptime. */
  readonly upTicks: number;
  readonly cpu: CpuTicks;
  /** Load average of the last minute. */
  readonly load1: number;
  readonly memoryBytes: number;
  readonly memoryAvailableBytes: number;
  /** Free bytes for this user on the requested disk. */
  readonly diskFreeBytes: number;
  /** The requested processes that are running. */
  readonly processes: readonly ProcessReading[];
}

/** The result of one of doctor's checks. */
export interface Check {
  readonly check: string;
  readonly state: 'good' | 'note' | 'bad';
  readonly found: string;
  /** What to do, one step per entry. */
  readonly advice: readonly string[];
}

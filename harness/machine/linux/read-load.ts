import {readdir, readFile, readlink, statfs} from 'node:fs/promises';
import {basename} from 'node:path';
import type {Micros} from '../../domain/time.ts';
import {TICKS_PER_SECOND} from '../load.ts';
import type {LoadReading, ProcessReading, ProcessTicks} from '../ports.ts';
import {cpuTicks, kibLine, processTicks} from './proc-text.ts';

export interface LoadSubjects {
  readonly pids: readonly {readonly name: string; readonly pid: number}[];
  /** Names as in /proc/PID/comm, or of the program's file; processes with the same name are added up. */
  readonly processes: readonly string[];
  /** A path on the disk whose free space is read. */
  readonly disk: string;
}

/** How many processes are read at the same time: enough to be fast, few enough for the limit of open files. */
const AT_ONCE = 32;
/** The kernel truncates the name of a process to this many characters (TASK_COMM_LEN without the final zero). */
const COMM_LENGTH = 15;

/** Reads /proc once; undefined if /proc or the disk cannot be read. Processes that end meanwhile are left out. */
export async function readLoad({pids, processes, disk}: LoadSubjects): Promise<LoadReading | undefined> {
  const [stat, memory, load, uptime, free] = await Promise.all([
    text('/proc/stat'),
    text('/proc/meminfo'),
    text('/proc/loadavg'),
    text('/proc/uptime'),
    statfs(disk).catch(() => undefined),
  ]);
  const cpu = cpuTicks(stat);
  const memoryBytes = kibLine(memory, 'MemTotal');
  const memoryAvailableBytes = kibLine(memory, 'MemAvailable');
  if (!cpu || memoryBytes === undefined || memoryAvailableBytes === undefined || !free) return undefined;
  return {
    upTicks: Math.round(Number.parseFloat(uptime) * TICKS_PER_SECOND),
    cpu,
    load1: Number.parseFloat(load),
    memoryBytes,
    memoryAvailableBytes,
    diskFreeBytes: free.bavail * free.bsize,
    processes: [...(await readPids(pids)), ...(await readNames(processes))],
  };
}

/** Returns when the machine was booted, to the second; undefined if unknown. It changes if the clock is set. */
export async function bootedAt(): Promise<Micros | undefined> {
  const found = /^btime (\d+)$/m.exec(await text('/proc/stat'))?.[1];
  return found === undefined ? undefined : Number(found) * 1_000_000;
}

/** Returns an id that changes with each boot, independent of the clock; undefined if there is none. */
export async function bootId(): Promise<string | undefined> {
  const found = (await text('/proc/sys/kernel/random/boot_id')).trim();
  return /^[0-9a-f-]{36}$/.test(found) ? found : undefined;
}

const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function readPids(pids: LoadSubjects['pids']): Promise<ProcessReading[]> {
  const found = await Promise.all(
    pids.map(async ({name, pid}) => summed(name, [await readProcess(String(pid))])),
  );
  return found.flat();
}

async function readNames(names: readonly string[]): Promise<ProcessReading[]> {
  if (names.length === 0) return [];
  const pids = (await readdir('/proc').catch(() => [])).filter(entry => /^\d+$/.test(entry));
  const members = new Map<string, (OneProcess | undefined)[]>(names.map(name => [name, []]));
  for (let first = 0; first < pids.length; first += AT_ONCE) {
    await Promise.all(
      pids.slice(first, first + AT_ONCE).map(async pid => {
        const name = await nameOf(pid, names);
        if (name !== undefined) members.get(name)?.push(await readProcess(pid));
      }),
    );
  }
  return [...members].flatMap(([name, found]) => summed(name, found));
}

/** Returns which of the names a process has: its own, or that of its program, which only its user and root can see. */
async function nameOf(pid: string, names: readonly string[]): Promise<string | undefined> {
  const comm = (await text(`/proc/${pid}/comm`)).trimEnd();
  const own = names.find(name => name.slice(0, COMM_LENGTH) === comm);
  if (own !== undefined || comm === '') return own;
  const program = basename(await readlink(`/proc/${pid}/exe`).catch(() => '')).replace(/ \(deleted\)$/, '');
  return names.find(name => name === program);
}

interface OneProcess extends ProcessTicks {
  readonly threads: number;
  readonly memoryBytes: number;
}

async function readProcess(pid: string): Promise<OneProcess | undefined> {
  const [stat, status] = await Promise.all([text(`/proc/${pid}/stat`), text(`/proc/${pid}/status`)]);
  const ticks = status === '' ? undefined : processTicks(stat);
  // kernel processes and zombies have no memory
  return ticks && {...ticks, memoryBytes: kibLine(status, 'VmRSS') ?? 0};
}

function summed(name: string, found: readonly (OneProcess | undefined)[]): ProcessReading[] {
  const known = found.filter(one => one !== undefined);
  if (known.length === 0) return [];
  return [
    {
      name,
      memoryBytes: known.reduce((sum, {memoryBytes}) => sum + memoryBytes, 0),
      threads: known.reduce((sum, {threads}) => sum + threads, 0),
      members: known.map(({pid, startTicks, cpuTicks: used}) => ({pid, startTicks, cpuTicks: used})),
    },
  ];
}

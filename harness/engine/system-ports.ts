import type {RunCost} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';

export interface FinishedProcess {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The program was not there or could not be started, in the system's words. */
  readonly notStarted: string | undefined;
  readonly timedOut: boolean;
}

/** A child under a guard that stops it when the harness is gone. */
export interface GuardedProcess {
  /** Of the guard. */
  readonly pid: number | undefined;
  /** Process id of the program itself, once it is known; undefined when the guard ended before. */
  readonly program: Promise<number | undefined>;
  readonly ended: Promise<GuardedEnd>;
  stop(): void;
  /** To the program itself; nothing once it has ended. */
  signal(name: ProgramSignal): void;
}

export type ProgramSignal = 'SIGUSR1' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

export interface GuardedEnd extends RunCost {
  /** As a shell says it: 128 + n when signal n ended the program. Undefined when the guard itself was killed. */
  readonly exitCode: number | undefined;
}

/** Which variables of the environment a child gets: few, or also those of proxies, certificates and Python. */
export type ChildVariables = 'few' | 'downloading';

/** Child processes as engines need them; given by `process/`. */
export interface ChildProcesses {
  /** Runs to its end with capped output; `seconds` is the time limit. */
  run(
    command: readonly string[],
    options: {seconds: number; cwd?: string; variables?: ChildVariables},
  ): Promise<FinishedProcess>;
  /** Both streams go to files in `folder`; the guard leaves its account in `folder` too. */
  guard(
    command: readonly string[],
    options: {folder: string; graceSeconds: number; cwd: string; variables?: ChildVariables},
  ): Promise<GuardedProcess>;
  /** The guard's account of a process that ended; undefined when there is none or it is not whole. */
  account(folder: string): Promise<GuardedEnd | undefined>;
  /** A program whose guard left its process id in `folder`: whether that very process lives, by its start time. */
  lives(folder: string): Promise<boolean>;
  /** SIGKILL for that very process, where it outlived guard and harness. */
  killLeft(folder: string): Promise<void>;
}

/** Files of a run, as engines need them; given by `disk/`. */
export interface EngineFiles {
  write(path: string, text: string): Promise<void>;
  append(path: string, text: string): Promise<void>;
  /** The file's text, `maxBytes` at most, '' when it is not there. */
  read(path: string, maxBytes: number): Promise<string>;
  /** The end of the file, `maxBytes` at most, '' when it is not there. */
  readEnd(path: string, maxBytes: number): Promise<string>;
  /** From a byte on, `maxBytes` at most, '' when it is not there. */
  readFrom(path: string, from: number, maxBytes: number): Promise<string>;
  /** Bytes; 0 when it is not there. */
  size(path: string): Promise<number>;
  /** Last change of its content; undefined when it is not there. */
  changedAt(path: string): Promise<Micros | undefined>;
  /** Empties a file that a program has open for appending. */
  empty(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Makes a symbolic link at `path`, and its folder. */
  link(target: string, path: string): Promise<void>;
  isGzip(path: string): Promise<boolean>;
  /** Unpacks a gzip into a new file and its folder, as far as it is whole and below a bound. */
  unpack(from: string, path: string): Promise<void>;
  /** Removes a file or folder, which need not be there. */
  remove(path: string): Promise<void>;
  /** SHA-256 in hex, or undefined when it cannot be read. */
  digest(path: string): Promise<string | undefined>;
}

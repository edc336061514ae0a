import type {RunCost} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';

export interface FinishedProcess {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why the program could not be started; undefined if it was. */
  readonly notStarted: string | undefined;
  readonly timedOut: boolean;
}

/** A child process under a guard, which stops it if ruletrial ends. */
export interface GuardedProcess {
  /** Process id of the guard. */
  readonly pid: number | undefined;
  /** Resolves with the process id of the program itself; undefined if the guard ended before. */
  readonly program: Promise<number | undefined>;
  readonly ended: Promise<GuardedEnd>;
  stop(): void;
  /** Sends a signal to the program itself; does nothing if it has ended. */
  signal(name: ProgramSignal): void;
}

export type ProgramSignal = 'SIGUSR1' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

export interface GuardedEnd extends RunCost {
  /** The exit code as in a shell: 128 + n if signal n ended the program. Undefined if the guard itself was killed. */
  readonly exitCode: number | undefined;
}

/** The environment variables of a child: a few, or also those of proxies, certificates and Python. */
export type ChildVariables = 'few' | 'downloading';

/** Child processes for engines; supplied by `process/`. */
export interface ChildProcesses {
  /** Runs a program to its end, with capped output and a time limit of `seconds`. */
  run(
    command: readonly string[],
    options: {seconds: number; cwd?: string; variables?: ChildVariables},
  ): Promise<FinishedProcess>;
  /** Starts a program under a guard; both streams and the account of the guard go to files in `folder`. */
  guard(
    command: readonly string[],
    options: {folder: string; graceSeconds: number; cwd: string; variables?: ChildVariables},
  ): Promise<GuardedProcess>;
  /** Reads the guard's account of a process that ended; undefined if it is missing or incomplete. */
  account(folder: string): Promise<GuardedEnd | undefined>;
  /** Returns whether the program of `folder` is still running, identified by its process id and start time. */
  isRunning(folder: string): Promise<boolean>;
  /** Sends SIGKILL to the program of `folder` if it is still running without guard and ruletrial. */
  killOrphan(folder: string): Promise<void>;
}

/** Access to the files of a run; supplied by `disk/`. */
export interface EngineFiles {
  write(path: string, text: string): Promise<void>;
  append(path: string, text: string): Promise<void>;
  /** Reads the text of a file, at most `maxBytes`; '' if it does not exist. */
  read(path: string, maxBytes: number): Promise<string>;
  /** Reads the end of a file, at most `maxBytes`; '' if it does not exist. */
  readEnd(path: string, maxBytes: number): Promise<string>;
  /** Reads a file from an offset, at most `maxBytes`; '' if it does not exist. */
  readFrom(path: string, from: number, maxBytes: number): Promise<string>;
  /** Returns the size of a file in bytes; 0 if it does not exist. */
  size(path: string): Promise<number>;
  /** Returns when the content of a file was last changed; undefined if it does not exist. */
  changedAt(path: string): Promise<Micros | undefined>;
  /** Truncates a file that a program has open for appending. */
  empty(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Creates a symbolic link at `path`, and its folder. */
  link(target: string, path: string): Promise<void>;
  isGzip(path: string): Promise<boolean>;
  /** Unpacks a gzip file into a new file and creates its folder; stops at damage or at a size limit. */
  unpack(from: string, path: string): Promise<void>;
  /** Removes a file or folder, which need not exist. */
  remove(path: string): Promise<void>;
  /** Computes the SHA-256 of a file in hex; undefined if it cannot be read. */
  digest(path: string): Promise<string | undefined>;
}

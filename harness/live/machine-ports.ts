import type {Micros} from '../domain/time.ts';
import type {LoadReading} from '../machine/ports.ts';

/** What a live trial's conductor needs of the machine. */
export interface LiveMachine {
  /** Packets on an interface so far; undefined where they are not counted. */
  packetsOf(name: string): Promise<number | undefined>;
  bootedAt(): Promise<Micros | undefined>;
  readLoad(targets: {
    pids: readonly {name: string; pid: number}[];
    processes: readonly string[];
  }): Promise<LoadReading | undefined>;
}

/** What a finished file holds. */
export interface FinishedRecording {
  readonly sha256: string;
  readonly bytes: number;
  readonly packets: number;
  readonly linkType: number | undefined;
}

/** Capture files of a live trial, below its folder. */
export interface RecordingFiles {
  /** Absolute path of a recording. */
  path(file: string): string;
  /** An empty folder for the recorder's streams. */
  scratch(file: string): Promise<string>;
  /**
   * Cuts the raw file to a window into its place; where there is none, describes the finished file that a harness left.
   * The raw file stays, for until the store knows. Undefined when nothing can be read.
   */
  cut(file: string, fromAt: Micros, toAt: Micros): Promise<FinishedRecording | undefined>;
  /** Puts the raw file in its place as it is, which needs no room; otherwise like `cut`. */
  keepWhole(file: string): Promise<FinishedRecording | undefined>;
  /**
   * The raw file while it is being written, or as a harness that died left it; `cut`: it left the finished one alone.
   * Undefined: there is none.
   */
  raw(
    file: string,
  ): Promise<{readonly bytes: number; readonly changedAt: Micros; readonly cut: boolean} | undefined>;
  /** Removes what is beside the finished file. */
  tidy(file: string): Promise<void>;
  /** Removes the file and what is beside it. */
  remove(file: string): Promise<void>;
  /** Removes everything but these files and what is beside them. */
  sweep(known: readonly string[]): Promise<void>;
}

export interface Timer {
  /** Longest sleep, so that requests are accepted in time; undefined for a virtual clock. */
  readonly maxMs: number | undefined;
  /** Resolves at `at`, or before when the signal says so. `working`: something is under way whose end wakes as well. */
  sleepUntil(at: Micros, signal: AbortSignal, hasUnfinishedWork: boolean): Promise<void>;
}

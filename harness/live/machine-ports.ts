import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {Micros} from '../domain/time.ts';
import type {LivePlan} from '../domain/trial.ts';
import type {LoadReading} from '../machine/ports.ts';

/** Facts about the machine that a live trial's conductor needs. */
export interface LiveMachine {
  /** Returns the packets on an interface so far; undefined if they are not counted. */
  packetsOf(name: string): Promise<number | undefined>;
  bootedAt(): Promise<Micros | undefined>;
  readLoad(targets: {
    pids: readonly {name: string; pid: number}[];
    processes: readonly string[];
  }): Promise<LoadReading | undefined>;
}

/** A recorded file that is finished: trimmed to its time span, or kept whole. */
export interface FinishedRecording {
  readonly sha256: string;
  readonly bytes: number;
  readonly packets: number;
  readonly linkType: number | undefined;
}

/** Handles the recorded files in a live trial's folder. */
export interface RecordingFiles {
  /** Returns the absolute path of a recording. */
  path(file: string): string;
  /** Creates an empty folder for the recorder's stdout and stderr. */
  scratch(file: string): Promise<string>;
  /**
   * Writes the packets of a time span from the raw file to the finished file. If there is no raw file, describes the
   * finished file that a killed process left. The raw file stays until `tidy` is called. Returns undefined if nothing
   * can be read.
   */
  trim(file: string, fromAt: Micros, toAt: Micros): Promise<FinishedRecording | undefined>;
  /** Like `trim`, but renames the raw file to the finished file without trimming it, which needs no extra disk space. */
  keepWhole(file: string): Promise<FinishedRecording | undefined>;
  /**
   * Describes the file on disk: the raw file, which may still be growing or may have been left by a killed process, or else
   * the finished file, for which `finished` is true. Returns undefined if there is neither.
   */
  describe(
    file: string,
  ): Promise<{readonly bytes: number; readonly changedAt: Micros; readonly finished: boolean} | undefined>;
  /** Removes the raw file and the recorder's folder, and keeps the finished file. */
  tidy(file: string): Promise<void>;
  /** Removes the finished file, the raw file and the recorder's folder. */
  remove(file: string): Promise<void>;
  /** Removes all recordings except these. */
  sweep(known: readonly string[]): Promise<void>;
}

/** Lets the conductor sleep. */
export interface Timer {
  /** Longest sleep, which keeps the conductor responsive to requests; undefined for a virtual clock. */
  readonly maxMs: number | undefined;
  /** Resolves at `at`, or earlier if the signal is aborted. `hasUnfinishedWork` means that a background job other than a recording or a delay is running; its end aborts the signal. */
  sleepUntil(at: Micros, signal: AbortSignal, hasUnfinishedWork: boolean): Promise<void>;
}

/** Facts about the machine that a plan needs. */
export interface HostFacts {
  /** Returns the interface of the default route; undefined if there is none. */
  defaultInterface(): Promise<string | undefined>;
  interfaceExists(name: string): Promise<boolean>;
  /** Returns when root's crontab reboots this machine. */
  nightlyReboot(): Promise<LivePlan['reboot']>;
  /** Returns the version of tcpdump; undefined if it is missing. */
  recorderVersion(): Promise<string | undefined>;
  /** Draws a seed from 0 to 2^31-1, for a schedule that does not set one. */
  drawSeed(): number;
}

/** Writes the report of a trial in every format to its folder, without delaying this process. */
export interface ReportWriter {
  /** Resolves with the path of the report, within ten minutes; ends early if `stop` is aborted. */
  write(trial: string, stop: AbortSignal): Promise<Result<string, Failure>>;
}

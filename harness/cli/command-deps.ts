import type {OpenAnswers} from '../answers/ports.ts';
import type {ScratchFolder} from '../arms/check-arm.ts';
import type {SchedulePreview} from '../arms/preview-schedule.ts';
import type {PerformDeps} from '../daemon/perform.ts';
import type {RequestKind} from '../daemon/ports.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';
import type {CheckedLive} from '../live/check-live.ts';
import type {MachineFacts} from '../machine/ports.ts';
import type {Render, ReportFolder} from '../report/ports.ts';
import type {SnapshotFiles} from '../snapshots/ports.ts';
import type {CatalogueAnswers} from '../snapshots/questions.ts';

/** Folders and choices that hold for every command. */
export interface Settings {
  /** Where rulesets/, schedules/ and captures lie. */
  readonly project: string;
  readonly stateDir: string;
  readonly reports: string;
  readonly engine: 'auto' | 'snort3' | 'recorded';
}

/** Log files by their paths, and how those are called that are copies. */
export interface ReadableLogs {
  readonly files: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  /** Removes the copies. */
  remove(): Promise<void>;
}

/** What the work of one conductor may use. */
export interface Conducting extends PerformDeps, ScratchFolder {
  /** Runs all live schedules until it is told to end, and serves the requests of other processes. */
  daemon(): Promise<Result<void, Failure>>;
  /** What a live schedule would run; nothing is downloaded. */
  checkLive(schedule: string): Promise<Result<CheckedLive, Failure>>;
}

/** What a command may use of the outside world; wiring joins it to the real things. */
export interface CommandDeps {
  readonly version: string;
  /** Folder of the installed package's demo. */
  readonly demoFolder: string;
  /** The work of one conductor; the lock is held until it ends. */
  conduct<T>(
    settings: Settings,
    say: Say,
    work: (deps: Conducting) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>>;
  /** Leaves a request for the process that conducts this state folder, and follows it to its end. */
  request(
    settings: Settings,
    kind: RequestKind,
    what: unknown,
    say: Say,
  ): Promise<Result<unknown, Failure> | 'nobody-took-it'>;
  /** Whether any process works as the conductor of this state folder now. */
  conducted(settings: Settings): Promise<boolean>;
  /** Names of all trials, in order. */
  trials(settings: Settings): Promise<readonly string[]>;
  /** The newest trial of this name, or the very one. */
  answers(settings: Settings, trial: string): Promise<Result<OpenAnswers, Failure>>;
  /** The catalogue of snapshots, open for questions. */
  catalogue(settings: Settings): Promise<Result<CatalogueAnswers, Failure>>;
  snapshotFiles(settings: Settings): Promise<SnapshotFiles>;
  /** Files to take logs from: those that are given, and copies of what comes through pipes. */
  readableLogs(given: readonly string[]): Promise<Result<ReadableLogs, Failure>>;
  readonly render: Render;
  reportFolder(path: string): ReportFolder;
  machine(settings: Settings): Promise<MachineFacts>;
  /** Looks at a live schedule and at what its arms would load; runs, downloads and writes nothing. */
  preview(settings: Settings, schedule: string): Promise<Result<SchedulePreview, Failure>>;
  /** Copies files into the project; refuses to overwrite any before it has written one. */
  install(
    files: readonly {readonly to: string; readonly text?: string; readonly from?: string}[],
    root: string,
  ): Promise<Result<void, Failure>>;
  /** Files below a folder of the package, relative. */
  list(folder: string): Promise<readonly string[]>;
  /** Text of a file of the package. */
  readText(path: string): Promise<string>;
}

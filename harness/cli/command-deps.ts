import type {OpenAnswers} from '../answers/ports.ts';
import type {ScratchFolder} from '../arms/check-arm.ts';
import type {SchedulePreview} from '../arms/preview-schedule.ts';
import type {PerformDeps} from '../daemon/perform.ts';
import type {RequestKind} from '../daemon/ports.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {CheckedLive} from '../live/check-live.ts';
import type {MachineFacts} from '../machine/ports.ts';
import type {Render, ReportFolder} from '../report/ports.ts';
import type {SnapshotFiles} from '../snapshots/ports.ts';
import type {CatalogueAnswers} from '../snapshots/questions.ts';

/** The global options, which are the same for every command. */
export interface Settings {
  /** The folder with rulesets/, schedules/ and captures. */
  readonly project: string;
  readonly stateDir: string;
  readonly reports: string;
  readonly engine: 'auto' | 'snort3' | 'recorded';
}

/** Paths of log files, with the names to show for those that are copies. */
export interface ReadableLogs {
  readonly files: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  /** Removes the copies. */
  remove(): Promise<void>;
}

/** What the conductor of a state folder may use. */
export interface ConductorWork extends PerformDeps, ScratchFolder {
  /** Runs all live schedules until it is stopped, and handles requests from other processes. */
  daemon(): Promise<Result<void, Failure>>;
  /** Stops a live trial that no process runs: its recorded traffic is replayed, and it is sealed. */
  stopLive(trial: string): Promise<Result<string, Failure>>;
  /** Returns what a live schedule would run; nothing is downloaded. */
  checkLive(schedule: string): Promise<Result<CheckedLive, Failure>>;
}

/** What a command may use from outside; supplied by `wiring/`. */
export interface CommandDeps {
  readonly version: string;
  /** The demo folder of the installed package. */
  readonly demoFolder: string;
  /** Runs work as the conductor of the state folder; the lock is held until the work ends. */
  conduct<T>(
    settings: Settings,
    say: Say,
    work: (deps: ConductorWork) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>>;
  /** Runs work that at most adds snapshots, also while another process is the conductor. */
  inspect<T>(
    settings: Settings,
    say: Say,
    work: (deps: ConductorWork) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>>;
  /** Sends a request to the process that conducts this state folder, and waits until it is done. */
  request(
    settings: Settings,
    kind: RequestKind,
    what: unknown,
    say: Say,
  ): Promise<Result<unknown, Failure> | 'not-accepted'>;
  /** Returns whether a conductor is running in this state folder. */
  conducted(settings: Settings): Promise<boolean>;
  /** Returns the names of all trials, in order. */
  trials(settings: Settings): Promise<readonly string[]>;
  /** Returns the names of the declarations of a project. */
  declared(settings: Settings, kind: 'ruleset' | 'schedule'): Promise<readonly string[]>;
  /** Opens a file with the program of this desktop, such as a browser; returns the reason if there is none. */
  openFile(path: string): Promise<string | undefined>;
  /** Opens the trial with this name, or the newest trial of the schedule with this name. */
  answers(settings: Settings, trial: string): Promise<Result<OpenAnswers, Failure>>;
  /** Opens the catalogue of snapshots for queries. */
  catalogue(settings: Settings): Promise<Result<CatalogueAnswers, Failure>>;
  snapshotFiles(settings: Settings): Promise<SnapshotFiles>;
  /** Returns the log files to read: regular files as given, and copies of what comes through pipes. */
  readableLogs(files: readonly string[]): Promise<Result<ReadableLogs, Failure>>;
  /** Says how the schedule of a trial has changed since the trial began, and what to do; undefined if it has not. */
  scheduleChanges(settings: Settings, trial: {name: string; plan: TrialPlan}): Promise<string | undefined>;
  readonly render: Render;
  reportFolder(path: string): ReportFolder;
  /** Finds Snort on this machine, without the other facts. */
  snort(): Promise<MachineFacts['snort']>;
  machine(settings: Settings): Promise<MachineFacts>;
  /** Previews a live schedule and what its arms would load; runs, downloads and writes nothing. */
  preview(settings: Settings, schedule: string): Promise<Result<SchedulePreview, Failure>>;
  /** Copies files into the project; if one of them already exists, nothing is written. */
  install(
    files: readonly {readonly to: string; readonly text?: string; readonly from?: string}[],
    root: string,
  ): Promise<Result<void, Failure>>;
  /** Lists the files below a folder of the package, with relative paths. */
  list(folder: string): Promise<readonly string[]>;
  /** Reads a text file of the package. */
  readText(path: string): Promise<string>;
}

import type {CaptureFacts} from '../domain/capture.ts';
import type {Result} from '../domain/result.ts';
import type {RunEnd} from '../domain/run.ts';
import type {SnapshotFile} from '../domain/snapshot.ts';
import type {EngineIdentity, EngineSettings} from '../domain/trial.ts';
import type {EngineFailure} from './failures.ts';

/** The rules of an arm where they lie: `entry` includes all of them, `files` say where each came from. */
export interface LoadedRules {
  readonly digest: string;
  /** Absolute path of their folder: Snort runs in it, since its -R takes no path with a space. */
  readonly folder: string;
  /** Name of the one file there that includes all others. */
  readonly entry: string;
  readonly files: readonly SnapshotFile[];
}

/** What the engine is to run for an arm: the very rules, settings and configuration digest. */
export interface ArmConfig {
  readonly arm: string;
  readonly rules: LoadedRules;
  readonly settings: EngineSettings;
  readonly configDigest: string;
}

/** What the engine's own config test says of an arm. */
export interface CheckFacts {
  /** Rules of the ruleset, without those that the engine's default configuration brings. */
  readonly loaded: number;
  /** Rules of the ruleset that may fire, alike. */
  readonly enabled: number;
  /** Builtin rules switched on beside them. */
  readonly builtins: number;
}

export interface CaptureInput {
  /** As planned; what alerts and problems are given to. */
  readonly path: string;
  /** Where it lies now. */
  readonly absolutePath: string;
  readonly sha256: string;
  readonly linkType: number | undefined;
}

/** One engine process over one capture or several. */
export interface RunOrder {
  readonly config: ArmConfig;
  readonly captures: readonly CaptureInput[];
  /** Absolute path of an empty folder: configuration, both streams and alert logs go there. */
  readonly folder: string;
}

export interface RunningEngine {
  /** Of the guard; undefined for the recorded engine. */
  readonly pid: number | undefined;
  readonly ended: Promise<RunEnd>;
  /** SIGTERM, then SIGKILL after the grace time. */
  stop(): void;
}

/** A detection program, or what one wrote earlier. */
export interface Engine {
  readonly identity: EngineIdentity;
  /**
   * Config test of the very rules that would be run. `scratch` is an empty folder of the caller's; of `captures`
   * recorded runs must know each.
   */
  check(
    config: ArmConfig,
    scratch: string,
    captures: readonly {readonly path: string; readonly sha256: string}[],
  ): Promise<Result<CheckFacts, EngineFailure>>;
  start(order: RunOrder): Promise<Result<RunningEngine, EngineFailure>>;
  /** A run whose harness died: what its folder proves, or undefined when it did not come to its end. */
  recall(order: RunOrder): Promise<RunEnd | undefined>;
}

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
  readonly pid: number | undefined;
  readonly ended: Promise<GuardedEnd>;
  stop(): void;
}

export interface GuardedEnd {
  /** As a shell says it: 128 + n when signal n ended the program. Undefined when the guard itself was killed. */
  readonly exitCode: number | undefined;
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
}

/** Child processes as engines need them; given by `process/`. */
export interface ChildProcesses {
  /** Runs to its end with capped output; `seconds` is the time limit. */
  run(command: readonly string[], options: {seconds: number; cwd?: string}): Promise<FinishedProcess>;
  /** Both streams go to files in `folder`; the guard leaves its account in `folder` too. */
  guard(
    command: readonly string[],
    options: {folder: string; graceSeconds: number; cwd: string},
  ): Promise<GuardedProcess>;
  /** The guard's account of a process that ended; undefined when there is none or it is not whole. */
  account(folder: string): Promise<GuardedEnd | undefined>;
}

/** Files of a run, as engines need them; given by `disk/`. */
export interface EngineFiles {
  write(path: string, text: string): Promise<void>;
  /** The file's text, `maxBytes` at most, '' when it is not there. */
  read(path: string, maxBytes: number): Promise<string>;
  /** The end of the file, `maxBytes` at most, '' when it is not there. */
  readEnd(path: string, maxBytes: number): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** SHA-256 in hex, or undefined when it cannot be read. */
  digest(path: string): Promise<string | undefined>;
}

export interface FoundCaptures {
  /** In the order of their paths. */
  readonly captures: readonly CaptureFacts[];
  /** Files in declared folders that are no captures. */
  readonly ignored: readonly string[];
}

/** What a declared entry led to when it led nowhere. */
export interface NoCaptures {
  readonly entry: string;
  readonly reason: string;
}

/** Captures of the project; given by `disk/`. */
export interface CaptureSource {
  /** Files, folders and globs to captures, each read whole once for its digest. */
  find(
    entries: readonly string[],
    progress: (done: number, total: number) => void,
  ): Promise<FoundCaptures | NoCaptures>;
  /** Where a planned capture lies now. */
  locate(path: string): string;
  /** SHA-256 of a planned capture now; undefined when it cannot be read. */
  digest(path: string): Promise<string | undefined>;
}

/** Recorded runs as they lie in a folder; given by `disk/`. */
export interface RecordingFolder {
  /** Parsed JSON of every `recording.json` below the folder, with the folder of each. */
  recordings(): Promise<readonly {folder: string; json: unknown}[]>;
  /** Lines of a recording's `alert_json.txt.gz`. */
  alertLines(folder: string): Promise<readonly string[]>;
}

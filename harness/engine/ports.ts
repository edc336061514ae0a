import type {Result} from '../domain/result.ts';
import type {PacketCounts, RunEnd} from '../domain/run.ts';
import type {SnapshotFile} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {EngineIdentity, EngineSettings, ListeningSensor} from '../domain/trial.ts';
import type {EngineFailure} from './failures.ts';

/** The rules of an arm on disk: `entry` includes all of them, and `files` lists where each file came from. */
export interface LoadedRules {
  readonly digest: string;
  /** Absolute path of their folder; Snort runs there, since -R accepts no path with a space. */
  readonly folder: string;
  /** Name of the file that includes all others. */
  readonly entry: string;
  readonly files: readonly SnapshotFile[];
  /** Returns the position of a rule in the user's files, by `gid:sid`; undefined if it is unknown. */
  placeOf?(key: string): {readonly file: string; readonly line: number} | undefined;
}

/** What the engine runs for an arm: its rules, settings and configuration digest. */
export interface ArmConfig {
  readonly arm: string;
  readonly rules: LoadedRules;
  readonly settings: EngineSettings;
  readonly configDigest: string;
}

/** The result of the engine's config test of an arm. */
export interface CheckFacts {
  /** How many rules of the ruleset are loaded, without those of the engine's default configuration. */
  readonly loaded: number;
  /** How many of these rules are enabled. */
  readonly enabled: number;
  /** How many builtin rules are enabled in addition. */
  readonly builtins: number;
}

export interface CaptureInput {
  /** The path in the plan, to which alerts and problems are assigned. */
  readonly path: string;
  /** The current path. */
  readonly absolutePath: string;
  /** The path that the engine receives, and that its alerts and messages contain. */
  readonly pathForEngine: string;
  readonly sha256: string;
  readonly linkType: number | undefined;
}

/** The spec to start an engine process on live traffic. */
export interface ListenSpec {
  readonly config: ArmConfig;
  readonly sensor: ListeningSensor;
  /** Absolute path of an empty folder for configuration, both streams and alert logs. */
  readonly folder: string;
  /** Size in MiB at which an alert log is rotated. */
  readonly rollMiB: number;
}

export interface ListeningEngine {
  /** Process id of the engine itself, for load samples; undefined if it is not a process. */
  readonly pid: number | undefined;
  /** Resolves with true when it inspects, or with false if it ended before that. */
  readonly ready: Promise<boolean>;
  /** Resolves with the outcome `never-ready` or `exited-early`; the caller knows whether it stopped the engine. */
  readonly ended: Promise<RunEnd>;
  /**
   * Requests its current packet counters with SIGUSR1; undefined if there is no answer within `seconds`. Calls share an open
   * request, because two requests at once make Snort add up its figures twice.
   */
  counts(seconds: number): Promise<PacketCounts | undefined>;
  /**
   * Returns whether it acknowledged the open request but cannot answer before the next packet. Only with the DAQ module
   * pcap, which waits for packets indefinitely; other modules answer on a silent interface too.
   */
  acknowledged?(): boolean;
  /** Sends SIGTERM, then SIGKILL after the grace time. */
  stop(): void;
  /** Sends SIGKILL. */
  kill(): void;
}

/** What the folder shows of a live run that was open when ruletrial was killed. */
export interface RecoveredListening {
  readonly end: RunEnd;
  /** When the engine began to inspect and when it last wrote anything; undefined if never. */
  readonly readyAt: Micros | undefined;
  readonly endedAt: Micros | undefined;
}

/** The spec to start an engine process on captures. */
export interface RunSpec {
  readonly config: ArmConfig;
  readonly captures: readonly CaptureInput[];
  /** Absolute path of an empty folder for configuration, both streams and alert logs. */
  readonly folder: string;
  /** Whether to run at the lowest priority (nice 19). */
  readonly lowPriority?: true;
  /** How long recorded runs take to write their alerts, in milliseconds; real engines run at full speed. */
  readonly paceMs?: number;
}

export interface RunningEngine {
  /** Process id of the guard; undefined for recorded runs. */
  readonly pid: number | undefined;
  readonly ended: Promise<RunEnd>;
  /** Sends SIGTERM, then SIGKILL after the grace time. */
  stop(): void;
}

/** A detection program, or a recorded run of one. */
export interface Engine {
  readonly identity: EngineIdentity;
  /**
   * Tests exactly the configuration that would run. `scratch` is an empty folder of the caller. Recorded runs must contain
   * every one of `captures`.
   */
  check(
    config: ArmConfig,
    scratch: string,
    captures: readonly {readonly path: string; readonly sha256: string}[],
  ): Promise<Result<CheckFacts, EngineFailure>>;
  /** Returns the `gid:sid` of all enabled rules, including those of its default configuration; undefined if unknown. */
  enabledRules?(config: ArmConfig, scratch: string): Promise<ReadonlySet<string> | undefined>;
  start(spec: RunSpec): Promise<Result<RunningEngine, EngineFailure>>;
  /** Finds out from its folder how a run ended that was open when ruletrial was killed; undefined if it did not end by itself. */
  recover(spec: RunSpec): Promise<RunEnd | undefined>;
  /** Inspects live traffic; recorded runs cannot. */
  listen(spec: ListenSpec): Promise<Result<ListeningEngine, EngineFailure>>;
  /** Finds out how a live run ended that was open when ruletrial was killed; waits until its guard has stopped the engine. */
  recoverListening(spec: ListenSpec): Promise<RecoveredListening>;
}

/** Records the traffic of an interface in capture files; supplied by `tcpdump/`. */
export interface Recorder {
  /** Returns its version; undefined if it is not installed. */
  version(): Promise<string | undefined>;
  start(spec: RecordSpec): Promise<Result<RunningRecorder, EngineFailure>>;
}

export interface RecordSpec {
  readonly interface: string;
  /** BPF expression; '' records everything. */
  readonly filter: string;
  readonly snaplen: number;
  /** Absolute path of the file to write, which only its owner can read. */
  readonly file: string;
  /** Absolute path of an empty folder for both streams. */
  readonly folder: string;
}

export interface RunningRecorder {
  /** Resolves with true when it records, or with false if it ended before that or did not start in time. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<RecorderEnd>;
  stop(): void;
}

export interface RecorderEnd {
  /** Packets as counted by tcpdump; undefined if it printed no counts. */
  readonly packets: {readonly captured: number; readonly dropped: number} | undefined;
  /** Why it ended by itself: the last line that it wrote, if it wrote any. */
  readonly endReason: string | undefined;
}

/** Access to recorded runs in a folder; supplied by `disk/`. */
export interface RecordedRunFolder {
  /** Returns the parsed JSON of every `recording.json` below the folder, with its folder. */
  runs(): Promise<readonly {folder: string; json: unknown}[]>;
  /** Reads the lines of a recorded run's `alert_json.txt.gz`. */
  alertLines(folder: string): Promise<readonly string[]>;
}

import type {CaptureFacts} from '../domain/capture.ts';
import type {Result} from '../domain/result.ts';
import type {PacketCounts, RunEnd} from '../domain/run.ts';
import type {SnapshotFile} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {EngineIdentity, EngineSettings, ListeningSensor} from '../domain/trial.ts';
import type {EngineFailure} from './failures.ts';

/** The rules of an arm where they lie: `entry` includes all of them, `files` say where each came from. */
export interface LoadedRules {
  readonly digest: string;
  /** Absolute path of their folder: Snort runs in it, since its -R takes no path with a space. */
  readonly folder: string;
  /** Name of the one file there that includes all others. */
  readonly entry: string;
  readonly files: readonly SnapshotFile[];
  /** Where the user finds the rule of a `gid:sid`; undefined where nobody knows it. */
  placeOf?(key: string): {readonly file: string; readonly line: number} | undefined;
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
  /** Path under which the engine is given it; what its alerts and messages call it. */
  readonly givenAs: string;
  readonly sha256: string;
  readonly linkType: number | undefined;
}

/** One engine process on live traffic. */
export interface ListenSpec {
  readonly config: ArmConfig;
  readonly sensor: ListeningSensor;
  /** Absolute path of an empty folder: configuration, both streams and alert logs go there. */
  readonly folder: string;
  /** Size at which an alert log is rolled over, MiB. */
  readonly rollMiB: number;
}

export interface ListeningEngine {
  /** Of the engine itself, for load samples; undefined where it is no process. */
  readonly pid: number | undefined;
  /** Resolves once: true when it inspects, false when it ended before. */
  readonly ready: Promise<boolean>;
  /** Outcome `never-ready` or `exited-early`: why it was stopped is known to whoever stopped it. */
  readonly ended: Promise<RunEnd>;
  /**
   * Its packet counters now, asked for by SIGUSR1; undefined when no answer came within `seconds`. A question that is
   * still open is shared and never put twice: Snort would add up its figures doubly.
   */
  counts(seconds: number): Promise<PacketCounts | undefined>;
  /**
   * It took note of the open question, and cannot answer it before the next packet comes. Only with the DAQ module
   * pcap, which waits for a packet without end; left out where an answer comes on a silent interface too.
   */
  acknowledged?(): boolean;
  /** SIGTERM, then SIGKILL after the grace time. */
  stop(): void;
  /** SIGKILL. */
  kill(): void;
}

/** What the folder of a live run proves whose harness died. */
export interface RecoveredListening {
  readonly end: RunEnd;
  /** When the engine began to inspect, and when it last gave a sign of life; undefined: never. */
  readonly readyAt: Micros | undefined;
  readonly endedAt: Micros | undefined;
}

/** One engine process over one capture or several. */
export interface RunSpec {
  readonly config: ArmConfig;
  readonly captures: readonly CaptureInput[];
  /** Absolute path of an empty folder: configuration, both streams and alert logs go there. */
  readonly folder: string;
  /** Behind everything else on the machine (nice 19). */
  readonly lowPriority?: true;
  /** Recorded runs give their alerts out over so many milliseconds; real engines go as fast as they can. */
  readonly paceMs?: number;
}

export interface RunningEngine {
  /** Of the guard; undefined for recorded runs. */
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
  /** `gid:sid` of all rules that may fire, those of its default configuration too; undefined when it does not tell. */
  enabledRules?(config: ArmConfig, scratch: string): Promise<ReadonlySet<string> | undefined>;
  start(spec: RunSpec): Promise<Result<RunningEngine, EngineFailure>>;
  /** A run whose harness died: what its folder proves, or undefined when it did not come to its end. */
  recover(spec: RunSpec): Promise<RunEnd | undefined>;
  /** Inspects live traffic; recorded runs cannot. */
  listen(spec: ListenSpec): Promise<Result<ListeningEngine, EngineFailure>>;
  /** A live run whose harness died; waits until its guard has ended the engine. */
  recoverListening(spec: ListenSpec): Promise<RecoveredListening>;
}

/** Writes the traffic of an interface into capture files; given by `tcpdump/`. */
export interface Recorder {
  /** Undefined where it is missing; its version where it is there. */
  version(): Promise<string | undefined>;
  start(spec: RecordSpec): Promise<Result<Recording, EngineFailure>>;
}

export interface RecordSpec {
  readonly interface: string;
  /** BPF; '' for everything. */
  readonly filter: string;
  readonly snaplen: number;
  /** Absolute path of the file to be written; readable by its owner alone. */
  readonly file: string;
  /** Absolute path of an empty folder for both streams. */
  readonly folder: string;
}

export interface Recording {
  /** Resolves once: true when it records, false when it ended before, or did not begin in time and is ended. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<RecordingEnd>;
  stop(): void;
}

export interface RecordingEnd {
  /** Packets by tcpdump's own count at its end; undefined when it did not tell. */
  readonly packets: {readonly captured: number; readonly dropped: number} | undefined;
  /** Why it ended by itself: the last line that it wrote, if it wrote any. */
  readonly endReason: string | undefined;
}

export interface FoundCaptures {
  /** In the order of their paths. */
  readonly captures: readonly CaptureFacts[];
  /** Files in declared folders that are no captures. */
  readonly ignored: readonly string[];
  /** Files that look like captures and cannot be opened, with the reason. */
  readonly unusable: readonly {readonly path: string; readonly reason: string}[];
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

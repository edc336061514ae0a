import type {RulesFound} from '../answers/rules-found.ts';
import type {Alert} from '../domain/alert.ts';
import type {RuleIdParts} from '../domain/rule.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {CheckFacts} from '../engine/ports.ts';
import type {MessageOf} from '../ingest/known-message.ts';
import type {IngestStore, LogSource} from '../ingest/ports.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {Facts} from './next-step.ts';

export interface ArmCounts {
  readonly arm: string;
  readonly capturesDone: number;
  readonly packets: number;
  readonly alerts: number;
}

/** An alert in the form that a trial's store accepts, with the id of its capture (0: none). */
export interface PlacedAlert {
  readonly alert: Alert;
  readonly capture: number;
}

/** A snapshot, or those of its rules that fired. `name` is its name on the command line. */
export interface RulesOfSnapshot {
  readonly name: string;
  readonly manifest: Manifest;
  readonly rules: readonly CatalogueRule[];
}

/** Which snapshots the rules of imported logs come from. The trial keeps what its report needs of them. */
export interface ArmSnapshots {
  /** Returns the ids of all rules that fired in an arm. */
  fired(arm: string): readonly RuleIdParts[];
  /** Sets the snapshot that an arm ran, with all of its rules; it replaces an earlier one. */
  setNamed(arm: string, snapshot: RulesOfSnapshot): void;
  /** Sets the snapshots in which rules of an arm were matched, the first choice first. */
  setMatched(arm: string, snapshots: readonly RulesOfSnapshot[]): void;
  /** Finds the rules that fired in the snapshots that were set; undefined if none was. */
  find(arm: string): RulesFound | undefined;
}

/** The store of one trial, open for its conductor. Throws only when the disk or the file fails. */
export interface TrialStore {
  readonly name: string;
  readonly plan: TrialPlan;
  readonly ingest: IngestStore<PlacedAlert>;
  facts(): Facts;
  /** Returns what has been counted so far, to show progress. */
  counts(): readonly ArmCounts[];
  armChecked(arm: string, facts: CheckFacts): void;
  /** Adds an arm to the plan of an `ingested` trial; does nothing if it exists. */
  addArm(arm: string): void;
  readonly snapshots: ArmSnapshots;
  /** Returns the run for an arm's imported logs, which is created if it does not exist. */
  ingestedRun(arm: string, at: Micros): number;
  startRun(run: {
    arm: string;
    unit: number;
    attempt: number;
    captures: readonly string[];
    at: Micros;
  }): number;
  /** Returns the ids of the plan's captures by path. */
  captureIds(): ReadonlyMap<string, number>;
  /** Returns a function that finds the message of an alert among the rules of a snapshot. */
  messagesOf(digest: string | undefined): MessageOf;
  /** Returns how many alerts of a run are stored. */
  alertsOf(run: number): number;
  /** Records how a run ended; the record is on the disk when this returns. */
  finishRun(run: number, end: RunEnd, at: Micros): void;
  /** Cancels a run that ruletrial itself stopped; another run repeats its work. */
  cancelRun(run: number, at: Micros): void;
  /** Moves everything into a single file, which never changes again. */
  seal(at: Micros): void;
  close(): void;
}

/** The folders of runs, below a trial's folder. */
export interface RunFolders {
  path(arm: string, unit: number, attempt: number): string;
  /** Returns an empty folder; earlier content is removed. */
  fresh(arm: string, unit: number, attempt: number): Promise<string>;
  remove(folder: string): Promise<void>;
  logs(folder: string): Promise<readonly LogSource[]>;
  compressLogs(folder: string): Promise<void>;
  removeLogs(folder: string): Promise<void>;
  /** Compresses, keeps or removes a log that is completely stored, while its engine writes the next one. */
  retireLog(log: LogSource, how: 'compress' | 'keep' | 'remove'): Promise<void>;
  /** Returns the size of the alert logs that an engine is writing, in bytes. */
  logBytes(folder: string): Promise<number>;
  /** Returns the free bytes on the trial's disk. */
  freeBytes(): Promise<number>;
}

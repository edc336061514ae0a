import type {Alert} from '../domain/alert.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {CheckFacts} from '../engine/ports.ts';
import type {MessageOf} from '../ingest/known-message.ts';
import type {IngestStore, LogSource} from '../ingest/ports.ts';
import type {Facts} from './next-step.ts';

export interface ArmCounts {
  readonly arm: string;
  readonly capturesDone: number;
  readonly packets: number;
  readonly alerts: number;
}

/** An alert as a trial's store takes it: with the id of its capture (0: none). */
export interface PlacedAlert {
  readonly alert: Alert;
  readonly capture: number;
}

/** The store of one trial, open for its conductor. Throws only when the disk or the file fails. */
export interface TrialStore {
  readonly name: string;
  readonly plan: TrialPlan;
  readonly ingest: IngestStore<PlacedAlert>;
  facts(): Facts;
  /** Counted so far, for the progress. */
  counts(): readonly ArmCounts[];
  armChecked(arm: string, facts: CheckFacts): void;
  /** Writes an arm into the plan of an `ingested` trial; does nothing when it is there. */
  addArm(arm: string): void;
  /** The run for an arm's imported logs; created if it does not exist. */
  ingestedRun(arm: string, at: Micros): number;
  startRun(run: {
    arm: string;
    unit: number;
    attempt: number;
    captures: readonly string[];
    at: Micros;
  }): number;
  /** Ids of the plan's captures by path. */
  captureIds(): ReadonlyMap<string, number>;
  /** Of the rules of a snapshot, the message that its alerts have. */
  messagesOf(digest: string | undefined): MessageOf;
  /** Alerts of a run in the store. */
  alertsOf(run: number): number;
  /** Writes the end down and has it on the disk when it returns. */
  finishRun(run: number, end: RunEnd, at: Micros): void;
  /** Takes the run's end back: the harness stopped it, its work is done again. */
  cancelRun(run: number, at: Micros): void;
  /** Folds everything into the one file; no change after it. */
  seal(at: Micros): void;
  close(): void;
}

/** Folders of runs below a trial's folder. */
export interface RunFolders {
  path(arm: string, unit: number, attempt: number): string;
  /** Gives an empty folder, whatever was in it before. */
  fresh(arm: string, unit: number, attempt: number): Promise<string>;
  remove(folder: string): Promise<void>;
  logs(folder: string): Promise<readonly LogSource[]>;
  compressLogs(folder: string): Promise<void>;
  removeLogs(folder: string): Promise<void>;
  /** Compresses, removes or keeps a log that is fully stored, while its engine writes the next one. */
  retireLog(log: LogSource, how: 'compress' | 'keep' | 'remove'): Promise<void>;
  /** Bytes of the alert logs that an engine is writing. */
  logBytes(folder: string): Promise<number>;
  /** Bytes free on the disk of the trial. */
  freeBytes(): Promise<number>;
}

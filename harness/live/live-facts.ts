import type {Outcome} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';

/** The stored facts that decide the next step of a live trial. They are read from the store before every step. */
export interface LiveFacts {
  readonly sealed: boolean;
  /** When the user asked to stop the trial. */
  readonly stoppedAt: Micros | undefined;
  readonly slots: readonly SlotFact[];
  readonly runs: readonly LiveRunFact[];
  readonly recordings: readonly RecordingFact[];
}

export interface SlotFact {
  readonly slot: number;
  readonly rotation: number;
  readonly beginsAt: Micros;
  readonly endsAt: Micros;
  readonly arms: readonly SlotArmFact[];
  /** `ran`: an engine inspected. `missed`: no engine was started. `abandoned`: engines were started, but none became ready. Undefined: the slot has not ended. */
  readonly state: SlotState | undefined;
}

export type SlotState = 'ran' | 'missed' | 'abandoned';

export interface SlotArmFact {
  readonly arm: string;
  /** The rules were taken and tested, or it is known that nothing can be run. */
  readonly prepared: boolean;
  /** The arm has a setup to run. */
  readonly hasSetup: boolean;
  /** Its engine failed too often in a row in this slot: it is retried rarely, or not at all under `onFailure: next-arm`. */
  readonly keepsFailing: boolean;
}

export interface LiveRunFact {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly attempt: number;
  readonly startedAt: Micros;
  readonly readyAt: Micros | undefined;
  readonly endedAt: Micros | undefined;
  readonly outcome: Outcome | undefined;
}

export interface RecordingFact {
  readonly recording: number;
  readonly slot: number;
  /** Relative to the trial's folder. */
  readonly file: string;
  readonly fromAt: Micros;
  readonly bytes: number;
  /** 0 also while the number is not known yet. */
  readonly packets: number;
  /** `writing`: not finished. `kept`: finished (trimmed to its time span, or whole if there was no space to trim it). `deleted`: removed to make space. `lost`: unreadable. */
  readonly state: RecordingState;
}

export type RecordingState = 'writing' | 'kept' | 'deleted' | 'lost';

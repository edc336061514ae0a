import type {Outcome} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';

/** Everything that decides the next step of a live trial; read from the store each time. */
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
  /** `over`: engines ran in it. `missed`: none ran. `given-up`: none started successfully. Undefined: planned or running. */
  readonly state: SlotState | undefined;
}

export type SlotState = 'over' | 'missed' | 'given-up';

export interface SlotArmFact {
  readonly arm: string;
  /** Its rules are taken and tested, or nothing can be run. */
  readonly prepared: boolean;
  /** Something is there to run. */
  readonly hasSetup: boolean;
  readonly abandoned: boolean;
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
  /** 0: none, or not known yet. */
  readonly packets: number;
  /** `writing`, `kept`; `dropped`: the ring was full; `lost`: nothing could be read of it. */
  readonly state: RecordingState;
}

export type RecordingState = 'writing' | 'kept' | 'dropped' | 'lost';

import type {Micros} from '../domain/time.ts';
import type {BackgroundJob} from './background-job.ts';
import type {LiveRunFact, SlotFact} from './live-facts.ts';

/** One thing to do in a live trial. */
export type LiveStep =
  /** A run without an end whose engine this process did not start. */
  | {readonly kind: 'recover'; readonly run: LiveRunFact}
  | {readonly kind: 'close'; readonly slot: SlotFact; readonly state: 'over' | 'missed' | 'given-up'}
  | {readonly kind: 'plan'; readonly rotation: number; readonly from: Micros; readonly firstSlot: number}
  | {readonly kind: 'prepare'; readonly slot: SlotFact; readonly arm: string}
  | {
      readonly kind: 'begin';
      readonly slot: SlotFact;
      readonly arm: string;
      readonly attempt: number;
      readonly failures: number;
    }
  | {readonly kind: 'abandon'; readonly slot: number; readonly arm: string; readonly failures: number}
  | {readonly kind: 'stop'; readonly run: LiveRunFact; readonly why: 'slot-over' | 'cancelled'}
  /** The recorded traffic goes through every arm. */
  | {readonly kind: 'replay'}
  | {readonly kind: 'seal'}
  | {readonly kind: 'nothing'}
  | {readonly kind: 'wait'; readonly until: Micros};

/** What decides the next step besides the store: the conductor's memory. */
export interface ConductorView {
  /** Runs whose engines this process started. */
  readonly runs: ReadonlySet<number>;
  /** Runs that were asked to stop, or whose engines have exited. */
  readonly stopping: ReadonlySet<number>;
  readonly jobs: readonly BackgroundJob[];
  /** Too little disk is free: no engine runs until there is more. */
  readonly paused: boolean;
  /** Nothing recorded waits for its replay. */
  readonly replayed: boolean;
}

import type {Micros} from '../domain/time.ts';
import type {LiveRunFact, SlotFact} from './facts.ts';

/** One thing to do in a live trial. */
export type LiveStep =
  /** A run without an end whose engine this process does not hold. */
  | {readonly step: 'recover'; readonly run: LiveRunFact}
  | {readonly step: 'close'; readonly slot: SlotFact; readonly state: 'over' | 'missed' | 'given-up'}
  | {readonly step: 'plan'; readonly rotation: number; readonly from: Micros; readonly firstSlot: number}
  | {readonly step: 'prepare'; readonly slot: SlotFact; readonly arm: string}
  | {
      readonly step: 'begin';
      readonly slot: SlotFact;
      readonly arm: string;
      readonly attempt: number;
      readonly failures: number;
    }
  | {readonly step: 'give-up'; readonly slot: number; readonly arm: string; readonly failures: number}
  | {readonly step: 'stop'; readonly run: LiveRunFact; readonly why: 'slot-over' | 'cancelled'}
  /** The recorded traffic goes through every arm. */
  | {readonly step: 'replay'}
  | {readonly step: 'seal'}
  | {readonly step: 'nothing'}
  | {readonly step: 'wait'; readonly until: Micros};

/** What this process has in hand, beside what is stored. */
export interface InHand {
  /** Runs whose engines it holds. */
  readonly runs: ReadonlySet<number>;
  /** Runs that it has told to stop. */
  readonly stopping: ReadonlySet<number>;
  /** Long work under way: `plan`, `prepare 3 arm`, `replay`. */
  readonly busy: ReadonlySet<string>;
  /** Too little disk is free: no engine runs until there is more. */
  readonly paused: boolean;
  /** Nothing recorded waits for its replay. */
  readonly replayed: boolean;
}

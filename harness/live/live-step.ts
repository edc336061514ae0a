import type {Micros} from '../domain/time.ts';
import type {BackgroundJob} from './background-job.ts';
import type {LiveRunFact, SlotFact, SlotState} from './live-facts.ts';

/** The next thing that the conductor does in a live trial. */
export type LiveStep =
  /** Finish a run that an earlier process started and did not finish. */
  | {readonly kind: 'recover'; readonly run: LiveRunFact}
  | {readonly kind: 'close'; readonly slot: SlotFact; readonly state: SlotState}
  | {readonly kind: 'plan'; readonly rotation: number; readonly from: Micros; readonly firstSlot: number}
  | {readonly kind: 'prepare'; readonly slot: SlotFact; readonly arm: string}
  | {
      readonly kind: 'begin';
      readonly slot: SlotFact;
      readonly arm: string;
      readonly attempt: number;
      readonly failures: number;
    }
  | {readonly kind: 'mark-failing'; readonly slot: number; readonly arm: string; readonly failures: number}
  | {readonly kind: 'stop'; readonly run: LiveRunFact; readonly reason: 'slot-over' | 'cancelled'}
  /** Run the recorded traffic through every arm. */
  | {readonly kind: 'replay'}
  | {readonly kind: 'seal'}
  | {readonly kind: 'nothing'}
  | {readonly kind: 'wait'; readonly until: Micros};

/** The conductor's state in memory, as far as it is needed to decide the next step. */
export interface ConductorView {
  /** Runs whose engines this process started. */
  readonly runs: ReadonlySet<number>;
  /** Runs that were asked to stop, or whose engines have exited. */
  readonly stopping: ReadonlySet<number>;
  readonly jobs: readonly BackgroundJob[];
  /** Too little disk space is free, so no engine may run. */
  readonly paused: boolean;
  /** No recorded traffic is waiting for its replay. */
  readonly replayed: boolean;
}

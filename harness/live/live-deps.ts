import type {Failure} from '../domain/failure.ts';
import type {CloseDeps, FailingDeps} from './close-slot.ts';
import type {DiskWatchDeps} from './disk-watch.ts';
import type {EndDeps, StopDeps} from './end-engine.ts';
import type {Timer} from './machine-ports.ts';
import type {LiveTrial} from './ports.ts';
import type {PrepareDeps, RotationDeps} from './prepare-slot.ts';
import type {RecordersDeps} from './record-traffic.ts';
import type {RecoverDeps} from './recover-run.ts';
import type {ReplaysDeps} from './replay-slots.ts';
import type {LoadSamplerDeps} from './sample-load.ts';
import type {SlotReportsDeps} from './slot-reports.ts';
import type {StartDeps} from './start-engine.ts';
import type {ReadyDeps} from './switch-engines.ts';
import type {OutageDeps, ResumeDeps} from './watch-clock.ts';

interface LoopDeps {
  readonly store: Pick<LiveTrial, 'seal'>;
  readonly timer: Timer;
  /** Turns a thrown value into a failure with a message. */
  failureOf(thrown: unknown): Failure;
  /** Handles requests from other processes. It is called at least every two seconds. */
  serve(): Promise<void>;
  /** Tries to send the unsent notices to the webhook, for a limited time. */
  flushNotices(): Promise<void>;
}

/** All dependencies of a live trial: those of its loop and of each of its steps. */
export type LiveDeps = LoopDeps &
  StartDeps &
  ReadyDeps &
  StopDeps &
  EndDeps &
  RecoverDeps &
  CloseDeps &
  FailingDeps &
  RotationDeps &
  PrepareDeps &
  RecordersDeps &
  ReplaysDeps &
  SlotReportsDeps &
  LoadSamplerDeps &
  DiskWatchDeps &
  OutageDeps &
  ResumeDeps;

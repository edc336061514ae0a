/** A job that runs in the background, in parallel with the steps. */
export type BackgroundJob =
  | {readonly kind: 'plan'}
  | {readonly kind: 'prepare'; readonly slot: number; readonly arm: string}
  /** Runs the recorded traffic through every arm. */
  | {readonly kind: 'replay'}
  /** Waits before a failed replay is tried again. */
  | {readonly kind: 'replay-delay'}
  /** Writes the report after a slot. */
  | {readonly kind: 'report'}
  | {readonly kind: 'record'; readonly file: string}
  | {readonly kind: 'delete'; readonly file: string};

/** Whether a job does work, rather than wait or record until it is stopped. */
export const isWork = ({kind}: BackgroundJob): boolean => kind !== 'record' && kind !== 'replay-delay';

export const isPlanning = (jobs: readonly BackgroundJob[]): boolean => jobs.some(({kind}) => kind === 'plan');

export const isPreparing = (jobs: readonly BackgroundJob[], slot: number, arm: string): boolean =>
  jobs.some(job => job.kind === 'prepare' && job.slot === slot && job.arm === arm);

/** Whether a replay is running, or is waiting to be tried again. */
export const isReplaying = (jobs: readonly BackgroundJob[]): boolean =>
  jobs.some(({kind}) => kind === 'replay' || kind === 'replay-delay');

/** Work that runs in the background, alongside the steps. */
export type BackgroundJob =
  | {readonly kind: 'plan'}
  | {readonly kind: 'prepare'; readonly slot: number; readonly arm: string}
  /** The recorded traffic goes through every arm. */
  | {readonly kind: 'replay'}
  /** A replay that failed waits until it is tried again. */
  | {readonly kind: 'pause-replay'}
  | {readonly kind: 'record'; readonly file: string}
  | {readonly kind: 'drop'; readonly file: string};

/** Whether the job ends by itself: a recording runs until it is stopped, and a pause is not work. */
export const endsByItself = ({kind}: BackgroundJob): boolean => kind !== 'record' && kind !== 'pause-replay';

export const isPlanning = (jobs: readonly BackgroundJob[]): boolean => jobs.some(({kind}) => kind === 'plan');

export const isPreparing = (jobs: readonly BackgroundJob[], slot: number, arm: string): boolean =>
  jobs.some(job => job.kind === 'prepare' && job.slot === slot && job.arm === arm);

/** A replay is under way, or waits until it is tried again. */
export const isReplaying = (jobs: readonly BackgroundJob[]): boolean =>
  jobs.some(({kind}) => kind === 'replay' || kind === 'pause-replay');

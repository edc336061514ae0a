import {type BackgroundJob, isWork} from './background-job.ts';
import type {LiveEngine} from './live-engine.ts';
import type {ConductorView} from './live-step.ts';

/** The state in memory that the parts of a conductor share. Everything needed after a restart is in the store. */
export class ConductorState {
  /** Running engines by run id. */
  readonly engines = new Map<number, LiveEngine>();
  /** True while no engine may run because too little disk space is free. */
  paused = false;
  /** True when no recorded traffic is waiting for its replay. */
  replayed = true;
  /** True after replays have failed too often. The trial then continues, and is sealed, without them. */
  replaysAbandoned = false;
  /** The first error that a background job threw. */
  jobError: {readonly thrown: unknown} | undefined;
  readonly #jobs = new Map<BackgroundJob, Promise<void>>();
  #wake = new AbortController();

  /** A signal that is aborted when something happens that the loop must handle. */
  get changed(): AbortSignal {
    return this.#wake.signal;
  }

  wake(): void {
    this.#wake.abort();
  }

  /** Resets the signal, so that the next change wakes the loop again. */
  resetWake(): void {
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
  }

  /** Runs a job in the background and wakes the loop when it ends. If the job throws, the loop throws the same error. */
  runInBackground(job: BackgroundJob, work: Promise<void>): void {
    this.#jobs.set(
      job,
      work
        .catch((thrown: unknown) => {
          this.jobError ??= {thrown};
        })
        .finally(() => {
          this.#jobs.delete(job);
          this.wake();
        }),
    );
  }

  get jobs(): readonly BackgroundJob[] {
    return [...this.#jobs.keys()];
  }

  /** Waits until the jobs that are running now have ended: those of one kind, or all jobs if `kind` is omitted. */
  async waitForJobs(kind?: BackgroundJob['kind']): Promise<void> {
    const jobs = [...this.#jobs].filter(([job]) => kind === undefined || job.kind === kind);
    await Promise.all(jobs.map(([, work]) => work));
  }

  /** Whether a job is running that is work: neither a recording nor a delay. */
  get hasUnfinishedWork(): boolean {
    return this.jobs.some(isWork);
  }

  /** The part of this state that is needed to decide the next step. */
  view(): ConductorView {
    const stopping = [...this.engines].filter(
      ([, {life}]) => life.kind === 'stopping' || life.kind === 'ended',
    );
    return {
      runs: new Set(this.engines.keys()),
      stopping: new Set(stopping.map(([run]) => run)),
      jobs: this.jobs,
      paused: this.paused,
      replayed: this.replayed || this.replaysAbandoned,
    };
  }
}

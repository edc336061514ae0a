import {type BackgroundJob, endsByItself} from './background-job.ts';
import type {LiveEngine} from './live-engine.ts';
import type {ConductorView} from './live-step.ts';

/** What one conductor keeps in memory; everything else is in the store. */
export class ConductorState {
  /** By their runs. */
  readonly engines = new Map<number, LiveEngine>();
  paused = false;
  replayed = true;
  /** Replays failed repeatedly: the trial continues, and is sealed, without them. */
  replaysAbandoned = false;
  jobError: {readonly thrown: unknown} | undefined;
  readonly #jobs = new Map<BackgroundJob, Promise<void>>();
  #wake = new AbortController();

  /** Aborted when something happens that the loop must handle. */
  get changed(): AbortSignal {
    return this.#wake.signal;
  }

  wake(): void {
    this.#wake.abort();
  }

  /** Called after handling: the next change wakes the loop again. */
  resetWake(): void {
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
  }

  /** Works in the background; the loop is woken at the end. A failure of the work is thrown in the loop. */
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

  /** Waits for the end of the jobs that are under way now; `kind` left out: of all. */
  async waitForJobs(kind?: BackgroundJob['kind']): Promise<void> {
    const jobs = [...this.#jobs].filter(([job]) => kind === undefined || job.kind === kind);
    await Promise.all(jobs.map(([, work]) => work));
  }

  /** Whether a job is running that ends by itself. */
  get hasUnfinishedWork(): boolean {
    return this.jobs.some(endsByItself);
  }

  /** What decides the next step, besides the store. */
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

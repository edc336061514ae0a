import type {Failure} from '../domain/failure.ts';
import {failed} from '../domain/result.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {ConductorState} from './conductor-state.ts';
import type {ReportWriter} from './machine-ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';

/** Shortest time between the starts of two reports, and between the start of the conductor and its first report. */
const EVERY = 60 * MICROS_PER_SECOND;

export type SlotReportsDeps = NoticeDeps & {
  readonly reports: ReportWriter;
  readonly messageOf: (failure: Failure) => string;
  failureOf(thrown: unknown): Failure;
};

/** Writes the report of a trial after each slot, in parallel with the live engines. A failure posts a notice and delays no slot. */
export class SlotReports {
  readonly #state: Pick<ConductorState, 'jobs' | 'runInBackground'>;
  readonly #deps: SlotReportsDeps;
  readonly #cancellation = new AbortController();
  #nextAt: number;

  constructor(state: Pick<ConductorState, 'jobs' | 'runInBackground'>, deps: SlotReportsDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#nextAt = deps.clock.now() + EVERY;
  }

  /** Starts to write the report. If that is still in progress, or is too soon, the report after the next slot covers this slot too. */
  slotEnded(): void {
    const now = this.#deps.clock.now();
    if (now < this.#nextAt || this.#state.jobs.some(({kind}) => kind === 'report')) return;
    this.#nextAt = now + EVERY;
    this.#state.runInBackground({kind: 'report'}, this.#write());
  }

  /** Stops the report that is being written; no other is started. */
  cancel(): void {
    this.#nextAt = Number.POSITIVE_INFINITY;
    this.#cancellation.abort();
  }

  async #write(): Promise<void> {
    const {reports, store, say, messageOf, failureOf} = this.#deps;
    const {signal} = this.#cancellation;
    const done = await reports.write(store.name, signal).catch(thrown => failed(failureOf(thrown)));
    if (signal.aborted) return;
    if (done.ok) say({kind: 'info', text: `${store.name}: report: ${done.value}`});
    else postNotice({kind: 'report-failed', text: messageOf(done.failure)}, this.#deps);
  }
}

import {isoSeconds, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {RunFolders} from '../trial/ports.ts';
import type {ConductorState} from './conductor-state.ts';
import type {LiveTrial, OutageJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import type {Recorders} from './record-traffic.ts';

/** Interval at which free disk space is checked. */
const CHECK_EVERY = 10 * MICROS_PER_SECOND;
/** A pause ends when the free space exceeds the declared limit by this factor. */
const RESUME_FACTOR = 1.05;

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

export type DiskWatchDeps = NoticeDeps & {
  readonly folders: Pick<RunFolders, 'freeBytes'>;
  readonly store: Pick<LiveTrial, 'plan'> & Pick<OutageJournal, 'addOutage'>;
};

/** Pauses a trial before the disk is full, and resumes it when there is enough space again. */
export class DiskWatch {
  readonly #state: Pick<ConductorState, 'paused'>;
  readonly #deps: DiskWatchDeps;
  readonly #recorders: Pick<Recorders, 'freeSpace'>;
  #nextAt: Micros = 0;
  #pausedAt: Micros | undefined;
  /** True if, at the last check, recordings were deleted, or were still being deleted or trimmed. */
  #freedLastTime = false;

  constructor(
    state: Pick<ConductorState, 'paused'>,
    deps: DiskWatchDeps,
    recorders: Pick<Recorders, 'freeSpace'>,
  ) {
    this.#state = state;
    this.#deps = deps;
    this.#recorders = recorders;
  }

  /** Stores the current pause, if there is one, when the trial ends or the conductor shuts down. */
  end(): void {
    if (this.#state.paused) this.#resume(this.#deps.clock.now());
  }

  #resume(now: Micros): void {
    const fromAt = this.#pausedAt ?? now;
    const reason = `too little free disk space from ${isoSeconds(fromAt)} to ${isoSeconds(now)}`;
    this.#state.paused = false;
    this.#deps.store.addOutage({fromAt, toAt: now, kind: 'disk', expected: false, reason});
  }

  #pause(free: number, wanted: number, now: Micros): void {
    this.#state.paused = true;
    this.#pausedAt = now;
    const text = `${gib(free)} of disk space is free, less than min_free (${gib(wanted)}): engines are stopped until there is more`;
    postNotice({kind: 'disk-low', text}, this.#deps);
  }

  /** Checks free disk space if a check is due, and pauses or resumes the trial. */
  async step(): Promise<void> {
    const {clock, folders, store} = this.#deps;
    const now = clock.now();
    if (now < this.#nextAt && this.#nextAt - now <= CHECK_EVERY) return;
    this.#nextAt = now + CHECK_EVERY;
    const [free, wanted] = [await folders.freeBytes(), store.plan.live.minFreeBytes];
    if (free >= wanted) this.#freedLastTime = false;
    if (this.#state.paused && free > wanted * RESUME_FACTOR) {
      this.#resume(now);
      postNotice(
        {kind: 'disk-recovered', text: `${gib(free)} of disk space is free again: the trial continues`},
        this.#deps,
      );
    } else if (free < wanted) {
      // recordings are deleted before the trial is paused; the next check shows whether that was enough
      const freed = this.#recorders.freeSpace(Math.floor(wanted * RESUME_FACTOR - free) + 1);
      if (!this.#state.paused && (!freed || this.#freedLastTime)) this.#pause(free, wanted, now);
      this.#freedLastTime = freed;
    }
  }
}

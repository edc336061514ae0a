import {type ArmConfigDeps, armConfig, type ReadyArm} from '../arms/check-arm.ts';
import {armEngine, type EngineChoice} from '../arms/plan-arm.ts';
import {isRecorded} from '../domain/capture.ts';
import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {CaptureSource} from '../engine/capture-ports.ts';
import {conduct} from '../trial/conduct.ts';
import {nextStep} from '../trial/next-step.ts';
import type {RunFolders} from '../trial/ports.ts';
import type {ConductDeps} from '../trial/supervise-run.ts';
import type {ConductorState} from './conductor-state.ts';
import type {RecordingFiles, Timer} from './machine-ports.ts';
import type {LiveTrial, SameTraffic} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';

/** Whether all recorded traffic has been replayed through every arm, as far as the schedule asks for it. */
export function isReplayed({store}: {readonly store: Pick<LiveTrial, 'plan'> & SameTraffic}): boolean {
  if (!store.plan.live.thenReplay) return true;
  const part = store.sameTraffic();
  return nextStep(part.plan, part.facts(), new Set()).kind === 'seal';
}

export type ReplaysDeps = NoticeDeps &
  EngineChoice &
  ArmConfigDeps &
  Pick<ConductDeps, 'withScratch' | 'formatOf' | 'stop'> & {
    readonly store: Pick<LiveTrial, 'plan'> & SameTraffic;
    readonly sameTrafficFolders: RunFolders;
    readonly recordings: Pick<RecordingFiles, 'path'>;
    readonly captures: Pick<CaptureSource, 'locate'>;
    readonly timer: Timer;
    readonly messageOf: (failure: Failure) => string;
    failureOf(thrown: unknown): Failure;
  };

/** Delay before a failed replay is retried. */
const RETRY_AFTER = 600 * MICROS_PER_SECOND;
/** Number of consecutive failures after which the replay is abandoned. */
const MAX_FAILURES = 3;

type ReplayState = Pick<ConductorState, 'replayed' | 'replaysAbandoned' | 'runInBackground'>;

/** Replays finished slots in parallel with the live engines. A failure posts a notice and delays no slot. */
export class Replays {
  readonly #state: ReplayState;
  readonly #deps: ReplaysDeps;
  #cancellation = new AbortController();
  #failures = 0;

  constructor(state: ReplayState, deps: ReplaysDeps) {
    this.#state = state;
    this.#deps = deps;
  }

  /** Stops the running replay, which can be started again later. */
  cancel(): void {
    this.#cancellation.abort();
  }

  async run(): Promise<void> {
    const {stop} = this.#deps;
    this.#cancellation = new AbortController();
    const signal = AbortSignal.any([stop, this.#cancellation.signal]);
    const done = await replaySlots({...this.#deps, stop: signal}).catch(thrown =>
      failed(this.#deps.failureOf(thrown)),
    );
    this.#state.replayed = isReplayed(this.#deps);
    if (done.ok) this.#failures = 0;
    else if (!signal.aborted) this.#postFailure(done.failure);
  }

  #postFailure(failure: Failure): void {
    const {clock, timer, messageOf} = this.#deps;
    this.#failures += 1;
    const isLastAttempt = this.#failures >= MAX_FAILURES;
    const nextAction = isLastAttempt
      ? 'it was abandoned; run it later with: ruletrial trial replay'
      : 'next attempt in 10 minutes';
    postNotice(
      {
        kind: 'replay-failed',
        text: `the replay of recorded slots failed: ${messageOf(failure)}; ${nextAction}`,
      },
      this.#deps,
    );
    if (isLastAttempt) this.#state.replaysAbandoned = true;
    else
      this.#state.runInBackground(
        {kind: 'replay-delay'},
        timer.sleepUntil(clock.now() + RETRY_AFTER, this.#cancellation.signal, false),
      );
  }
}

/** Replays the recorded traffic of finished slots through every arm, at low priority. */
async function replaySlots(deps: ReplaysDeps): Promise<Result<void, Failure>> {
  const {store, captures, recordings, sameTrafficFolders} = deps;
  const part = store.sameTraffic();
  const {live} = store.plan;
  if (!live.thenReplay || part.plan.captures.length === 0) return ok(undefined);
  const arms = new Map<string, ReadyArm>();
  for (const arm of part.plan.arms) {
    const declared = live.arms.find(({name}) => name === arm.name);
    const config = armConfig(arm, deps);
    if (!declared || !config) continue;
    const engine = await armEngine(declared, live, deps);
    if (!engine.ok) return engine;
    arms.set(arm.name, {engine: engine.value, config});
  }
  const {say} = deps;
  return conduct({
    ...deps,
    // the progress of this replay is not shown, only its warnings
    say: message => {
      if (message.kind === 'warning') say(message);
    },
    store: part,
    folders: sameTrafficFolders,
    engineOf: name => {
      const arm = arms.get(name);
      if (!arm) throw new Error(`arm ${name} has nothing to run`);
      return arm;
    },
    locate: path => (isRecorded(path) ? recordings.path(path) : captures.locate(path)),
    maxRuns: 1,
    logs: live.logs,
    lowPriority: true,
  });
}

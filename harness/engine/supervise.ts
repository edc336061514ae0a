import type {PacketCounts, RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {ListeningEngine} from './ports.ts';
import {type Limits, type RunEvent, type RunState, started, step} from './run-state.ts';

/** A supervised live engine. */
export interface Supervised {
  state(): RunState;
  /** Returns when it began to inspect; undefined if it has not. */
  readyAt(): Micros | undefined;
  /** Checks the time limits; called about once per second. */
  tick(): void;
  stop(outcome: 'slot-over' | 'cancelled'): void;
  /** Returns the packet counters since its start from its last answer, with the time of the answer. */
  counts(): (PacketCounts & {readonly at: Micros}) | undefined;
  /** Adds a listener that is called when the kind of state changes. */
  onChange(listener: () => void): void;
  /** Resolves with the outcome as known to the supervisor. */
  readonly ended: Promise<RunEnd>;
}

/** Supervises an engine with the reducer `step`; has no timer of its own, so that tests can use a virtual clock. */
export function supervise(
  engine: ListeningEngine,
  {startedAt, ...limits}: Limits & {readonly startedAt: Micros},
  {now}: {now(): Micros},
): Supervised {
  let state = started(startedAt, limits);
  let readyAt: Micros | undefined;
  let counts: (PacketCounts & {readonly at: Micros}) | undefined;
  const listeners: (() => void)[] = [];
  const feed = (event: RunEvent): void => {
    const before = state.kind;
    const [next, ...effects] = step(state, event, limits);
    state = next;
    if (next.kind === 'inspecting') readyAt = next.readyAt;
    for (const effect of effects) {
      if (effect === 'ask') ask();
      else if (effect === 'terminate') engine.stop();
      else engine.kill();
    }
    if (state.kind !== before) for (const listener of listeners) listener();
  };
  const ask = (): void => {
    void engine.counts(limits.answerWithinMs / 1000).then(answer => {
      if (!answer) return;
      counts = {...answer, at: now()};
      feed({kind: 'answered', at: now()});
    });
  };
  void engine.ready.then(isReady => {
    if (isReady) feed({kind: 'ready', at: now()});
  });
  const ended = engine.ended.then(end => {
    feed({kind: 'exited', at: now()});
    if (state.kind !== 'ended') return end;
    // an engine that was stopped on purpose did not fail
    const wasStopped = state.outcome === 'slot-over' || state.outcome === 'cancelled';
    return {...end, outcome: state.outcome, endReason: wasStopped ? undefined : end.endReason};
  });
  return {
    state: () => state,
    readyAt: () => readyAt,
    tick() {
      // it cannot answer before the next packet, which is not a hang
      if (state.kind === 'inspecting' && state.asked && engine.acknowledged?.())
        feed({kind: 'answered', at: now()});
      feed({kind: 'tick', at: now()});
    },
    stop: outcome => feed({kind: 'stop', at: now(), outcome}),
    counts: () => counts,
    onChange: listener => {
      listeners.push(listener);
    },
    ended,
  };
}

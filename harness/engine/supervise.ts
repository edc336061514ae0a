import type {PacketCounts, RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {ListeningEngine} from './ports.ts';
import {type Limits, type RunEvent, type RunState, started, step} from './run-state.ts';

/** A live engine under its supervisor. */
export interface Supervised {
  state(): RunState;
  /** When it began to inspect; undefined: not yet, or never. */
  readyAt(): Micros | undefined;
  /** Looks at the limits; called about once a second. */
  tick(): void;
  stop(why: 'slot-over' | 'cancelled'): void;
  /** Its packet counters by its last answer, since its start, and when it gave them. */
  counts(): (PacketCounts & {readonly at: Micros}) | undefined;
  /** Called whenever its state has another name. */
  onChange(listener: () => void): void;
  /** With the outcome that the supervisor knows. */
  readonly ended: Promise<RunEnd>;
}

/** Drives one engine by the reducer; knows no timer, so that a virtual clock may drive it. */
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
    const before = state.tag;
    const [next, ...effects] = step(state, event, limits);
    state = next;
    if (next.tag === 'inspecting') readyAt = next.readyAt;
    for (const effect of effects) {
      if (effect === 'ask') ask();
      else if (effect === 'terminate') engine.stop();
      else engine.kill();
    }
    if (state.tag !== before) for (const listener of listeners) listener();
  };
  const ask = (): void => {
    void engine.counts(limits.answerWithinMs / 1000).then(answer => {
      if (!answer) return;
      counts = {...answer, at: now()};
      feed({tag: 'answered', at: now()});
    });
  };
  void engine.ready.then(isReady => {
    if (isReady) feed({tag: 'ready', at: now()});
  });
  const ended = engine.ended.then(end => {
    feed({tag: 'exited', at: now()});
    if (state.tag !== 'ended') return end;
    // an engine that was stopped for its slot's end or by us did not end badly
    const asked = state.why === 'slot-over' || state.why === 'cancelled';
    return {...end, outcome: state.why, lastOutput: asked ? undefined : end.lastOutput};
  });
  return {
    state: () => state,
    readyAt: () => readyAt,
    tick() {
      // it cannot answer before the next packet comes: that is no hang
      if (state.tag === 'inspecting' && state.asked && engine.acknowledged?.())
        feed({tag: 'answered', at: now()});
      feed({tag: 'tick', at: now()});
    },
    stop: why => feed({tag: 'stop', at: now(), why}),
    counts: () => counts,
    onChange: listener => {
      listeners.push(listener);
    },
    ended,
  };
}

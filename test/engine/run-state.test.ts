import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  type Limits,
  type RunEffect,
  type RunEvent,
  type RunState,
  started,
  step,
} from '../../harness/engine/run-state.ts';

const SECOND = 1_000_000;
const LIMITS: Limits = {
  readyWithinMs: 120_000,
  askEveryMs: 60_000,
  answerWithinMs: 30_000,
  killAfterMs: 20_000,
};

/** Feeds events, each with its second; gives the last state and all effects with the second they were asked for. */
function live(
  ...events: (Omit<RunEvent, 'at' | 'outcome'> & {at: number; outcome?: 'slot-over' | 'cancelled'})[]
) {
  let state = started(0, LIMITS);
  const effects: [RunEffect, number][] = [];
  for (const event of events) {
    const [next, ...done] = step(state, {...event, at: event.at * SECOND} as RunEvent, LIMITS);
    state = next;
    for (const effect of done) effects.push([effect, event.at]);
  }
  return {state, effects};
}

const READY = {kind: 'ready', at: 5} as const;
const tick = (at: number) => ({kind: 'tick', at}) as const;
const exited = (at: number) => ({kind: 'exited', at}) as const;
const answered = (at: number) => ({kind: 'answered', at}) as const;
const stop = (at: number, outcome: 'slot-over' | 'cancelled' = 'slot-over') =>
  ({kind: 'stop', at, outcome}) as const;

describe('an engine that starts', () => {
  it('inspects from when it is ready', () => {
    expect(live(READY)).toEqual({
      state: {kind: 'inspecting', readyAt: 5 * SECOND, asked: undefined, nextAskAt: 65 * SECOND},
      effects: [],
    });
  });

  it('has all its time, and is terminated when that is over: never-ready', () => {
    expect(live(tick(119)).effects).toEqual([]);
    expect(live(tick(119), tick(120))).toEqual({
      state: {kind: 'stopping', outcome: 'never-ready', killAt: 140 * SECOND},
      effects: [['terminate', 120]],
    });
    expect(live(tick(120), exited(121)).state).toEqual({kind: 'ended', outcome: 'never-ready'});
  });

  it('that becomes ready after its time limit stays stopped', () => {
    expect(live(tick(120), {...READY, at: 121}, exited(122)).state).toEqual({
      kind: 'ended',
      outcome: 'never-ready',
    });
  });

  it('that ends before it is ready was never ready', () => {
    expect(live(exited(3))).toEqual({state: {kind: 'ended', outcome: 'never-ready'}, effects: []});
  });

  it.each(['slot-over', 'cancelled'] as const)('may be stopped: %s', outcome => {
    expect(live(stop(1, outcome), exited(2))).toEqual({
      state: {kind: 'ended', outcome},
      effects: [['terminate', 1]],
    });
  });
});

describe('an engine that inspects', () => {
  it('is asked for its statistics, and again only after its answer', () => {
    const {effects, state} = live(READY, tick(64), tick(65), tick(66), answered(67), tick(126), tick(127));
    expect(effects).toEqual([
      ['ask', 65],
      ['ask', 127],
    ]);
    expect(state).toMatchObject({
      asked: {at: 127 * SECOND, answerBy: 157 * SECOND},
      readyAt: 5 * SECOND,
    });
  });

  it('that gives no answer in time is killed at once: hung', () => {
    const {state, effects} = live(READY, tick(65), tick(94), tick(95), exited(96));
    expect(effects).toEqual([
      ['ask', 65],
      ['kill', 95],
    ]);
    expect(state).toEqual({kind: 'ended', outcome: 'hung'});
  });

  it('is not hung while it answers, for hours on a silent interface', () => {
    const hours = Array.from({length: 100}, (_, n) => [tick(65 + n * 61), answered(66 + n * 61)]).flat();
    const {state, effects} = live(READY, ...hours);
    expect(state.kind).toBe('inspecting');
    expect(effects.every(([effect]) => effect === 'ask')).toBe(true);
  });

  it('gets the time for its answer anew when machine and engine slept, once', () => {
    const slept = live(READY, tick(65), tick(9000));
    expect(slept.state).toMatchObject({kind: 'inspecting', asked: {answerBy: 9030 * SECOND}});
    expect(live(READY, tick(65), tick(9000), answered(9001)).state).toMatchObject({asked: undefined});
    expect(live(READY, tick(65), tick(9000), tick(19_000)).state).toMatchObject({outcome: 'hung'});
  });

  it('that ends of itself ended early, asked or not', () => {
    expect(live(READY, exited(50)).state).toEqual({kind: 'ended', outcome: 'exited-early'});
    expect(live(READY, tick(65), exited(66)).state).toEqual({kind: 'ended', outcome: 'exited-early'});
  });

  it('is terminated once when it is to stop, and keeps the first reason', () => {
    expect(live(READY, stop(10), stop(11, 'cancelled'), exited(12))).toEqual({
      state: {kind: 'ended', outcome: 'slot-over'},
      effects: [['terminate', 10]],
    });
  });
});

describe('an engine that is to stop', () => {
  it('is killed when it does not, once', () => {
    const {state, effects} = live(READY, stop(10), tick(29), tick(30), tick(31), tick(99));
    expect(effects).toEqual([
      ['terminate', 10],
      ['kill', 30],
    ]);
    expect(state).toEqual({kind: 'stopping', outcome: 'slot-over', killAt: undefined});
  });

  it('is not hung for an answer that it owes', () => {
    expect(live(READY, tick(65), stop(66), tick(96), exited(97)).state).toMatchObject({outcome: 'slot-over'});
  });
});

const anyEvent: fc.Arbitrary<RunEvent> = fc
  .tuple(
    fc.constantFrom('ready', 'answered', 'exited', 'tick', 'stop'),
    fc.constantFrom('slot-over', 'cancelled'),
    fc.integer({min: 0, max: 400 * SECOND}),
  )
  .map(([kind, outcome, at]) => (kind === 'stop' ? {kind, outcome, at} : {kind, at}) as RunEvent);

describe('whatever happens to an engine', () => {
  it('it is killed once at most, terminated once at most, and its end is final', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, {maxLength: 40}), events => {
        let state: RunState = started(0, LIMITS);
        const effects: RunEffect[] = [];
        let ended: RunState | undefined;
        for (const event of [...events].sort((a, b) => a.at - b.at)) {
          const [next, ...done] = step(state, event, LIMITS);
          if (ended) expect([next, done]).toEqual([ended, []]);
          state = next;
          effects.push(...done);
          if (state.kind === 'ended') ended ??= state;
        }
        for (const once of ['kill', 'terminate'])
          expect(effects.filter(effect => effect === once).length).toBeLessThanOrEqual(1);
      }),
      {numRuns: 500, seed: 7},
    );
  });

  it('it ends with its exit, whatever went before', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, {maxLength: 20}), events => {
        let state: RunState = started(0, LIMITS);
        for (const event of [...events, {kind: 'exited', at: 500 * SECOND} as const])
          [state] = step(state, event, LIMITS);
        expect(state.kind).toBe('ended');
      }),
      {numRuns: 200, seed: 8},
    );
  });
});

import {describe, expect, it} from 'vitest';
import type {LivePlan} from '../../harness/domain/trial.ts';
import type {LiveFacts, LiveRunFact, SlotFact} from '../../harness/live/live-facts.ts';
import type {ConductorView, LiveStep} from '../../harness/live/live-step.ts';
import {nextLiveStep} from '../../harness/live/next-step.ts';
import {livePlan} from '../fakes/live-world.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const plan = (more: Partial<LivePlan> = {}): LivePlan =>
  livePlan(['a', 'b'], {
    cadence: {kind: 'every', everyMs: 3_600_000, startAt: 0},
    rotations: 1,
    ...more,
  }).live as LivePlan;

const slot = (number: number, arms: readonly string[], more: Partial<SlotFact> = {}): SlotFact => ({
  ...{slot: number, rotation: 0, beginsAt: number * HOUR, endsAt: (number + 1) * HOUR, state: undefined},
  arms: arms.map(arm => ({arm, prepared: true, hasSetup: true, keepsFailing: false})),
  ...more,
});

const run = (id: number, of: number, arm: string, more: Partial<LiveRunFact> = {}): LiveRunFact => ({
  ...{run: id, slot: of, arm, attempt: 1, startedAt: of * HOUR, readyAt: of * HOUR + SECOND},
  ...{endedAt: undefined, outcome: undefined},
  ...more,
});

const view = (more: Partial<ConductorView> = {}): ConductorView => ({
  runs: new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  stopping: new Set(),
  jobs: [],
  paused: false,
  replayed: true,
  ...more,
});

const facts = (
  slots: readonly SlotFact[],
  runs: readonly LiveRunFact[],
  more: Partial<LiveFacts> = {},
): LiveFacts => ({
  sealed: false,
  stoppedAt: undefined,
  recordings: [],
  slots,
  runs,
  ...more,
});

const next = (
  given: LiveFacts,
  now: number,
  inMemory: Partial<ConductorView> = {},
  live: Partial<LivePlan> = {},
  kind: 'rotating' | 'concurrent' = 'rotating',
): LiveStep => nextLiveStep({kind, live: plan(live)}, given, view(inMemory), now);

const TWO = [slot(0, ['a']), slot(1, ['b'])];

describe('what is next in a rotating trial', () => {
  it('is the new engine before the old one is stopped', () => {
    const old = run(1, 0, 'a');
    expect(next(facts(TWO, [old]), HOUR)).toMatchObject({kind: 'begin', arm: 'b', attempt: 1});
    const coming = run(2, 1, 'b', {readyAt: undefined});
    expect(next(facts(TWO, [old, coming]), HOUR + SECOND)).toMatchObject({kind: 'wait'});
    const ready = run(2, 1, 'b');
    expect(next(facts(TWO, [old, ready]), HOUR + SECOND)).toMatchObject({
      kind: 'stop',
      run: {run: 1},
      reason: 'slot-over',
    });
    expect(next(facts(TWO, [old, ready]), HOUR + SECOND, {stopping: new Set([1])}).kind).toBe('wait');
  });

  it('is to prepare the next arm half an hour before, once, and to wait exactly until then', () => {
    const unprepared = [
      slot(0, ['a']),
      slot(1, ['b'], {arms: [{arm: 'b', prepared: false, hasSetup: false, keepsFailing: false}]}),
    ];
    const given = facts(unprepared, [run(1, 0, 'a')]);
    expect(next(given, 10 * MINUTE)).toEqual({kind: 'wait', until: 30 * MINUTE});
    expect(next(given, 30 * MINUTE)).toMatchObject({kind: 'prepare', arm: 'b'});
    expect(next(given, 31 * MINUTE, {jobs: [{kind: 'prepare', slot: 1, arm: 'b'}]})).toEqual({
      kind: 'wait',
      until: HOUR,
    });
  });

  it('is the old engine going on when the next arm has nothing to run until that is known, then its stop', () => {
    const none = [
      slot(0, ['a']),
      slot(1, ['b'], {arms: [{arm: 'b', prepared: true, hasSetup: false, keepsFailing: false}]}),
    ];
    expect(next(facts(none, [run(1, 0, 'a')]), HOUR)).toMatchObject({kind: 'stop', run: {run: 1}});
  });

  it('is a second run after a crash, with growing pauses, until the slot is abandoned', () => {
    const crash = (id: number, readyAt: number | undefined, endedAt: number) =>
      run(id, 0, 'a', {attempt: id, readyAt, endedAt, outcome: 'exited-early'});
    const one = [crash(1, 1, MINUTE)];
    expect(next(facts(TWO, one), MINUTE)).toEqual({kind: 'wait', until: MINUTE + 5 * SECOND});
    expect(next(facts(TWO, one), MINUTE + 5 * SECOND)).toMatchObject({kind: 'begin', attempt: 2});
    const three = [
      ...one,
      crash(2, MINUTE, MINUTE + 30 * SECOND),
      crash(3, 2 * MINUTE, 2 * MINUTE + 30 * SECOND),
    ];
    expect(next(facts(TWO, three), 3 * MINUTE)).toMatchObject({kind: 'begin', attempt: 4});
    expect(next(facts(TWO, three), 2 * MINUTE + 31 * SECOND)).toEqual({
      kind: 'wait',
      until: 2 * MINUTE + 50 * SECOND,
    });
    const five = [1, 2, 3, 4, 5].map(n => crash(n, n * MINUTE, n * MINUTE + SECOND));
    expect(next(facts(TWO, five), 30 * MINUTE)).toMatchObject({kind: 'mark-failing', arm: 'a', failures: 5});
  });

  it('is tried again, rarely, after it kept failing, but not with on_failure: next-arm', () => {
    const given = [slot(0, [], {arms: [{arm: 'a', prepared: true, hasSetup: true, keepsFailing: true}]})];
    const eight = [1, 2, 3, 4, 5, 6, 7, 8].map(n =>
      run(n, 0, 'a', {attempt: n, endedAt: n * SECOND, outcome: 'never-ready'}),
    );
    expect(next(facts(given, eight), 9 * SECOND)).toEqual({kind: 'wait', until: 608 * SECOND});
    expect(next(facts(given, eight), 608 * SECOND)).toMatchObject({kind: 'begin', attempt: 9});
    expect(next(facts(given, eight), 608 * SECOND, {}, {onFailure: 'next-arm'})).toMatchObject({
      kind: 'wait',
    });
  });

  it('forgives an engine that was sound before it crashed', () => {
    const sound = [1, 2, 3, 4, 5].map(n =>
      run(n, 0, 'a', {
        attempt: n,
        readyAt: n * 5 * MINUTE,
        endedAt: n * 5 * MINUTE + 3 * MINUTE,
        outcome: 'hung',
      }),
    );
    expect(next(facts(TWO, sound), 40 * MINUTE)).toMatchObject({kind: 'begin', attempt: 6, failures: 0});
  });

  it('gives a slot up at the first failure in the warm-up where the next arm is to go on', () => {
    const bad = [run(1, 0, 'a', {readyAt: undefined, endedAt: SECOND, outcome: 'never-ready'})];
    expect(next(facts(TWO, bad), MINUTE, {}, {onFailure: 'next-arm'})).toMatchObject({
      kind: 'mark-failing',
      failures: 1,
    });
  });

  it('is to recover a run whose engine this process does not hold', () => {
    expect(next(facts(TWO, [run(1, 0, 'a')]), MINUTE, {runs: new Set()})).toMatchObject({
      kind: 'recover',
      run: {run: 1},
    });
  });

  it('never runs a slot twice: one that ran stays closed, whatever the clock says', () => {
    const over = [slot(0, ['a'], {state: 'ran'}), slot(1, ['b'])];
    const done = run(1, 0, 'a', {endedAt: HOUR, outcome: 'slot-over'});
    const going = run(2, 1, 'b');
    // the clock was set back by an hour: the engine of the second slot goes on
    expect(next(facts(over, [done, going]), 30 * MINUTE)).toMatchObject({kind: 'wait'});
  });

  it('closes a slot that nobody was there for as missed, and one in which an engine inspected as one that ran', () => {
    expect(next(facts(TWO, []), HOUR)).toMatchObject({kind: 'close', state: 'missed', slot: {slot: 0}});
    const seen = run(1, 0, 'a', {endedAt: HOUR, outcome: 'slot-over'});
    expect(next(facts(TWO, [seen]), HOUR)).toMatchObject({kind: 'close', state: 'ran'});
    const never = run(1, 0, 'a', {readyAt: undefined, endedAt: MINUTE, outcome: 'never-ready'});
    expect(next(facts(TWO, [never]), HOUR)).toMatchObject({kind: 'close', state: 'abandoned'});
  });

  it('stops every engine while too little disk is free, and begins none', () => {
    expect(next(facts(TWO, [run(1, 0, 'a')]), MINUTE, {paused: true})).toMatchObject({
      kind: 'stop',
      reason: 'cancelled',
    });
    expect(next(facts(TWO, []), MINUTE, {paused: true}).kind).toBe('wait');
  });

  it('ends with the replay of what was recorded, then the seal', () => {
    const closed = [slot(0, ['a'], {state: 'ran'}), slot(1, ['b'], {state: 'ran'})];
    expect(next(facts(closed, []), 2 * HOUR, {replayed: false}).kind).toBe('replay');
    expect(next(facts(closed, []), 2 * HOUR, {replayed: false, jobs: [{kind: 'replay'}]}).kind).toBe('wait');
    expect(next(facts(closed, []), 2 * HOUR).kind).toBe('seal');
    expect(next(facts(closed, [], {sealed: true}), 2 * HOUR).kind).toBe('nothing');
  });

  it('does not seal while a recording is being written', () => {
    const closed = [slot(0, ['a'], {state: 'ran'}), slot(1, ['b'], {state: 'ran'})];
    const writing = {
      recording: 1,
      slot: 1,
      file: 'x',
      fromAt: 0,
      bytes: 0,
      packets: 0,
      state: 'writing' as const,
    };
    expect(next(facts(closed, [], {recordings: [writing]}), 2 * HOUR).kind).toBe('wait');
  });

  it('on a request to stop closes what is to come, stops the engine, closes its slot and seals, without a further rotation', () => {
    const stopped = {stoppedAt: MINUTE};
    expect(next(facts(TWO, [run(1, 0, 'a')], stopped), MINUTE)).toMatchObject({
      kind: 'close',
      state: 'missed',
      slot: {slot: 1},
    });
    const left = [slot(0, ['a']), slot(1, ['b'], {state: 'missed'})];
    expect(next(facts(left, [run(1, 0, 'a')], stopped), MINUTE)).toMatchObject({
      kind: 'stop',
      reason: 'slot-over',
    });
    const ended = run(1, 0, 'a', {endedAt: MINUTE, outcome: 'slot-over'});
    expect(next(facts(TWO, [ended], stopped), MINUTE)).toMatchObject({kind: 'close', state: 'ran'});
    const closed = [slot(0, ['a'], {state: 'ran'}), slot(1, ['b'], {state: 'missed'})];
    expect(next(facts(closed, [ended], stopped), MINUTE, {}, {rotations: 5}).kind).toBe('seal');
  });

  it('plans the next rotation well before the last slot is over', () => {
    const given = facts(TWO, [run(1, 0, 'a')]);
    expect(next(given, MINUTE, {}, {rotations: 2}).kind).toBe('wait');
    const late = facts([slot(0, ['a'], {state: 'ran'}), slot(1, ['b'])], [run(2, 1, 'b')]);
    expect(next(late, HOUR + 30 * MINUTE, {}, {rotations: 2})).toEqual({
      kind: 'plan',
      rotation: 1,
      from: 2 * HOUR,
      firstSlot: 2,
    });
  });
});

describe('what is next in a concurrent trial', () => {
  const both = [slot(0, ['a', 'b']), slot(1, ['a', 'b'])];

  it('is every arm of the slot, one after the other', () => {
    expect(next(facts(both, []), 0, {}, {}, 'concurrent')).toMatchObject({kind: 'begin', arm: 'a'});
    expect(next(facts(both, [run(1, 0, 'a')]), 0, {}, {}, 'concurrent')).toMatchObject({
      kind: 'begin',
      arm: 'b',
    });
  });

  it('hands each arm over to itself', () => {
    const running = [run(1, 0, 'a'), run(2, 0, 'b'), run(3, 1, 'a')];
    expect(next(facts(both, running), HOUR, {}, {}, 'concurrent')).toMatchObject({
      kind: 'stop',
      run: {run: 1},
    });
    expect(next(facts(both, running), HOUR, {stopping: new Set([1])}, {}, 'concurrent')).toMatchObject({
      kind: 'begin',
      arm: 'b',
    });
  });
});

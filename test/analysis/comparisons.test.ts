import {describe, expect, it} from 'vitest';
import {judgeRotation} from '../../harness/analysis/judge-rotation.ts';
import {judgeSameTraffic} from '../../harness/analysis/judge-same-traffic.ts';
import type {LiveReport} from '../../harness/analysis/live-report.ts';
import type {CaptureFigures, PartFigures} from '../../harness/answers/figures.ts';
import type {FlowFigures} from '../../harness/answers/flow-figures.ts';
import type {LivePlan, TrialPlan} from '../../harness/domain/trial.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {replayPlan} from '../fixtures/trials.ts';

type Slot = LiveReport['slots'][number];

const HOUR = 3600;
const LIVE = {order: 'random', seed: 7, warmUpMs: 0, rotations: 10} as unknown as LivePlan;

const slotOf = (arm: string, rotation: number, alerts: number, more: Partial<Slot> = {}): Slot => ({
  ...{arm, rotation, alerts, slot: rotation, rulesFired: 1, runs: 1, state: 'ran'},
  ...{beginsAt: 0, endsAt: HOUR * 1e6, countedSeconds: HOUR, warmUpSeconds: 0},
  ...more,
});

/** Judges rotations, given the alerts of each arm in each of them. */
function judged(
  alerts: Readonly<Record<string, readonly number[]>>,
  {live, changed}: {live?: Partial<LivePlan>; changed?: (slot: Slot) => Slot} = {},
) {
  const arms = Object.keys(alerts);
  const plan: TrialPlan = {...replayPlan(arms, 0), kind: 'rotating'};
  const slots = arms.flatMap(arm =>
    (alerts[arm] ?? []).map((n, index) => slotOf(arm, index + 1, n)).map(changed ?? (slot => slot)),
  );
  return judgeRotation({plan, live: {...LIVE, ...live}, slots}, 'live');
}

const times = <T>(n: number, value: (index: number) => T): T[] =>
  Array.from({length: n}, (_, index) => value(index));

describe('arms that took turns', () => {
  it('differ where one raised more alerts in every rotation, with the ratio and the rotation that decided it', () => {
    const [found] = judged({base: times(10, n => 100 + n), loud: times(10, n => 300 + 7 * n)});
    expect(found).toMatchObject({
      ...{arm: 'loud', baseline: 'base', status: 'differs'},
      rotations: {completed: 10, planned: 10},
    });
    expect(found?.ratio?.estimate).toBeCloseTo(3.17, 1);
    expect(found?.ratio?.lower ?? 0).toBeGreaterThan(1);
    expect(found?.sentence).toMatch(
      /^loud raised alerts at 3\.\d+ times the rate of base \(interval \S+ to \S+\), over 10 rotations; decided at rotation [789] of 10\.$/,
    );
  });

  it('are not called equal where no difference was found', () => {
    const [found] = judged({base: times(10, n => 100 + n), same: times(10, n => (n % 2 ? 80 : 140) + n)});
    expect(found?.status).toBe('not-resolved');
    expect(found?.sentence).toContain('that does not mean that they are equal');
    expect(found?.ratio?.lower ?? 2).toBeLessThan(1);
    expect(found?.ratio?.upper ?? 0).toBeGreaterThan(1);
  });

  it('are not judged before the first rotation at which a result is possible', () => {
    const [found] = judged({base: times(5, () => 100), loud: times(5, () => 900)});
    expect([found?.status, found?.ratio]).toEqual(['too-early', undefined]);
    expect(found?.sentence).toBe(
      'loud: 5 of 10 rotations completed; a result about alert rates is possible from rotation 7 on.',
    );
  });

  it('cannot be judged by a plan of three rotations, and the sentence says how many could', () => {
    const [found] = judged({base: [1, 2, 3], loud: [900, 900, 900]}, {live: {rotations: 3}});
    expect(found?.status).toBe('too-early');
    expect(found?.sentence).toBe(
      '3 rotations can decide nothing about alert rates, whatever the traffic; 6 rotations are the fewest that can.',
    );
  });

  it.each(['declared', 'williams'] as const)('are not tested where the order was %s', order => {
    const [found] = judged({base: times(10, () => 100), loud: times(10, () => 900)}, {live: {order}});
    expect([found?.status, found?.ratio]).toEqual(['not-tested', undefined]);
  });

  it('leave out rotations in which one of them was missed or cut short', () => {
    const short = judged(
      {base: times(10, () => 100), loud: times(10, () => 900)},
      {changed: slot => (slot.rotation <= 4 && slot.arm === 'loud' ? {...slot, countedSeconds: 600} : slot)},
    );
    expect(short[0]?.rotations).toEqual({completed: 6, planned: 10});
    const missed = judged(
      {base: times(10, () => 100), loud: times(10, () => 900)},
      {changed: slot => (slot.rotation === 1 && slot.arm === 'base' ? {...slot, state: 'missed'} : slot)},
    );
    expect(missed[0]?.rotations?.completed).toBe(9);
  });

  it('need more where several are compared with one baseline', () => {
    const loud = (factor: number) => times(10, n => factor * (100 + 13 * ((n * 7) % 5)));
    const found = judged({
      base: times(10, () => 100),
      a: loud(4),
      b: times(10, n => (n % 2 ? 80 : 125)),
      c: loud(5),
    });
    expect(found.map(({arm, status}) => [arm, status])).toEqual([
      ['a', 'differs'],
      ['b', 'not-resolved'],
      ['c', 'differs'],
    ]);
  });

  it('get no ratio where most counts are 0', () => {
    const [found] = judged({base: times(10, () => 0), loud: times(10, n => (n < 9 ? 1 : 0))});
    expect(found?.ratio === undefined || found.status === 'differs').toBe(true);
    const [none] = judged({base: times(10, () => 0), quiet: times(10, () => 0)});
    expect([none?.status, none?.ratio]).toEqual(['not-resolved', undefined]);
  });

  it('are called different without cause in no more than the stated share of trials', () => {
    const stream = randomStream(20_261_128, 'A/A trials');
    // a campaign multiplies the traffic of one slot, so counts have heavy tails
    const count = () =>
      Math.floor(100 * Math.exp(stream.uniform() < 0.1 ? 3 * stream.uniform() : stream.uniform()));
    const trials = 300;
    const alarms = times(trials, () => judged({base: times(10, count), same: times(10, count)})).filter(
      ([found]) => found?.status === 'differs',
    ).length;
    const [expected, spread] = [0.05 * trials, Math.sqrt(trials * 0.05 * 0.95)];
    expect(alarms).toBeLessThanOrEqual(expected + 3 * spread);
    expect(alarms).toBeGreaterThan(0);
  });

  it('are not tested over more than 100 rotations', () => {
    const [found] = judged({base: [1], loud: [9]}, {live: {rotations: 101}});
    expect([found?.status, found?.sentence]).toEqual([
      'not-tested',
      'Alert rates are not compared by a test in plans of more than 100 rotations.',
    ]);
  });

  it('say nothing of other parts and kinds', () => {
    const plan = replayPlan(['base', 'loud'], 0);
    expect(judgeRotation({plan, live: LIVE, slots: []}, 'live')).toEqual([]);
    expect(judgeRotation({plan: {...plan, kind: 'rotating'}, live: LIVE, slots: []}, 'same-traffic')).toEqual(
      [],
    );
  });
});

describe('arms that read the same traffic', () => {
  const flow = (arm: string, flows: number, withBaseline: number): FlowFigures => ({
    ...{arm, flows, withBaseline, foundAlone: 0, missed: 0, alertsWithoutFlow: 0},
  });
  const read = (arm: string, capture: string, alerts = 1): CaptureFigures => ({
    arm,
    capture,
    alerts,
    rules: 1,
  });
  const SILENT = [read('base', '1.pcap', 0), read('other', '1.pcap', 0)];
  const BOTH = [read('base', '1.pcap'), read('other', '1.pcap')];
  const part = (flows: FlowFigures[], captures = BOTH, identical: string[] = []): PartFigures =>
    ({flows, captures, identical, plan: replayPlan(['base', 'other'], 1)}) as unknown as PartFigures;

  it.each<[string, PartFigures, string, string]>([
    [
      'other flows',
      part([flow('base', 10, 10), flow('other', 4, 3)]),
      'differs',
      'other alerted on 4 flows, base on 10: 3 in common, 1 only by other, 7 only by base.',
    ],
    [
      'the same flows by other alerts',
      part([flow('base', 1, 1), flow('other', 1, 1)]),
      'differs',
      'other and base alerted on the same flow, but not with the same alerts.',
    ],
    [
      'the same alerts',
      part([flow('base', 10, 10), flow('other', 10, 10)], BOTH, ['other']),
      'identical',
      'other and base raised the same alerts, field by field.',
    ],
    [
      'nothing',
      part([flow('base', 0, 0), flow('other', 0, 0)], SILENT, ['other']),
      'no-data',
      'Neither other nor base raised an alert.',
    ],
    [
      'no capture in common',
      part([flow('base', 0, 0), flow('other', 0, 0)], [read('base', '1.pcap'), read('other', '2.pcap')]),
      'no-data',
      'other and base have read no capture in common yet.',
    ],
  ])('%s', (_, figures, status, sentence) => {
    expect(judgeSameTraffic(figures).map(one => [one.status, one.sentence])).toEqual([[status, sentence]]);
  });
});

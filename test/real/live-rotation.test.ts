import {afterAll, describe, expect, it} from 'vitest';
import {expectAllSeen, expectCounted, expectNoneLost, expectPaired, truth} from '../rig/expect-live.ts';
import {need} from '../rig/found.ts';
import {LiveSensor} from '../rig/live-sensor.ts';
import {needNetns} from '../rig/netns.ts';
import {liveOf, partOf} from '../rig/parts.ts';

const here = need('snort', 'live rotations') && needNetns('live rotations');
const PACE = 50;

describe.skipIf(!here)('three arms in slots of a minute, three rotations in random order', () => {
  const sensor = here ? new LiveSensor() : undefined;
  afterAll(() => sensor?.remove());

  it('account for every packet, are blind for none, and alert as the traffic must make them', async () => {
    if (!sensor) throw new Error('no sensor');
    sensor.schedule('nine', {
      kind: 'rotating',
      rotations: '3',
      order: 'random',
      seed: '11',
      record: '{ring: 500MB, exclude_ports: []}',
      // biome-ignore lint/suspicious/noThenProperty: a word of the declaration
      then: 'replay',
    });
    const sending = sensor.send(PACE, 580);
    const running = sensor.start(['trial', 'run', 'nine', '--json']);
    expect(await running.exit, running.said()).toBe(0);
    const sent = await sending;
    const must = await truth(sensor, sent);
    const report = await sensor.report('nine-1');
    const live = liveOf(report);
    expect(report.trial.sealedAt).toBeDefined();
    expect(live.slots.map(({state}) => state)).toEqual(Array.from({length: 9}, () => 'ran'));
    expect(live.runs.map(({outcome, dropped}) => [outcome, dropped])).toEqual(
      Array.from({length: 9}, () => ['slot-over', 0]),
    );
    expect(
      live.switches.slice(1).map(({blindSeconds, blindPackets}) => [blindSeconds, blindPackets]),
    ).toEqual(Array.from({length: 8}, () => [0, 0]));
    const {countedSeconds, warmUpSeconds, handoverSeconds, blindSeconds} = live.time ?? {};
    const whole = (Number(live.toAt) - Number(live.fromAt)) / 1e6;
    expect(
      Number(countedSeconds) + Number(warmUpSeconds) + Number(handoverSeconds) + Number(blindSeconds),
    ).toBeCloseTo(whole, 3);
    // before the first engine was ready, nobody could see; after that somebody always did
    const firstReady = Number(live.switches[0]?.readyAt);
    expect(Number(blindSeconds)).toBeCloseTo((firstReady - Number(live.fromAt)) / 1e6, 3);
    expectAllSeen(sensor, 'nine-1', sent);
    expectCounted(sensor, 'nine-1', must);
    expectPaired(sensor, 'nine-1', must);
    expectNoneLost(sensor, 'nine-1');
    expect(partOf(report, 'same-traffic').arms.map(arm => arm.capturesUnreadable)).toEqual([0, 0, 0]);
  }, 1_200_000);

  it('at the same time see every packet, each of them', async () => {
    if (!sensor) throw new Error('no sensor');
    sensor.schedule('together', {kind: 'concurrent', rotations: '2'});
    const running = sensor.start(['trial', 'run', 'together', '--json']);
    await sensor.until(
      () =>
        sensor.row<{n: number}>('together-1', 'SELECT count(*) AS n FROM v_run WHERE ready_at IS NOT NULL')
          ?.n === 3 || undefined,
    );
    const sent = await sensor.send(PACE, 90);
    expect(await running.exit, running.said()).toBe(0);
    const must = await truth(sensor, sent);
    expectCounted(sensor, 'together-1', must);
    expectNoneLost(sensor, 'together-1');
    for (const arm of ['web', 'names', 'files']) {
      const runs = sensor.rows<{ready_at: number; ended_at: number; received: number; dropped: number}>(
        'together-1',
        `SELECT * FROM v_run WHERE arm = '${arm}'`,
      );
      expect(runs.map(({dropped}) => dropped)).toEqual([0, 0]);
      // what was sent in the handover both engines of the arm received
      expect(runs.reduce((sum, {received}) => sum + received, 0)).toBeGreaterThanOrEqual(sent.sent);
      const [one, two] = runs;
      const handover = sent.at.filter(
        at => at >= Number(two?.ready_at) - 500_000 && at <= Number(one?.ended_at) + 500_000,
      );
      expect(runs.reduce((sum, {received}) => sum + received, 0)).toBeLessThanOrEqual(
        sent.sent + handover.length,
      );
    }
  }, 600_000);
});

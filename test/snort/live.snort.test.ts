import {afterAll, describe, expect, it} from 'vitest';
import {expectAllSeen, expectCounted, expectNoneLost, expectPaired, truth} from '../rig/expect-live.ts';
import {need} from '../rig/found.ts';
import {LiveSensor} from '../rig/live-sensor.ts';
import {needNetns} from '../rig/netns.ts';
import {liveOf} from '../rig/parts.ts';

const here = need('snort', 'live trials') && needNetns('live trials');

describe.skipIf(!here)('a rotating trial on a live interface', () => {
  const sensor = here ? new LiveSensor() : undefined;
  afterAll(() => sensor?.remove());

  it('of two slots goes on after its harness was killed in the first, and loses nothing that an engine saw', async () => {
    if (!sensor) throw new Error('no sensor');
    sensor.schedule('short', {
      kind: 'rotating',
      arms: '[{ruleset: web}, {ruleset: files}]',
      rotations: '1',
      order: 'declared',
      record: '{ring: 200MB, exclude_ports: []}',
      // biome-ignore lint/suspicious/noThenProperty: a word of the declaration
      then: 'replay',
    });
    const sending = sensor.send(60, 155);
    const first = sensor.start(['trial', 'run', 'short']);
    await sensor.until(() => sensor.row('short-1', 'SELECT 1 FROM alert LIMIT 1'));
    first.child.kill('SIGKILL');
    await first.exit;
    const second = sensor.start(['trial', 'run', 'short', '--json']);
    expect(await second.exit, second.said()).toBe(0);
    const sent = await sending;
    const must = await truth(sensor, sent);
    const report = await sensor.report('short-1');
    expect(liveOf(report).slots.map(({arm, state}) => [arm, state])).toEqual([
      ['web', 'ran'],
      ['files', 'ran'],
    ]);
    expect(liveOf(report).runs.map(({arm, attempt, outcome}) => [arm, attempt, outcome])).toEqual([
      ['web', 1, 'cancelled'],
      ['web', 2, 'slot-over'],
      ['files', 1, 'slot-over'],
    ]);
    // the switch after the restart went without a gap
    expect(liveOf(report).switches.at(-1)).toMatchObject({arm: 'files', blindSeconds: 0, blindPackets: 0});
    expectCounted(sensor, 'short-1', must);
    expectPaired(sensor, 'short-1', must);
    expectNoneLost(sensor, 'short-1');
    expect(() => expectAllSeen(sensor, 'short-1', sent)).toThrow();
  }, 400_000);
});

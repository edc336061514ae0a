import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {expectCounted, expectNoneLost, expectPaired, truth} from '../rig/expect-live.ts';
import {need} from '../rig/found.ts';
import {LiveSensor} from '../rig/live-sensor.ts';
import {needNetns} from '../rig/netns.ts';
import {liveOf, partOf} from '../rig/parts.ts';

const here = need('snort', 'faults of live trials') && needNetns('faults of live trials');
const PACE = 40;
const MIB = 1024 * 1024;

describe.skipIf(!here)('a rotating trial in which everything goes wrong once', () => {
  const sensor = here ? new LiveSensor() : undefined;
  const state = sensor?.rig.path('.ruletrial') ?? '';

  // a small disk of its own, which can be filled
  beforeAll(() => {
    if (!sensor) return;
    mkdirSync(state);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', state]);
  });
  afterAll(() => {
    if (!sensor) return;
    execFileSync('umount', ['-l', state]);
    sensor.remove();
  });

  const pidOf = (arm: string, slot: number, attempt: number): number | undefined => {
    try {
      const text = readFileSync(`${state}/trials/wrong-1/runs/${arm}/${slot}-${attempt}/pid.txt`, 'utf8');
      return Number(text.trim().split(/\s/)[0]) || undefined;
    } catch {
      return undefined;
    }
  };

  it('reaches its seal, tells each fault, and neither loses nor doubles an alert that an engine wrote', async () => {
    if (!sensor) throw new Error('no sensor');
    sensor.schedule('wrong', {
      kind: 'rotating',
      rotations: '2',
      order: 'declared',
      snapshots: 'refresh',
      min_free: '200MB',
      load: '{every: 1s}',
      record: '{ring: 60MB, exclude_ports: []}',
      // biome-ignore lint/suspicious/noThenProperty: a word of the declaration
      then: 'replay',
    });
    const sending = sensor.send(PACE, 420);
    const counting = (slot: number) =>
      sensor.until(() =>
        sensor.row(
          'wrong-1',
          `SELECT 1 FROM v_run JOIN alert ON alert.run = v_run.run AND alert.at > v_run.counted_from
           WHERE slot = ${slot - 1} AND attempt = 1 AND part = 'live' LIMIT 1`,
        ),
      );
    // early in its slot, so that the next run has its time in it as well
    const ready = (slot: number) =>
      sensor.until(() =>
        sensor.row(
          'wrong-1',
          `SELECT 1 FROM v_run WHERE slot = ${slot - 1} AND attempt = 1 AND part = 'live' AND ready_at IS NOT NULL`,
        ),
      );
    const first = sensor.start(['trial', 'run', 'wrong']);
    await counting(1);
    process.kill(Number(await sensor.until(() => pidOf('web', 1, 1))), 'SIGKILL');
    await ready(2);
    process.kill(Number(await sensor.until(() => pidOf('names', 2, 1))), 'SIGSTOP');
    await counting(3);
    first.child.kill('SIGKILL');
    await first.exit;
    // from now on this ruleset is refused
    sensor.rig.write('rules/names.rules', 'alert udp any any -> any 53 (msg:"broken"; contnt:"x"; sid:3;)\n');
    const second = sensor.start(['trial', 'run', 'wrong', '--json']);
    await ready(6);
    writeFileSync(`${state}/ballast`, Buffer.alloc(260 * MIB));
    await sensor.until(() => sensor.row('wrong-1', "SELECT 1 FROM notice WHERE kind = 'disk-low'"));
    rmSync(`${state}/ballast`);
    expect(await second.exit, second.said()).toBe(0);
    const sent = await sending;
    // the truth is of the rules that ran
    sensor.rig.write('rules/names.rules', 'alert udp any any -> any 53 (msg:"T DNS query"; sid:3;)\n');
    const must = await truth(sensor, sent);
    const report = await sensor.report('wrong-1');
    const live = liveOf(report);
    const flags = [...report.flags, ...partOf(report, 'live').flags];
    expect(report.trial.sealedAt).toBeDefined();
    expect(live.slots.map(({state: how}) => how)).toEqual(['ran', 'ran', 'ran', 'ran', 'ran', 'ran']);
    const outcomes = live.runs.map(({slot, attempt, outcome}) => `${slot}-${attempt} ${outcome}`);
    expect(outcomes).toEqual([
      '1-1 exited-early',
      '1-2 slot-over',
      '2-1 hung',
      '2-2 slot-over',
      '3-1 cancelled',
      '3-2 slot-over',
      '4-1 slot-over',
      '5-1 slot-over',
      '6-1 cancelled',
      '6-2 slot-over',
    ]);
    const kinds = new Set(live.notices.map(({kind}) => kind));
    for (const kind of [
      'engine-failed',
      'snapshot-refused',
      'outage',
      'disk-low',
      'disk-recovered',
      'trial-sealed',
    ])
      expect(kinds).toContain(kind);
    expect(live.slots[4]?.snapshotReason).toMatch(/contnt.*the last good snapshot of .* is used/s);
    expect(flags.map(({flag}) => flag)).toEqual(expect.arrayContaining(['engine-failed', 'outage']));
    expect(flags.map(({flag}) => flag)).not.toContain('alerts-lost');
    expectCounted(sensor, 'wrong-1', must);
    expectPaired(sensor, 'wrong-1', must);
    expectNoneLost(sensor, 'wrong-1');
  }, 1_200_000);
});

import {expect} from 'vitest';
import type {LiveSensor} from './live-sensor.ts';
import type {Sent} from './netns.ts';

/** Edges of a window are known to the harness, packets' times to the kernel: what lies this near may fall either way. */
const EDGE = 500_000;
/** Flows that begin before a window and alert in it are seen whole or not: the longest flow of the mix takes less. */
const FLOW = 5_000_000;

interface Alert {
  readonly arm: string;
  readonly sid: number;
  readonly at: number;
}

interface Run {
  readonly arm: string;
  readonly ready_at: number | null;
  readonly ended_at: number;
  readonly counted_from: number | null;
  readonly counted_to: number | null;
}

/** What Snort says of exactly the traffic that was sent, arm by arm, with the times at which it was sent. */
export async function truth(sensor: LiveSensor, sent: Sent): Promise<readonly Alert[]> {
  await sensor.writeSent('sent.pcap', sent);
  sensor.rig.write(
    'schedules/truth.yaml',
    'kind: replay\ncaptures: [sent.pcap]\narms: [{ruleset: web}, {ruleset: names}, {ruleset: files}]\n',
  );
  const done = await sensor.rig.ok(['trial', 'run', 'truth', '--json']);
  const {trial} = JSON.parse(done.stdout) as {trial: {name: string}};
  return sensor.rows<Alert>(
    trial.name,
    "SELECT arm, sid, at FROM v_alert WHERE part = 'same-traffic' ORDER BY at",
  );
}

/** Each rule of the sensor's rulesets, by the arms of the trial that load it. */
function rulesOf(sensor: LiveSensor, trial: string): readonly (readonly [string, number])[] {
  const arms = sensor.rows<{name: string}>(trial, 'SELECT name FROM arm').map(({name}) => name);
  const rules = [
    ['web', 1],
    ['web', 2],
    ['names', 3],
    ['files', 4],
    ['files', 2],
  ] as const;
  expect(arms.every(arm => rules.some(([of]) => of === arm))).toBe(true);
  return rules.filter(([arm]) => arms.includes(arm));
}

/** Alerts that count are those that the traffic of the counted time must give: no fewer, no more, rule by rule. */
export function expectCounted(sensor: LiveSensor, trial: string, must: readonly Alert[]): void {
  const found = sensor.rows<Alert>(trial, "SELECT arm, sid, at FROM v_alert WHERE part = 'live' ORDER BY at");
  const runs = sensor.rows<Run>(trial, "SELECT * FROM v_run WHERE part = 'live' AND counted");
  for (const [arm, sid] of rulesOf(sensor, trial)) {
    const of = (all: readonly Alert[]) => all.filter(one => one.arm === arm && one.sid === sid);
    const windows = runs.filter(run => run.arm === arm);
    const within = (margin: number) =>
      of(must).filter(({at}) =>
        windows.some(run => at >= Number(run.counted_from) + margin && at < Number(run.counted_to) - margin),
      ).length;
    const [least, most] = [within(EDGE), within(-EDGE)];
    expect(of(found).length, `${arm} 1:${sid}`).toBeGreaterThanOrEqual(least);
    expect(of(found).length, `${arm} 1:${sid}`).toBeLessThanOrEqual(most);
    expect(least).toBeGreaterThan(0);
  }
}

/** Every packet that was sent while the trial ran was inspected by an engine; how many engines, and whose time it was, the timeline says. */
export function expectAllSeen(sensor: LiveSensor, trial: string, sent: Sent): void {
  const runs = sensor.rows<Run>(trial, "SELECT * FROM v_run WHERE part = 'live' AND ready_at IS NOT NULL");
  const first = Math.min(...runs.map(run => Number(run.ready_at)));
  const last = Math.max(...runs.map(run => run.ended_at));
  const during = sent.at.filter(at => at >= first + EDGE && at <= last - EDGE);
  expect(during.length).toBeGreaterThan(1000);
  const unseen = during.filter(at => !runs.some(run => Number(run.ready_at) <= at && at <= run.ended_at));
  expect(unseen).toEqual([]);
}

/** The recorded traffic through all arms gives what the sent traffic gives, but for flows that a file's edge cut. */
export function expectPaired(sensor: LiveSensor, trial: string, must: readonly Alert[]): void {
  const paired = sensor.rows<Alert>(trial, "SELECT arm, sid, at FROM v_alert WHERE part = 'same-traffic'");
  const files = sensor.rows<{from_at: number; to_at: number}>(
    trial,
    "SELECT from_at, to_at FROM recording WHERE state = 'kept'",
  );
  const within = (all: readonly Alert[], arm: string, sid: number, margin: number) =>
    all.filter(
      one =>
        one.arm === arm &&
        one.sid === sid &&
        files.some(file => one.at >= file.from_at + margin && one.at < file.to_at - margin),
    ).length;
  for (const [arm, sid] of rulesOf(sensor, trial)) {
    const found = paired.filter(one => one.arm === arm && one.sid === sid).length;
    expect(found, `${arm} 1:${sid}`).toBeGreaterThanOrEqual(within(must, arm, sid, FLOW));
    expect(found, `${arm} 1:${sid}`).toBeLessThanOrEqual(within(must, arm, sid, -EDGE));
    expect(found).toBeGreaterThan(0);
  }
}

/** No alert that an engine logged is missing in the store, and none is there twice. */
export function expectNoneLost(sensor: LiveSensor, trial: string): void {
  const runs = sensor.rows<{run: number; alerts_logged: number | null; stored: number}>(
    trial,
    'SELECT v_run.run, alerts_logged, (SELECT count(*) FROM alert WHERE alert.run = v_run.run) AS stored FROM v_run',
  );
  for (const {run, alerts_logged: logged, stored} of runs)
    if (logged !== null) expect({run, stored}).toEqual({run, stored: logged});
  const twice = sensor.rows(
    trial,
    'SELECT run, pkt_num, sid, count(*) AS n FROM v_alert WHERE capture IS NULL GROUP BY run, pkt_num, sid, at HAVING n > 1',
  );
  expect(twice).toEqual([]);
}

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {type ArmReport, type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {liveOf, partOf} from '../rig/parts.ts';
import {type Finished, NO_SNORT, Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const TOTALS = [
  ['broad', 645],
  ['desktop', 30],
  ['specific', 45],
];

describe('demo without Snort', () => {
  const rig = new Rig();
  let first: Finished;
  let report: TrialReport;
  beforeAll(async () => {
    first = await rig.ask(['demo'], NO_SNORT);
    report = trialReportSchema.parse(
      JSON.parse(readFileSync(rig.path('reports/demo-live-1/report.json'), 'utf8')),
    );
  }, 180_000);
  afterAll(() => rig.remove());

  it('says before its first slot that detection is recorded, by which Snort and when', () => {
    expect(first.stderr.split('\n').slice(0, 2).join('\n')).toMatch(
      /^Snort 3 not found: detection is RECORDED \(3\.11\.1, \d{4}-\d\d-\d\d\); everything else runs now$/m,
    );
    expect(first.exit).toBe(0);
  });

  it('draws its nine slots as they pass, three of each arm', () => {
    const slots = [...first.stderr.matchAll(/^slot (\d) of 9: (\w+), /gm)].map(([, slot, arm]) => [
      Number(slot),
      arm,
    ]);
    expect(slots.map(([slot]) => slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [arm] of TOTALS) expect(slots.filter(([, of]) => of === arm).length).toBe(3);
  });

  it("ends with at most twenty lines: the answer over the same traffic, what may come next, the report's path", () => {
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines[0]).toBe('Trial demo-live-1');
    for (const [arm, alerts] of TOTALS)
      expect(first.stdout).toMatch(new RegExp(`^${arm}(?: \\(baseline\\))? +\\d+ +${alerts} `, 'm'));
    const [own, doctor, path] = lines.slice(-3);
    expect(own).toContain('npx ruletrial ingest YOUR/alert_json.txt --trial mine --arm NAME');
    expect(doctor).toContain('npx ruletrial doctor');
    expect(existsSync(path?.replace('report: ', '') ?? '')).toBe(true);
  });

  it('shows what each arm saw in its own slots, and what every arm says of all of it', () => {
    expect(report.trial.sealedAt).toBeGreaterThan(0);
    expect(liveOf(report).slots.map(({state}) => state)).toEqual(Array.from({length: 9}, () => 'ran'));
    expect(partOf(report, 'same-traffic').arms.map(({arm, alerts}) => [arm, alerts])).toEqual(TOTALS);
    // totals of the slots mislead: each is less than what the arm says of all traffic
    for (const [place, {arm, alerts}] of partOf(report, 'live').arms.entries())
      expect([arm, alerts < Number(TOTALS[place]?.[1])]).toEqual([arm, true]);
  });

  it('can be put through single arms again, slot by slot, as a new trial', async () => {
    const args = ['--slots', '1..3', '--arm', 'broad', '--arm', 'specific', '--json'];
    const done = await rig.ok(['trial', 'replay', 'demo-live', ...args], NO_SNORT);
    const replay = trialReportSchema.parse(JSON.parse(done.stdout));
    expect(replay.trial).toMatchObject({name: 'demo-live-1.replay-1', kind: 'replay'});
    // the same captures gave the same in the trial's own replay
    const inSlots = new Set(partOf(replay).captures.map(({path}) => path));
    const own = partOf(report, 'same-traffic').captures.filter(({path}) => inSlots.has(path));
    const places = ['broad', 'specific'].map(name =>
      partOf(report, 'same-traffic').arms.findIndex(({arm}) => arm === name),
    );
    const sums = places.map(place => own.reduce((sum, {alerts}) => sum + Number(alerts[place]), 0));
    expect(partOf(replay).arms.map(({alerts}) => alerts)).toEqual(sums);
    const none = await rig.ask(['trial', 'replay', 'demo-live', '--slots', '50..60'], NO_SNORT);
    expect([none.exit, none.stderr]).toEqual([
      4,
      expect.stringContaining('has no recorded traffic of slots 50 to 60'),
    ]);
    const one = await rig.ask(['trial', 'replay', 'demo-live', '--slots', '50'], NO_SNORT);
    expect(one.stderr).toContain('has no recorded traffic of slot 50:');
  });

  it('leaves every format of the report', () => {
    const folder = rig.path('reports', 'demo-live-1');
    expect(readdirSync(folder).sort()).toEqual(['csv', 'report.html', 'report.json', 'report.md']);
  });
});

describe("the demo's captures as a replay, without Snort", () => {
  const rig = new Rig();
  const demo = ['trial', 'run', 'demo', '--project', resolve('demo')];
  beforeAll(async () => {
    await rig.ok(demo, NO_SNORT);
  });
  afterAll(() => rig.remove());

  it('stores every recorded alert once, under its capture', () => {
    const db = rig.trial('demo-1');
    const stored = db
      .prepare('SELECT arm, count(*) AS n, count(DISTINCT capture) AS captures FROM v_alert GROUP BY arm')
      .all();
    db.close();
    expect(stored).toEqual([
      {arm: 'broad', n: 645, captures: 25},
      {arm: 'desktop', n: 30, captures: 4},
      {arm: 'specific', n: 45, captures: 6},
    ]);
  });

  it('leaves every format of the report, and its value fits the schema', () => {
    const folder = rig.path('reports', 'demo-1');
    expect(readdirSync(folder).sort()).toEqual(['csv', 'report.html', 'report.json', 'report.md']);
    const value = trialReportSchema.parse(JSON.parse(readFileSync(`${folder}/report.json`, 'utf8')));
    expect(partOf(value).arms.map(({arm, alerts}) => [arm, alerts])).toEqual([
      ['broad', 645],
      ['desktop', 30],
      ['specific', 45],
    ]);
    expect(value.trial.sealedAt).toBeGreaterThan(0);
  });

  it('makes the next trial when the last is sealed, and both tell the same', async () => {
    const second = await rig.ask([...demo, '--json'], NO_SNORT);
    expect(second.exit).toBe(0);
    const again = trialReportSchema.parse(JSON.parse(second.stdout));
    const before = trialReportSchema.parse(
      JSON.parse(readFileSync(rig.path('reports/demo-1/report.json'), 'utf8')),
    );
    expect(again.trial.name).toBe('demo-2');
    // when a snapshot was last looked at, and against which one, is another thing each time
    const judged = ({identity, ...arm}: ArmReport) => ({
      ...arm,
      identity: {...identity, ruleset: {...identity.ruleset, takenAt: 0, gate: []}},
    });
    expect({
      arms: again.arms.map(judged),
      rules: partOf(again).rules,
      captures: partOf(again).captures,
      onlyOne: partOf(again).onlyOne,
    }).toEqual({
      arms: before.arms.map(arm => ({
        ...judged(arm),
        rulesetAgeDays: again.arms.find(({name}) => name === arm.name)?.rulesetAgeDays,
      })),
      rules: partOf(before).rules,
      captures: partOf(before).captures,
      onlyOne: partOf(before).onlyOne,
    });
  });
});

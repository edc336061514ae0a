import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type ArmReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {type Finished, NO_SNORT, Rig} from '../rig/project.ts';

describe('demo without Snort', () => {
  const rig = new Rig();
  let first: Finished;
  beforeAll(async () => {
    first = await rig.run(['demo'], NO_SNORT);
  });
  afterAll(() => rig.remove());

  it('says in its first line that detection is recorded, by which Snort and when', () => {
    expect(first.stderr.split('\n')[0]).toMatch(
      /^Snort 3 not found: detection is RECORDED \(3\.11\.1, \d{4}-\d\d-\d\d\); everything else runs now$/,
    );
    expect(first.exit).toBe(0);
  });

  it("ends with the report's path, the way to one's own logs, and doctor", () => {
    const [report, own, doctor] = first.stdout.trimEnd().split('\n').slice(-3);
    expect(existsSync(report?.replace('report: ', '') ?? '')).toBe(true);
    expect(own).toContain('npx ruletrial ingest YOUR/alert_json.txt --trial mine --arm NAME');
    expect(doctor).toContain('npx ruletrial doctor');
  });

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
    expect(value.arms.map(({name, alerts}) => [name, alerts])).toEqual([
      ['broad', 645],
      ['desktop', 30],
      ['specific', 45],
    ]);
    expect(value.trial.sealedAt).toBeGreaterThan(0);
  });

  it('makes the next trial when the last is sealed, and both tell the same', async () => {
    const second = await rig.run(['demo', '--json'], NO_SNORT);
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
      rules: again.rules,
      captures: again.captures,
      onlyOne: again.onlyOne,
    }).toEqual({
      arms: before.arms.map(arm => ({
        ...judged(arm),
        rulesetAgeDays: again.arms.find(({name}) => name === arm.name)?.rulesetAgeDays,
      })),
      rules: before.rules,
      captures: before.captures,
      onlyOne: before.onlyOne,
    });
  });
});

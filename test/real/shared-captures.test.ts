import {afterAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {expectRecorded} from '../rig/expect-recorded.ts';
import {need} from '../rig/found.ts';
import {killAndResume} from '../rig/kill-and-resume.ts';
import {partOf, problemsOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';
import {ALL_ARMS, declareShared, recordedCaptures} from '../rig/shared-trial.ts';

const runs = [need('snort', 'all shared captures'), need('shared', 'all shared captures')].every(Boolean);
const TOTALS = {community: 974, 'max-detect': 335, builtins: 2325, older: 974, balanced: 0};

describe.runIf(runs)('real Snort over all shared captures', () => {
  const rig = new Rig();
  const captures = runs ? recordedCaptures('community').map(({capture}) => capture) : [];
  afterAll(() => rig.remove());

  it.each([
    ['capture', ''],
    ['shared', 'isolation: shared\n'],
  ])('gives exactly what was recorded, isolation %s', async (isolation, more) => {
    declareShared(rig, isolation, ALL_ARMS, captures, more);
    const done = await rig.ok(['trial', 'run', isolation, '--json']);
    const report = trialReportSchema.parse(JSON.parse(done.stdout));
    expect(Object.fromEntries(partOf(report).arms.map(({arm, alerts}) => [arm, alerts]))).toEqual(TOTALS);
    expect(problemsOf(partOf(report))).toHaveLength(17);
    expectRecorded(rig, report, ALL_ARMS, captures);
  });

  it('finds the older community alerts identical to the newer', async () => {
    const told = await rig.ok(['report', 'capture', '--json']);
    const report = trialReportSchema.parse(JSON.parse(told.stdout));
    const [newer, older] = ['community', 'older'].map(arm =>
      partOf(report).onlyOne.filter(row => row.arm === arm),
    );
    expect([newer, older]).toEqual([[], []]);
  });

  it('has every alert once after fifty kills of the harness', async () => {
    declareShared(rig, 'killed', ALL_ARMS, captures);
    await killAndResume(rig, 'killed', ALL_ARMS, captures, 50, 50);
  });
});

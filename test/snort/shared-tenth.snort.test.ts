import {afterAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {expectRecorded} from '../rig/expect-recorded.ts';
import {need} from '../rig/found.ts';
import {partOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';
import {ALL_ARMS, declareShared, everyNth} from '../rig/shared-trial.ts';

const runs = [
  need('snort', 'a tenth of the shared captures'),
  need('shared', 'a tenth of the shared captures'),
].every(Boolean);

describe.runIf(runs)('real Snort over a tenth of the shared captures', () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  it('gives per arm and capture what was recorded, one process each', {timeout: 600_000}, async () => {
    declareShared(rig, 'tenth', ALL_ARMS, everyNth(10));
    const done = await rig.ok(['trial', 'run', 'tenth', '--json']);
    expectRecorded(rig, trialReportSchema.parse(JSON.parse(done.stdout)), ALL_ARMS, everyNth(10));
  });

  it('gives the same with shared processes, and says that they were shared', {timeout: 600_000}, async () => {
    declareShared(rig, 'shared', ALL_ARMS, everyNth(10), 'isolation: shared\n');
    const done = await rig.ok(['trial', 'run', 'shared', '--json']);
    const report = trialReportSchema.parse(JSON.parse(done.stdout));
    expectRecorded(rig, report, ALL_ARMS, everyNth(10));
    expect(partOf(report).flags.map(({flag}) => flag)).toContain('shared-processes');
  });
});

import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {FORMAT_NAMES} from '../../harness/document/formats.ts';
import {reportFiles} from '../../harness/report/write-report.ts';
import {renderers} from '../../harness/wiring/renderers.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** The demo's report as it is committed: an example for readers, and the golden of every format. */
const COMMITTED = resolve('reports/demo');
/** 2026-12-01T00:00:00Z: after the demo was recorded. */
const MADE_AT = 1_796_083_200_000_000;

describe('the committed report of the demo', () => {
  const rig = new Rig();
  let files: Map<string, string>;
  beforeAll(async () => {
    await rig.ok(['trial', 'run', 'demo', '--project', resolve('demo')], NO_SNORT);
    const told = trialReportSchema.parse(
      JSON.parse(readFileSync(rig.path('reports/demo-1/report.json'), 'utf8')),
    );
    const render = await renderers();
    const all = FORMAT_NAMES.flatMap(format => reportFiles(atFixedTimes(told), format, render));
    files = new Map(all.map(({path, content}) => [path, content]));
    if (process.env.UPDATE_GOLDEN) commit(files);
  });
  afterAll(() => rig.remove());

  it.each(listed())('is what the recorded runs give today: %s', path => {
    expect(files.get(path)).toBe(readFileSync(join(COMMITTED, path), 'utf8'));
  });

  it('lacks no file', () => {
    expect([...files.keys()].sort()).toEqual(listed());
  });
});

/** Times of this run and of this checkout's files, which differ each time, become fixed ones. */
function atFixedTimes(report: TrialReport): TrialReport {
  return {
    ...report,
    trial: {...report.trial, createdAt: MADE_AT, sealedAt: MADE_AT + 1_000_000},
    arms: report.arms.map(({rulesetAgeDays: _, ...arm}) => ({
      ...arm,
      rulesetAgeDays: 1,
      identity: arm.identity.ruleset
        ? {
            ...arm.identity,
            ruleset: {
              ...arm.identity.ruleset,
              newestAt: MADE_AT - 86_400_000_000,
              takenAt: MADE_AT,
              files: arm.identity.ruleset.files.map(file => ({...file, from: file.path})),
            },
          }
        : arm.identity,
    })),
  };
}

function listed(): string[] {
  if (!existsSync(COMMITTED)) return [];
  return readdirSync(COMMITTED, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(COMMITTED.length + 1))
    .sort();
}

function commit(files: ReadonlyMap<string, string>): void {
  rmSync(COMMITTED, {recursive: true, force: true});
  for (const [path, content] of files) {
    mkdirSync(dirname(join(COMMITTED, path)), {recursive: true});
    writeFileSync(join(COMMITTED, path), content);
  }
}

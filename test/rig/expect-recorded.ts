import {expect} from 'vitest';
import type {TrialReport} from '../../harness/analysis/trial-report.ts';
import {partOf, problemsOf} from './parts.ts';
import type {Rig} from './project.ts';
import {type ArmName, inShared, recordedAlerts, recordedCaptures, storedAlerts} from './shared-trial.ts';

/** The trial holds exactly what Snort wrote when it was recorded: per arm, per capture, per alert. */
export function expectRecorded(
  rig: Rig,
  report: TrialReport,
  arms: readonly ArmName[],
  captures: readonly string[],
): void {
  const wanted = new Set(captures);
  for (const arm of arms) {
    const recorded = recordedCaptures(arm).filter(({capture}) => wanted.has(capture));
    const place = report.arms.findIndex(({name}) => name === arm);
    const told = partOf(report)
      .captures.map(({path, alerts}) => [inShared(path), alerts[place]])
      .sort();
    expect(told).toEqual(recorded.map(({capture, alerts}) => [capture, alerts]).sort());
    expect(storedAlerts(rig, report.trial.name, arm)).toEqual(recordedAlerts(arm, wanted));
    expect(partOf(report).arms[place]?.analyzed).toBe(
      recorded.reduce((sum, {analyzed}) => sum + analyzed, 0),
    );
    expect(partOf(report).arms[place]?.capturesUnreadable).toBe(
      recorded.filter(({problem}) => problem !== '').length,
    );
  }
  const bad = recordedCaptures('community').filter(
    ({capture, problem}) => wanted.has(capture) && problem !== '',
  );
  const named = problemsOf(partOf(report));
  expect(named.map(([path]) => inShared(path)).sort()).toEqual(bad.map(({capture}) => capture).sort());
  for (const {capture, problem} of bad) {
    const reason = named.find(([path]) => inShared(path) === capture)?.[1] ?? '';
    const said = /link type \d+/.exec(problem)?.[0] ?? problem.replace(/^.*\(FILE\): /, '');
    expect(reason).toContain(said);
  }
}

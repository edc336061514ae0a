import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {type PartReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {armsSection, silentArms} from '../../harness/report/arms-section.ts';

const report = trialReportSchema.parse(JSON.parse(readFileSync('reports/demo/report.json', 'utf8')));

/** What the section says about the arms, after the alerts of one of them are set. */
function textsWith(alerts: number, enabled: number | undefined): string[] {
  const [part] = report.parts;
  if (!part) throw new Error('the demo has no part');
  const changed = {...part, arms: part.arms.map(arm => (arm.arm === 'desktop' ? {...arm, alerts} : arm))};
  const arms = report.arms.map(arm => ({...arm, rules: {...arm.rules, enabled}}));
  return armsSection(changed, {...report, arms}).flatMap(block =>
    block.kind === 'text' && block.text.startsWith('desktop') ? [block.text] : [],
  );
}

describe('an arm without alerts', () => {
  it('gets a sentence with the number of its enabled rules', () => {
    expect(textsWith(0, 40)).toEqual(['desktop raised no alert: none of its 40 enabled rules fired']);
  });

  it.each([
    [1, 'desktop raised no alert: its only enabled rule did not fire'],
    [0, 'desktop raised no alert: it has no enabled rule'],
  ])('gets another sentence with %i', (enabled, sentence) => {
    expect(textsWith(0, enabled)).toEqual([sentence]);
  });

  it('gets a sentence without it if its rules are unknown', () => {
    expect(textsWith(0, undefined)).toEqual(['desktop raised no alert']);
  });

  it('is the only one that gets one', () => {
    expect(textsWith(30, 40)).toEqual([]);
  });
});

describe('an arm that has inspected nothing', () => {
  const [part] = report.parts;
  /** What is said of a part with one arm, which raised no alert. */
  const said = (change: Partial<PartReport>, sealedAt?: number): string[] => {
    if (!part) throw new Error('the demo has no part');
    const {sealedAt: _, ...open} = report.trial;
    const trial = sealedAt === undefined ? open : {...open, sealedAt};
    const arms = part.arms.slice(0, 1).map(arm => ({...arm, alerts: 0, capturesDone: 0}));
    return silentArms({...part, arms, ...change}, {...report, trial}).flatMap(block =>
      block.kind === 'text' ? [block.text] : [],
    );
  };
  const countedSeconds = (seconds: number): Partial<PartReport> => ({
    part: 'live',
    live: {arms: [{arm: 'broad', countedSeconds: seconds}]} as unknown as PartReport['live'],
  });

  it('is not called silent while the trial runs, nor later', () => {
    expect(said({})).toEqual(['broad has read no capture yet, so it has no alerts']);
    expect(said({}, 1)).toEqual(['broad has read no capture, so it has no alerts']);
    expect(said(countedSeconds(0))).toEqual(['broad has no counted time yet, so it has no alerts']);
    expect(said(countedSeconds(0), 1)).toEqual(['broad has no counted time, so it has no alerts']);
  });

  it('is silent as soon as it has inspected something', () => {
    expect(said(countedSeconds(1))).toEqual([expect.stringContaining('broad raised no alert')]);
  });
});

describe('a rule that an arm did not fire', () => {
  const [part] = report.parts;
  const arms = part?.arms.map(({arm}) => arm) ?? [];
  const textOf = (arm: string) => readFileSync(`demo/rulesets/rules/${arm}.rules`, 'utf8');

  it.each(arms)('has no count in %s if its rules lack it, and 0 otherwise', arm => {
    const index = arms.indexOf(arm);
    const text = textOf(arm);
    const cells = (part?.rules ?? []).map(({sid, alerts}) => ({sid, alerts: alerts[index]}));
    for (const {sid, alerts} of cells)
      expect([sid, alerts !== null]).toEqual([sid, text.includes(`sid:${sid};`)]);
    expect(cells.some(({alerts}) => alerts !== null)).toBe(true);
  });
});

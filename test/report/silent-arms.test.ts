import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {armsSection} from '../../harness/report/arms-section.ts';

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

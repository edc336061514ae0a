import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {oneArm} from '../../harness/analysis/one-arm.ts';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {trialDocument} from '../../harness/report/trial-document.ts';

const DEMO = trialReportSchema.parse(JSON.parse(readFileSync('reports/demo/report.json', 'utf8')));

/** The demo's report as that of a rotating trial whose recorded traffic was replayed. */
function withBothParts(): TrialReport {
  const [part] = DEMO.parts;
  if (!part) throw new Error('the demo has no part');
  const flag = {flag: 'other-traffic', severity: 'warning', text: 'each ruleset ran at a different time'};
  const live = {...part, part: 'live', captures: [], onlyOne: [], flags: [flag]};
  return trialReportSchema.parse({...DEMO, parts: [live, part]});
}

const outline = (report: TrialReport) =>
  trialDocument(report).blocks.flatMap(block =>
    block.kind === 'heading' ? [`${block.level} ${block.text}${block.folded ? ', folded' : ''}`] : [],
  );

describe('the report of a trial', () => {
  it('begins with the figures of the same traffic, and folds the details of the live part', () => {
    const headings = outline(withBothParts());
    expect(headings.slice(0, 3)).toEqual([
      '1 Each arm against broad',
      '1 Same traffic',
      '2 Arms side by side',
    ]);
    const live = headings.slice(headings.indexOf('1 Live'));
    expect(live.slice(0, 4)).toEqual([
      '1 Live',
      '2 Arms side by side',
      '2 Rules across arms, folded',
      '2 Which rules fired, folded',
    ]);
    expect(headings.indexOf('1 Enabled rules of the arms')).toBeGreaterThan(headings.indexOf('1 Live'));
  });

  it('says of an arm whose rules are not known that 0 may mean that it lacks the rule', () => {
    const [part] = DEMO.parts;
    if (!part) throw new Error('the demo has no part');
    const index = part.arms.findIndex(({arm}) => arm === 'desktop');
    const arms = DEMO.arms.map(arm =>
      arm.name === 'desktop' ? {...arm, rules: {...arm.rules, enabled: undefined}} : arm,
    );
    const rules = part.rules.map(rule => ({...rule, alerts: rule.alerts.with(index, 0)}));
    const notes = (report: TrialReport) =>
      trialDocument(report).blocks.flatMap(block =>
        block.kind === 'text' && /^0 of /.test(block.text) ? [block.text] : [],
      );
    expect(notes(DEMO)).toEqual([]);
    expect(notes({...DEMO, arms, parts: [{...part, rules}]})).toEqual([
      '0 of desktop: the rule did not fire; whether it was enabled is not known. ' +
        'Name the snapshot of the logs with: ruletrial ingest --snapshot',
    ]);
  });

  it('names the arm of a report about one arm', () => {
    const one = oneArm(DEMO, 'desktop');
    expect(one && trialDocument(one).title).toBe('Trial demo-1, arm desktop');
    expect(trialDocument(DEMO).title).toBe('Trial demo-1');
  });

  it('folds nothing where there is one part, and no warning anywhere', () => {
    expect(outline(DEMO).filter(one => one.includes('folded'))).toEqual([]);
    const {blocks} = trialDocument(withBothParts());
    let isFolded = false;
    const hidden = blocks.filter(block => {
      if (block.kind === 'heading') isFolded = block.folded ?? false;
      return isFolded && block.kind === 'text' && block.tone === 'warning';
    });
    expect(hidden).toEqual([]);
    expect(blocks.some(block => block.kind === 'text' && block.tone === 'warning')).toBe(true);
  });
});

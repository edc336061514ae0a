import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {summaryDocument} from '../../harness/report/summary-document.ts';
import {renderers} from '../../harness/wiring/renderers.ts';

const DEMO = trialReportSchema.parse(JSON.parse(readFileSync('reports/demo/report.json', 'utf8')));

/** The demo's report with its first arm several times, and more warnings. */
function grown(arms: number, warnings: number): TrialReport {
  const [identity] = DEMO.arms;
  const [part] = DEMO.parts;
  const [arm] = part?.arms ?? [];
  if (!identity || !part || !arm) throw new Error('the demo has no arm');
  const names = Array.from({length: arms}, (_, n) => `arm-${n + 1}`);
  const flag = {flag: 'rejects', severity: 'warning', text: 'x'.repeat(70)} as const;
  return {
    ...DEMO,
    flags: Array.from({length: warnings}, () => flag),
    arms: names.map(name => ({...identity, name})),
    parts: [{...part, flags: [], arms: names.map(name => ({...arm, arm: name}))}],
  };
}

async function linesOf(report: TrialReport): Promise<readonly string[]> {
  const render = await renderers();
  const [file] = render('terminal', summaryDocument(report), {width: 80, colour: false});
  return String(file?.content).trimEnd().split('\n');
}

describe('the summary of a trial', () => {
  it('holds each arm of the demo with its alerts, and the warning that detection was recorded', async () => {
    const lines = await linesOf(DEMO);
    expect(lines[0]).toBe('Trial demo-1');
    expect(lines.filter(line => /^(broad|desktop|specific) /.test(line)).length).toBe(3);
    expect(lines.join(' ')).toMatch(
      /broad +51 +645 .* baseline .*RECORDED|RECORDED.*broad +51 +645 .* baseline/,
    );
  });

  it('does not claim the same traffic for arms that have not read the same captures', async () => {
    expect((await linesOf(DEMO)).join(' ')).toContain('Every arm read the same traffic');
    const parts = DEMO.parts.map(part => ({
      ...part,
      arms: part.arms.map((arm, index) => ({...arm, capturesDone: arm.capturesDone - index})),
    }));
    const lines = (await linesOf({...DEMO, parts})).join(' ');
    expect(lines).toContain('The arms have not all read the same captures');
    expect(lines).not.toContain('Every arm read');
  });

  it('leaves room for the lines after it, however many arms and warnings there are, and says what it left out', async () => {
    const lines = await linesOf(grown(12, 9));
    expect(lines.length).toBeLessThanOrEqual(18);
    expect(lines.join('\n')).toContain('first 5 of 12 rows');
    expect(lines.join('\n')).toContain('8 more warnings in the report');
  });
});

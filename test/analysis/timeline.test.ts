import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {timeline} from '../../harness/analysis/timeline.ts';
import type {RunFigures} from '../../harness/answers/live-figures.ts';

const run = (
  id: number,
  arm: string,
  readyAt: number | null,
  countedFrom: number | null,
  countedTo: number | null,
  endedAt: number | null,
): RunFigures => ({
  ...{run: id, slot: id, arm, attempt: 1, startedAt: 0},
  ...(readyAt === null ? {} : {readyAt}),
  ...(countedFrom === null ? {} : {countedFrom}),
  ...(countedTo === null ? {} : {countedTo}),
  ...(endedAt === null ? {} : {endedAt}),
  ...{outcome: 'slot-over', received: 0, dropped: 0, alerts: 0, alertsLost: 0},
});

const phases = (...given: Parameters<typeof timeline>) =>
  timeline(...given).map(({phase, arm, fromAt, toAt}) => `${phase} ${arm ?? '-'} ${fromAt}..${toAt}`);

describe('a timeline', () => {
  it('of a switch is counted, handover, warm-up, counted', () => {
    const runs = [run(1, 'a', 0, 10, 103, 105), run(2, 'b', 103, 113, 200, 200)];
    expect(phases(runs, [], 0, 200)).toEqual([
      'warm-up a 0..10',
      'counted a 10..103',
      'handover - 103..105',
      'warm-up b 105..113',
      'counted b 113..200',
    ]);
  });

  it('is blind where nobody inspects: before the first, between a crash and its restart, after the last', () => {
    const runs = [run(1, 'a', 5, 5, 50, 50), run(2, 'a', 60, 60, 90, 90), run(3, 'a', null, null, null, 95)];
    expect(phases(runs, [], 0, 100)).toEqual([
      'blind - 0..5',
      'counted a 5..50',
      'blind - 50..60',
      'counted a 60..90',
      'blind - 90..100',
    ]);
  });

  it('is blind while the machine sleeps, though an engine is there', () => {
    const slept = [{fromAt: 20, toAt: 40, kind: 'asleep'}];
    expect(phases([run(1, 'a', 0, 0, 100, 100)], slept, 0, 100)).toEqual([
      'counted a 0..20',
      'blind - 20..40',
      'counted a 40..100',
    ]);
  });

  it('counts nothing of an engine that is being stopped', () => {
    expect(phases([run(1, 'a', 0, 0, 90, 100)], [], 0, 100)).toEqual([
      'counted a 0..90',
      'handover - 90..100'.replace('-', 'a'),
    ]);
  });

  it('is blind behind the last answer of an engine that hung', () => {
    const hung = {...run(1, 'a', 0, 0, 40, 80), outcome: 'hung'};
    expect(phases([hung], [], 0, 100)).toEqual(['counted a 0..40', 'blind a 40..80', 'blind - 80..100']);
  });

  it('tiles every span, whatever ran: no gap, no overlap, and what counts lies in its own window', () => {
    const time = fc.integer({min: 0, max: 1000});
    const runs = fc.array(fc.tuple(time, time, time, time), {maxLength: 6}).map(all =>
      all.map((times, place) => {
        const [ready = 0, from = 0, to = 0, end = 0] = [...times].sort((a, b) => a - b);
        return run(place, `arm-${place}`, ready, from, to, end);
      }),
    );
    fc.assert(
      fc.property(runs, given => {
        const spans = timeline(given, [], 0, 1000);
        expect(spans[0]?.fromAt).toBe(0);
        expect(spans.at(-1)?.toAt).toBe(1000);
        for (const [place, {toAt}] of spans.slice(0, -1).entries())
          expect(spans[place + 1]?.fromAt).toBe(toAt);
        for (const {phase, run: id, fromAt, toAt} of spans) {
          if (phase !== 'counted') continue;
          const own = given.find(one => one.run === id);
          expect(fromAt).toBeGreaterThanOrEqual(own?.countedFrom ?? 0);
          expect(toAt).toBeLessThanOrEqual(own?.countedTo ?? 0);
        }
      }),
    );
  });
});

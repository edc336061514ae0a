import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {benjaminiHochberg, holm} from '../../harness/statistics/adjust-p.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';

/** Fifteen p-values of a trial of heart attacks (Benjamini and Hochberg 1995, section 4). */
const HEART = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
];

const pValues = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 30});

const passing = (adjusted: readonly number[]): number => adjusted.filter(p => p <= 0.05).length;

describe('adjusted p-values', () => {
  it('pass four of the fifteen of Benjamini and Hochberg (1995), and three by Holm', () => {
    expect(passing(benjaminiHochberg(HEART))).toBe(4);
    expect(passing(holm(HEART))).toBe(3);
  });

  it('are the same for one comparison, and nothing for none', () => {
    expect(holm([0.03])).toEqual([0.03]);
    expect(benjaminiHochberg([0.03])).toEqual([0.03]);
    expect(holm([])).toEqual([]);
    expect(benjaminiHochberg([])).toEqual([]);
  });

  it('are all alike where all are alike', () => {
    expect(holm([0.02, 0.02, 0.02])).toEqual([0.06, 0.06, 0.06]);
    expect(benjaminiHochberg([0.02, 0.02, 0.02])).toEqual([0.02, 0.02, 0.02]);
  });

  it('keep the order, are never smaller than the plain ones, and never above 1', () => {
    fc.assert(
      fc.property(pValues, plain => {
        for (const adjusted of [holm(plain), benjaminiHochberg(plain)]) {
          plain.forEach((p, index) => {
            expect(adjusted[index]).toBeGreaterThanOrEqual(p - 1e-12);
            expect(adjusted[index]).toBeLessThanOrEqual(1);
            plain.forEach((other, place) => {
              if (p < other) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[place] ?? 0);
            });
          });
        }
        benjaminiHochberg(plain).forEach((p, index) => {
          expect(p).toBeLessThanOrEqual((holm(plain)[index] ?? 0) + 1e-12);
        });
      }),
      {seed: 20_261_128},
    );
  });

  it('of Holm raise a false alarm among ten true hypotheses in at most 5 % of seeded trials', () => {
    const {uniform} = randomStream(41, 'true hypotheses');
    const trials = Array.from({length: 1_000}, () => holm(Array.from({length: 10}, uniform)));
    const alarms = trials.filter(adjusted => passing(adjusted) > 0).length / 1_000;
    expect(alarms).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 1_000));
  });

  it('of Benjamini and Hochberg keep the mean share of false ones at or below 5 %', () => {
    const {uniform} = randomStream(42, 'half true');
    const shares = Array.from({length: 1_000}, () => {
      const plain = Array.from({length: 20}, (_, index) => uniform() ** (index < 10 ? 1 : 12));
      const adjusted = benjaminiHochberg(plain);
      const found = passing(adjusted);
      return found === 0 ? 0 : passing(adjusted.slice(0, 10)) / found;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / 1_000;
    const error = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0)) / 1_000;
    expect(mean).toBeLessThanOrEqual(0.05 + 3 * error);
  });
});

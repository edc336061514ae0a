import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {signFlipTest} from '../../harness/statistics/sign-flip.ts';

/** Differences in height of Darwin's 15 pairs of maize, in eighths of an inch (Fisher 1935, section 17). */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

const differences = fc.array(fc.integer({min: -9, max: 9}), {maxLength: 30});

describe('the sign-flip test', () => {
  it('counts the 2 * 863 of 32,768 choices that Fisher counted (1935, The Design of Experiments, section 21)', () => {
    expect(signFlipTest(MAIZE, 1)).toEqual({
      sum: 314,
      p: (2 * 863) / 32_768,
      exact: true,
      leastP: 2 / 32_768,
    });
  });

  it('cannot tell anything from nothing, from one cluster, or from clusters without a difference', () => {
    expect(signFlipTest([], 1)).toEqual({sum: 0, p: 1, exact: true, leastP: 1});
    expect(signFlipTest([40], 1)).toMatchObject({p: 1, leastP: 1});
    expect(signFlipTest([0, 0, 0], 1)).toMatchObject({p: 1, leastP: 1});
  });

  it('is not moved by clusters without a difference', () => {
    expect(signFlipTest([...MAIZE, 0, 0, 0, 0], 1)).toEqual(signFlipTest(MAIZE, 1));
  });

  it('counts all choices up to 16 differing clusters, and draws above', () => {
    expect(signFlipTest(Array(16).fill(1), 1)).toMatchObject({p: 2 ** -15, exact: true});
    expect(signFlipTest(Array(17).fill(1), 1)).toMatchObject({exact: false, leastP: 1 / 200_000});
  });

  it('comes within Monte Carlo error of the binomial where all differences are 1', () => {
    // 15 of 20: 2 * (15504 + 4845 + 1140 + 190 + 20 + 1) / 2^20
    const {p} = signFlipTest([...Array(15).fill(1), ...Array(5).fill(-1)], 7);
    expect(p).toBeCloseTo(0.041_389, 2);
    expect(Math.abs(p - 0.041_389)).toBeLessThan(4 * Math.sqrt((0.041 * 0.959) / 200_000));
  });

  it('gives the same p where the sides change places, and the negative sum', () => {
    fc.assert(
      fc.property(differences, values => {
        const [one, other] = [
          signFlipTest(values, 3),
          signFlipTest(
            values.map(value => -value),
            3,
          ),
        ];
        expect(other).toEqual({...one, sum: 0 - one.sum});
      }),
      {numRuns: 40, seed: 20_261_128},
    );
  });

  it('gives a p above 0 and at most 1, never below the least', () => {
    fc.assert(
      fc.property(differences, values => {
        const {p, leastP} = signFlipTest(values, 3);
        expect(p).toBeLessThanOrEqual(1);
        expect(p).toBeGreaterThanOrEqual(leastP);
        expect(leastP).toBeGreaterThan(0);
      }),
      {numRuns: 40, seed: 20_261_128},
    );
  });

  it('calls sides that are the same different in at most 5 % of seeded trials over skewed clusters', () => {
    const {uniform} = randomStream(11, 'false alarms of clusters');
    let alarms = 0;
    for (let trial = 0; trial < 400; trial += 1) {
      const sizes = Array.from({length: 12}, () => Math.ceil((1 - uniform()) ** -1.2));
      const values = sizes.map(size => Math.round(size * uniform()) * (uniform() < 0.5 ? 1 : -1));
      if (signFlipTest(values, trial).p <= 0.05) alarms += 1;
    }
    // three Monte Carlo standard errors above 5 %
    expect(alarms / 400).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  });
});

import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {hodgesLehmann} from '../../harness/statistics/hodges-lehmann.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {rotationInterval} from '../../harness/statistics/rotation-interval.ts';
import {firstCrossing} from '../../harness/statistics/rotation-looks.ts';
import {rotationPaths} from '../../harness/statistics/rotation-paths.ts';
import {DEPRESSION} from './depression-example.ts';

const TEN = rotationPaths(10, 1);

const ten = fc.array(
  fc.integer({min: -3_000, max: 3_000}).map(one => one / 1_024),
  {minLength: 10, maxLength: 10},
);

/** The ends, an absent one as infinite. */
function endsOf(differences: readonly number[], paths = TEN): readonly [number, number] {
  const found = rotationInterval(differences, paths, 0.05);
  if (found?.kind !== 'interval') throw new Error(found?.kind ?? 'nothing');
  return [found.lower ?? Number.NEGATIVE_INFINITY, found.upper ?? Number.POSITIVE_INFINITY];
}

describe('the Hodges-Lehmann estimate', () => {
  it('is 0.46 for the patients of Hollander and Wolfe (1973, example 3.1)', () => {
    expect(hodgesLehmann(DEPRESSION)).toBeCloseTo(0.46, 12);
  });

  it('is the value itself for one, the mean for two, and absent for none', () => {
    expect(hodgesLehmann([3])).toBe(3);
    expect(hodgesLehmann([1, 4])).toBe(2.5);
    expect(hodgesLehmann([])).toBeUndefined();
  });
});

describe('the interval of a rotation', () => {
  it('reaches from the smallest to the largest of six, the only look that six allow', () => {
    // as R's wilcox.test(conf.int = TRUE) for six values: their range, with 96.9 % confidence
    const six = DEPRESSION.slice(0, 6);
    const [lower, upper] = endsOf(six, rotationPaths(6, 1));
    expect(lower).toBeCloseTo(Math.min(...six), 12);
    expect(upper).toBeCloseTo(Math.max(...six), 12);
  });

  it('has no ends before anything can be decided, and does not exist before the first rotation', () => {
    expect(rotationInterval([], TEN, 0.05)).toBeUndefined();
    expect(rotationInterval([1, 2, 3], TEN, 0.05)).toEqual({
      kind: 'interval',
      estimate: 2,
      lower: undefined,
      upper: undefined,
    });
  });

  it('is one point where all differences are equal, also where they are all 0', () => {
    expect(endsOf(Array(10).fill(0))).toEqual([0, 0]);
    expect(endsOf(Array(10).fill(1.5))).toEqual([1.5, 1.5]);
  });

  it('is mirrored where the sides change places, and moves with a constant factor of the rate', () => {
    fc.assert(
      fc.property(ten, all => {
        const [lower, upper] = endsOf(all);
        const [other, another] = endsOf(all.map(one => 0 - one));
        expect(-another).toBeCloseTo(lower, 9);
        expect(-other).toBeCloseTo(upper, 9);
        const [moved] = endsOf(all.map(one => one + 2));
        expect(moved).toBeCloseTo(lower + 2, 9);
      }),
      {numRuns: 15, seed: 20_261_128},
    );
  });

  it('never grows from look to look, and leaves 0 out only where the path crossed', () => {
    fc.assert(
      fc.property(ten, all => {
        const shifted = all.map(one => one + 1);
        const [early, late] = [endsOf(shifted.slice(0, 8)), endsOf(shifted)];
        expect(late[0]).toBeGreaterThanOrEqual(early[0] - 1e-9);
        expect(late[1]).toBeLessThanOrEqual(early[1] + 1e-9);
        if (late[0] > 0 || late[1] < 0) expect(firstCrossing(shifted, TEN, 0.05)).toBeDefined();
      }),
      {numRuns: 15, seed: 20_261_128},
    );
  });

  it('says so where the rotations contradict each other', () => {
    // at a level of 0.5, five rotations rule out everything but 10, and five more rule that out
    const differences = Array.from({length: 10}, (_, index) => (index < 5 ? 10 : 0) + index / 1_000);
    expect(rotationInterval(differences, TEN, 0.5)).toMatchObject({kind: 'contradiction'});
    expect(rotationInterval(differences, TEN, 0.05)).toMatchObject({kind: 'interval'});
  });

  it('holds the true difference over all looks in at least 95 % of seeded trials', () => {
    const {uniform} = randomStream(23, 'coverage of rotations');
    let covered = 0;
    for (let trial = 0; trial < 500; trial += 1) {
      const all = Array.from({length: 10}, () => 0.7 + (uniform() - 0.5) * (uniform() < 0.1 ? 10 : 1));
      // the true value lies within where its path did not cross
      if (!firstCrossing(all, TEN, 0.05, 0.7)) covered += 1;
    }
    expect(covered / 500).toBeGreaterThanOrEqual(0.95 - 3 * Math.sqrt((0.05 * 0.95) / 500));
  });
});

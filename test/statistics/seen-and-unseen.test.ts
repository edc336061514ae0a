import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {accumulate} from '../../harness/statistics/accumulation.ts';
import {jaccard} from '../../harness/statistics/overlap.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {estimateFromTwo, estimateTotal} from '../../harness/statistics/unseen.ts';

const days = fc.array(fc.uniqueArray(fc.nat(20), {maxLength: 10}), {maxLength: 12});

describe('an estimate of all kinds', () => {
  it('is 236.3732 with an error of 6.54361 for the trees of Barro Colorado (R vegan, specpool(BCI))', () => {
    // 225 kinds on 50 plots; 21 on one plot only, 19 on two
    const plots = [...Array(21).fill(1), ...Array(19).fill(2), ...Array(185).fill(9)];
    const found = estimateTotal(plots, 50);
    expect(found?.estimate).toBeCloseTo(236.3732, 4);
    expect(found?.standardError).toBeCloseTo(6.543_61, 5);
  });

  it('is absent before the second day, and what was seen where nothing was seen but once', () => {
    expect(estimateTotal([1, 1], 1)).toBeUndefined();
    expect(estimateTotal([], 5)).toMatchObject({seen: 0, estimate: 0, lower: 0, upper: 0});
    expect(estimateTotal([1], 5)).toMatchObject({seen: 1, estimate: 1});
    expect(estimateTotal([3, 4, 5], 5)).toMatchObject({seen: 3, estimate: 3, upper: 3});
  });

  it('lies within its interval, which never falls below what was seen', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 9})), counts => {
        const found = estimateTotal(counts, 9);
        expect(found?.lower).toBeGreaterThanOrEqual(counts.length);
        expect(found?.estimate).toBeGreaterThanOrEqual(found?.lower ?? Number.NaN);
        expect(found?.upper).toBeGreaterThanOrEqual(found?.estimate ?? Number.NaN);
        expect(found?.standardError).toBeGreaterThanOrEqual(0);
      }),
      {seed: 20_261_128},
    );
  });

  it('comes close to the true number where all kinds are equally frequent', () => {
    const {uniform} = randomStream(61, 'kinds');
    const estimates = Array.from({length: 300}, () => {
      const counts = Array.from(
        {length: 60},
        () => Array.from({length: 12}, uniform).filter(one => one < 0.15).length,
      );
      return (
        estimateTotal(
          counts.filter(count => count > 0),
          12,
        )?.estimate ?? 0
      );
    });
    const mean = estimates.reduce((sum, one) => sum + one, 0) / 300;
    expect(mean).toBeGreaterThan(58);
    expect(mean).toBeLessThan(63);
  });
});

describe('an estimate from two independent arms', () => {
  it('is 28 for the turtles of the textbooks: 10 marked, 15 caught, 5 of them marked (Chapman)', () => {
    const found = estimateFromTwo(10, 15, 5);
    expect(found.estimate).toBeCloseTo((11 * 16) / 6 - 1, 12);
    expect(Math.floor(found.estimate)).toBe(28);
    expect(found.standardError).toBeCloseTo(Math.sqrt((11 * 16 * 5 * 10) / (36 * 7)), 12);
  });

  it('has no error where both found the same', () => {
    expect(estimateFromTwo(8, 8, 8)).toEqual({estimate: 8, standardError: 0});
    expect(estimateFromTwo(0, 0, 0)).toEqual({estimate: 0, standardError: 0});
  });
});

describe('the accumulation of kinds', () => {
  it('counts in order, and averages over all orders, worked by hand for three days', () => {
    // a on all days, b on two, c on one: one day shows 1 + 2/3 + 1/3, two show 1 + 1 + 2/3
    const found = accumulate([['a', 'b'], ['a'], ['a', 'b', 'c', 'c']]);
    expect(found.map(({seen}) => seen)).toEqual([2, 2, 3]);
    expect(found.map(({expected}) => expected)).toEqual([
      expect.closeTo(2, 12),
      expect.closeTo(8 / 3, 12),
      3,
    ]);
  });

  it('is nothing without days, and 0 on days on which nothing was seen', () => {
    expect(accumulate([])).toEqual([]);
    expect(accumulate([[], []])).toEqual([
      {days: 1, seen: 0, expected: 0},
      {days: 2, seen: 0, expected: 0},
    ]);
  });

  it('never falls, ends at what was seen, and its mean does not know the order of the days', () => {
    fc.assert(
      fc.property(days, all => {
        const [found, other] = [accumulate(all), accumulate(all.toReversed())];
        found.forEach((one, index) => {
          expect(one.seen).toBeGreaterThanOrEqual(found[index - 1]?.seen ?? 0);
          expect(one.expected).toBeGreaterThanOrEqual((found[index - 1]?.expected ?? 0) - 1e-9);
          expect(other[index]?.expected).toBeCloseTo(one.expected, 9);
        });
        expect(found.at(-1)?.expected ?? 0).toBeCloseTo(found.at(-1)?.seen ?? 0, 9);
      }),
      {seed: 20_261_128},
    );
  });
});

describe('the overlap of two sets', () => {
  it('is what both hold over what either holds', () => {
    expect(jaccard(new Set([0, 1, 2, 5, 6]), new Set([0, 2, 3, 4, 5, 7, 9]))).toBeCloseTo(3 / 9, 12);
    expect(jaccard(new Set([1]), new Set())).toBe(0);
    expect(jaccard(new Set([1]), new Set([1]))).toBe(1);
    expect(jaccard(new Set(), new Set())).toBeUndefined();
  });
});

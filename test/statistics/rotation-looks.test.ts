import fc from 'fast-check';
import {qnorm} from 'lib-r-math.js';
import {describe, expect, it} from 'vitest';
import {alphaSpent} from '../../harness/statistics/alpha-spending.ts';
import {leastRotations, leastRotationsOnce} from '../../harness/statistics/least-rotations.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {crossedComparisons} from '../../harness/statistics/rotation-arms.ts';
import {firstCrossing, rotationLooks} from '../../harness/statistics/rotation-looks.ts';
import {rotationPaths} from '../../harness/statistics/rotation-paths.ts';
import {signedRankTest} from '../../harness/statistics/signed-rank-test.ts';
import {DEPRESSION} from './depression-example.ts';

const TEN = rotationPaths(10, 1);

const looks = (differences: readonly number[], paths = TEN, alpha = 0.05) => [
  ...rotationLooks(differences, paths, alpha),
];

describe('alpha', () => {
  // 4.8769 with five looks: LD98 (Reboussin, DeMets, Kim and Lan 2000); 3.7103 and 0.0060 with three: gsDesign, sfLDOF
  it('is spent as the function of the O Brien-Fleming type is published', () => {
    expect(qnorm(1 - alphaSpent(0.025, 1 / 5))).toBeCloseTo(4.8769, 4);
    expect(qnorm(1 - alphaSpent(0.025, 1 / 3))).toBeCloseTo(3.7103, 4);
    expect(alphaSpent(0.025, 2 / 3)).toBeCloseTo(0.006, 4);
    expect(alphaSpent(0.025, 1)).toBeCloseTo(0.025, 10);
  });

  it('is not spent before the first rotation, and no further after the last', () => {
    expect(alphaSpent(0.05, 0)).toBe(0);
    expect(alphaSpent(0.05, 1.5)).toBeCloseTo(0.05, 10);
  });
});

describe('the paths of a rotation', () => {
  it('are all choices of signs up to 16 rotations, one for each pair of opposites, the observed one first', () => {
    expect(TEN.stored).toBe(1_024 / 2);
    expect(new Set(TEN.words[0])).toHaveLength(1_024 / 2);
    expect(TEN.words[0]?.[0]).toBe(0);
    expect(TEN.words[0]?.every(signs => signs % 2 === 0 && signs < 1_024)).toBe(true);
    expect(rotationPaths(16, 1).stored).toBe(65_536 / 2);
    expect(rotationPaths(1, 1).words).toEqual([Uint16Array.of(0)]);
  });

  it('are at least 200,000 above, with every choice for the first 16, and the same for the same seed', () => {
    const paths = rotationPaths(40, 1);
    expect(2 * paths.stored).toBeGreaterThanOrEqual(200_000);
    expect(paths.words.map(word => word[0])).toEqual([0, 0, 0]);
    expect(new Set(paths.words[0])).toHaveLength(65_536 / 2);
    const third = (seed: number) => Array.from(rotationPaths(40, seed).words[2] ?? []).join(' ');
    expect(third(1)).toBe(third(1));
    expect(third(1)).not.toBe(third(2));
  });
});

describe('the signed-rank test', () => {
  it('gives the p of Hollander and Wolfe (1973, example 3.1): V = 40 of 45, p = 0.0390625', () => {
    expect(signedRankTest(DEPRESSION, 1)).toMatchObject({sum: 2 * (40 - 5), p: 0.0390625, leastP: 2 ** -8});
  });
});

describe('a look after each rotation', () => {
  it('cannot cross before the rotation that the design names, and can from then on', () => {
    for (const [planned, least] of [
      [10, 7],
      [14, 8],
      [16, 9],
      [20, 10],
      [30, 11],
    ] as const) {
      const found = looks(
        Array.from({length: planned}, (_, index) => 1 + index),
        rotationPaths(planned, 1),
      );
      expect(found.findIndex(look => look.boundary !== undefined) + 1).toBe(least);
      expect(found.findIndex(look => look.crosses) + 1).toBe(least);
      expect(leastRotations(planned, 0.05)).toBe(least);
    }
  });

  it('lets no more paths cross than alpha allows at any look', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: -5, max: 5}), {maxLength: 12}), differences => {
        const found = looks(differences);
        expect(found).toHaveLength(Math.min(10, differences.length));
        for (const look of found) {
          expect(look.crossedShare).toBeLessThanOrEqual(look.spent + 1e-9);
          expect(look.statistic).toBeGreaterThanOrEqual(0);
        }
      }),
      {numRuns: 60, seed: 20_261_128},
    );
  });

  it('is the same where the sides change places, and where all differences are stretched', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({min: -5, max: 5, noNaN: true}), {minLength: 10, maxLength: 10}),
        all => {
          expect(looks(all.map(one => 0 - one))).toEqual(looks(all));
          expect(looks(all.map(one => 8 * one))).toEqual(looks(all));
        },
      ),
      {numRuns: 40, seed: 20_261_128},
    );
  });

  it('does not change what earlier looks said', () => {
    const all = [0.3, 1, -0.2, 0.5, 0.8, 0.4, 0.1, 0.9, -0.3, 0.6];
    expect(looks(all.slice(0, 8))).toEqual(looks(all).slice(0, 8));
  });

  it('says nothing of no difference, one rotation, and rotations without any difference', () => {
    expect(looks([])).toEqual([]);
    expect(looks([2])).toMatchObject([{rotation: 1, statistic: 1, boundary: undefined, crosses: false}]);
    expect(looks(Array(10).fill(0)).some(look => look.crosses)).toBe(false);
    expect(looks(Array(10).fill(0)).every(look => look.statistic === 0)).toBe(true);
  });

  it('takes equal sizes as ties, also where rounding separates them', () => {
    const tied = [0.1 + 0.2, -0.3, 0.3, 0.7, 0.7, -0.7, 0.7, 0.7, 0.7, 0.7];
    expect(looks(tied)).toEqual(looks(tied.map(one => Math.round(one * 10))));
  });

  it('uses no rotation beyond the planned ones', () => {
    expect(looks(Array(14).fill(1))).toHaveLength(10);
  });

  it('raises at most 5 % false alarms in seeded trials that are read daily, where a daily p raises more', () => {
    const {uniform} = randomStream(21, 'identical arms');
    let [alarms, naive] = [0, 0];
    for (let trial = 0; trial < 600; trial += 1) {
      // one rotation in twenty has a campaign; the order decides whom it hits
      const all = Array.from({length: 10}, () => (uniform() - 0.5) * (uniform() < 0.05 ? 20 : 1));
      if (firstCrossing(all, TEN, 0.05)) alarms += 1;
      if (all.some((_, index) => signedRankTest(all.slice(0, index + 1), trial).p <= 0.05)) naive += 1;
    }
    const error = Math.sqrt((0.05 * 0.95) / 600);
    expect(alarms / 600).toBeLessThanOrEqual(0.05 + 3 * error);
    expect(naive / 600).toBeGreaterThan(0.05 + 3 * error);
  });
});

describe('the least number of rotations', () => {
  it.each([
    [0.05, [7, 8, 10, 11, 15]],
    [0.025, [8, 9, 11, 13, 17]],
  ])('at the level %s is what the design says for 10, 14, 20, 30 and 60', (level, expected) => {
    expect([10, 14, 20, 30, 60].map(planned => leastRotations(planned, level))).toEqual(expected);
  });

  it('is 6 for one comparison with one look, 7 for Holm over 2 or 3, 9 over 7', () => {
    expect([1, 2, 3, 7].map(several => leastRotationsOnce(0.05 / several))).toEqual([6, 7, 7, 9]);
  });

  it('does not exist where three rotations can decide nothing', () => {
    expect(leastRotations(3, 0.05)).toBeUndefined();
    expect(leastRotations(5, 0.05)).toBeUndefined();
    expect(leastRotations(6, 0.05)).toBe(6);
  });
});

describe('several comparisons', () => {
  const clear = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9];
  const weaker = [-1, 1.1, -1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9];
  const none = [1, -1.1, 1.2, -1.3, 1.4, -1.5, 1.6, -1.7, 1.8, -1.9];

  it('judge one alone at alpha', () => {
    expect(crossedComparisons([clear], TEN, 0.05)[0]).toMatchObject({level: 0.05, look: {rotation: 7}});
    expect(crossedComparisons([], TEN, 0.05)).toEqual([]);
  });

  it('judge all at alpha/m, and those left at more once one has crossed', () => {
    const alone = crossedComparisons([weaker, none, none], TEN, 0.05);
    expect(alone).toEqual([undefined, undefined, undefined]);
    const [first, second, third] = crossedComparisons([clear, weaker, none], TEN, 0.05);
    expect(first).toMatchObject({level: 0.05 / 3});
    expect(second).toMatchObject({level: 0.025});
    expect(third).toBeUndefined();
  });

  it('raise at most 5 % false alarms among any of three identical arms', () => {
    const {uniform} = randomStream(22, 'three identical arms');
    let alarms = 0;
    for (let trial = 0; trial < 400; trial += 1) {
      // the baseline's rate is in all three, so they are not independent of each other
      const baseline = Array.from({length: 10}, uniform);
      const arms = [0, 1, 2].map(() => baseline.map(one => uniform() - one));
      if (crossedComparisons(arms, TEN, 0.05).some(found => found !== undefined)) alarms += 1;
    }
    expect(alarms / 400).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  });
});

import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {cochranQ, friedmanTest} from '../../harness/statistics/several-sides.ts';

/** Seconds of 22 players to second base by three ways round first (Hollander and Wolfe 1973, p. 140; R `friedman.test`). */
const ROUNDING: readonly (readonly number[])[] = [
  [5.4, 5.5, 5.55],
  [5.85, 5.7, 5.75],
  [5.2, 5.6, 5.5],
  [5.55, 5.5, 5.4],
  [5.9, 5.85, 5.7],
  [5.45, 5.55, 5.6],
  [5.4, 5.4, 5.35],
  [5.45, 5.5, 5.35],
  [5.25, 5.15, 5],
  [5.85, 5.8, 5.7],
  [5.25, 5.2, 5.1],
  [5.65, 5.55, 5.45],
  [5.6, 5.35, 5.45],
  [5.05, 5, 4.95],
  [5.5, 5.5, 5.4],
  [5.45, 5.55, 5.5],
  [5.55, 5.55, 5.35],
  [5.45, 5.5, 5.55],
  [5.5, 5.45, 5.25],
  [5.65, 5.6, 5.4],
  [5.7, 5.65, 5.55],
  [6.3, 6.3, 6.25],
];

/** Whether each of three people foretold each of twelve games (Conover 1999, section 4.6, example 1). */
const GAMES = ['111', '111', '010', '110', '000', '111', '111', '110', '001', '010', '111', '111'].map(row =>
  [...row].map(one => one === '1'),
);

describe('the test of Friedman', () => {
  it('gives the chi-square of 11.143 and p of 0.003805 of Hollander and Wolfe', () => {
    const found = friedmanTest(ROUNDING);
    expect(found?.statistic).toBeCloseTo(11.142_857, 6);
    expect(found?.degreesOfFreedom).toBe(2);
    expect(found?.p).toBeCloseTo(0.003_805, 6);
  });

  it('is absent with one side, with one rotation, and where nothing varies', () => {
    expect(friedmanTest([])).toBeUndefined();
    expect(friedmanTest([[1], [2]])).toBeUndefined();
    expect(friedmanTest([[1, 2, 3]])).toBeUndefined();
    expect(
      friedmanTest([
        [1, 1],
        [2, 2],
      ]),
    ).toBeUndefined();
  });

  it('is not moved by the order of the sides, nor by what all slots of a rotation share', () => {
    const rows = fc.array(fc.array(fc.integer({min: 0, max: 9}), {minLength: 3, maxLength: 3}), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, all => {
        const found = friedmanTest(all);
        const other = friedmanTest(all.map((row, index) => row.toReversed().map(one => one + 100 * index)));
        if (found) expect(other?.statistic).toBeCloseTo(found.statistic, 9);
        else expect(other).toBeUndefined();
      }),
      {seed: 20_261_128},
    );
  });

  it('raises at most 5 % false alarms in seeded trials of three identical arms', () => {
    const {uniform} = randomStream(51, 'identical arms for Friedman');
    let alarms = 0;
    for (let trial = 0; trial < 1_000; trial += 1) {
      const rows = Array.from({length: 12}, () => {
        const day = 5 * uniform();
        return [day + uniform(), day + uniform(), day + uniform()];
      });
      if ((friedmanTest(rows)?.p ?? 1) <= 0.05) alarms += 1;
    }
    expect(alarms / 1_000).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 1_000));
  });
});

describe('Cochran s Q', () => {
  it('is 2.8 with p 0.2466 for the games of Conover', () => {
    const found = cochranQ(GAMES);
    expect(found?.statistic).toBeCloseTo(2.8, 12);
    expect(found?.p).toBeCloseTo(0.246_597, 6);
  });

  it('is the chi-square of McNemar for two sides', () => {
    const rows = [...Array(15).fill([true, false]), ...Array(5).fill([false, true]), [true, true]];
    expect(cochranQ(rows)).toMatchObject({statistic: expect.closeTo(100 / 20, 12), degreesOfFreedom: 1});
  });

  it('is absent with one side, without units, and where all or none found each', () => {
    expect(cochranQ([])).toBeUndefined();
    expect(cochranQ([[true], [false]])).toBeUndefined();
    expect(
      cochranQ([
        [true, true],
        [false, false],
      ]),
    ).toBeUndefined();
  });
});

import {describe, expect, it} from 'vitest';
import {randomStream} from '../../harness/statistics/random-stream.ts';

const first = (seed: number, purpose: string): readonly number[] => {
  const {uniform} = randomStream(seed, purpose);
  return Array.from({length: 2_000}, uniform);
};

const correlation = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + (value - 0.5) * ((other[index] ?? 0) - 0.5), 0) /
  one.length /
  (1 / 12);

describe('a random stream', () => {
  it('gives the same values for the same seed and purpose', () => {
    expect(first(1, 'paths')).toEqual(first(1, 'paths'));
  });

  it('is independent of the stream of another purpose, and of a similar seed', () => {
    // four standard errors of a correlation of 2,000 pairs
    for (const other of [first(1, 'order'), first(2, 'paths'), first(0, 'paths')])
      expect(Math.abs(correlation(first(1, 'paths'), other))).toBeLessThan(4 / Math.sqrt(2_000));
  });

  it('spreads values evenly from 0 to below 1, and integers below their limit', () => {
    const values = first(5, 'spread');
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / 2_000).toBeCloseTo(0.5, 1);
    const {below} = randomStream(5, 'dice');
    const rolls = Array.from({length: 6_000}, () => below(6));
    expect(new Set(rolls)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    // chi-square of six faces, 5 degrees of freedom: 20.5 is exceeded once in a thousand
    const chi = [0, 1, 2, 3, 4, 5].reduce(
      (sum, face) => sum + (rolls.filter(roll => roll === face).length - 1_000) ** 2 / 1_000,
      0,
    );
    expect(chi).toBeLessThan(20.5);
  });
});

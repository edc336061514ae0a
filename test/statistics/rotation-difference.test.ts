import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  logitRecallDifference,
  logRateRatio,
  mostlyZero,
} from '../../harness/statistics/rotation-difference.ts';

const slot = fc.record({count: fc.nat(1_000_000), seconds: fc.integer({min: 1, max: 100_000})});

describe('the number that a rotation gives', () => {
  it('is the log of the ratio of rates with one half added to each count', () => {
    expect(logRateRatio({count: 10, seconds: 100}, {count: 4, seconds: 50})).toBeCloseTo(
      Math.log(10.5 / 100 / (4.5 / 50)),
      12,
    );
    expect(logRateRatio({count: 0, seconds: 100}, {count: 0, seconds: 100})).toBe(0);
  });

  it('changes its sign where the sides change places, and not with a constant factor of the time', () => {
    fc.assert(
      fc.property(slot, slot, (one, other) => {
        const found = logRateRatio(one, other);
        expect(logRateRatio(other, one)).toBeCloseTo(-found, 12);
        const slower = [one, other].map(({count, seconds}) => ({count, seconds: 7 * seconds}));
        expect(logRateRatio(slower[0] ?? one, slower[1] ?? other)).toBeCloseTo(found, 9);
      }),
      {seed: 20_261_128},
    );
  });

  it('is the difference of logits for recall, finite also where nothing was missed', () => {
    const found = logitRecallDifference({hits: 9, misses: 0}, {hits: 4, misses: 4});
    expect(found).toBeCloseTo(Math.log(9.5 / 0.5), 12);
  });

  it('does not exist for recall where a slot saw no attack', () => {
    expect(logitRecallDifference({hits: 0, misses: 0}, {hits: 4, misses: 4})).toBeUndefined();
    expect(logitRecallDifference({hits: 1, misses: 0}, {hits: 0, misses: 0})).toBeUndefined();
  });

  it('is not told where more than half of the counts are 0', () => {
    expect(mostlyZero([0, 0, 7])).toBe(true);
    expect(mostlyZero([0, 7])).toBe(false);
    expect(mostlyZero([])).toBe(false);
  });
});

import {describe, expect, it} from 'vitest';
import {carryOver} from '../../harness/statistics/carry-over.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {shuffledSlots} from './shuffled-slots.ts';

const slotsOf = (arms: number, rotations: number, left: number, seed: number) =>
  shuffledSlots({arms, rotations, left, noise: 1}, randomStream(seed, 'slots').uniform);

describe('the check of carry-over', () => {
  it('finds what each arm leaves behind, and has the degrees of freedom of its design', () => {
    const found = carryOver(slotsOf(3, 12, 0.7, 1));
    // 35 slots; 12 rotations, 3 arms and 3 previous arms take 12 + 2 + 2
    expect(found?.degreesOfFreedom).toEqual([2, 19]);
    expect(found?.p).toBeLessThan(0.01);
  });

  it('raises at most 5 % false alarms in seeded trials without any', () => {
    const ps = Array.from({length: 400}, (_, seed) => carryOver(slotsOf(3, 8, 0, seed))?.p ?? 1);
    const alarms = ps.filter(p => p <= 0.05).length / 400;
    expect(alarms).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  });

  it('is absent for one slot, one rotation, and an order in which the same arm always follows', () => {
    expect(carryOver([])).toBeUndefined();
    expect(carryOver(slotsOf(3, 1, 0, 1))).toBeUndefined();
    const alternating = Array.from({length: 20}, (_, slot) => ({
      rotation: Math.floor(slot / 2),
      arm: slot % 2,
      previous: slot === 0 ? undefined : (slot + 1) % 2,
      value: slot % 7,
    }));
    expect(carryOver(alternating)).toBeUndefined();
  });

  it('is absent where nothing is left unexplained', () => {
    expect(carryOver(slotsOf(3, 8, 0, 1).map(slot => ({...slot, value: slot.arm})))).toBeUndefined();
  });

  it('does not depend on the level of the values', () => {
    const slots = slotsOf(4, 10, 0.2, 9);
    const moved = slots.map(slot => ({...slot, value: 1_000 + 3 * slot.value}));
    expect(carryOver(moved)?.statistic).toBeCloseTo(carryOver(slots)?.statistic ?? Number.NaN, 6);
  });
});

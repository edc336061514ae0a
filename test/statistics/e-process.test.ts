import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {evidence} from '../../harness/statistics/e-process.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';

const numbers = fc.array(fc.double({min: -5, max: 5, noNaN: true}), {maxLength: 20});

describe('the evidence of a trial without an end', () => {
  it('is the mean of the wealth of all bets, worked by hand for two rotations', () => {
    // both sizes are 1, so the median is 1: bets b and -b give (1 + t)^2 and (1 - t)^2, whose mean is 1 + t^2, t = tanh(b)
    const bets = [0.5, 1, 2];
    const expected = bets.reduce((sum, bet) => sum + 1 + Math.tanh(bet) ** 2, 0) / bets.length;
    expect(evidence([1, 1])).toEqual([1, expect.closeTo(expected, 12)]);
    const apart = bets.reduce((sum, bet) => sum + 1 - Math.tanh(bet) ** 2, 0) / bets.length;
    expect(evidence([1, -1])[1]).toBeCloseTo(apart, 12);
  });

  it('is nothing before the first rotation, and 1 while nothing differs', () => {
    expect(evidence([])).toEqual([]);
    expect(evidence([0, 0, 0])).toEqual([1, 1, 1]);
  });

  it('reaches 20 after seven rotations that all go one way', () => {
    expect(evidence(Array(12).fill(1)).findIndex(one => one >= 20) + 1).toBe(7);
  });

  it('has a mean of 1 over both signs of the next rotation, so that no reading of it is favoured', () => {
    fc.assert(
      fc.property(numbers, fc.double({min: 0.01, max: 5, noNaN: true}), (all, next) => {
        const now = evidence(all).at(-1) ?? 1;
        const [up = 0, down = 0] = [evidence([...all, next]).at(-1), evidence([...all, -next]).at(-1)];
        expect((up + down) / 2).toBeCloseTo(now, 6 - Math.ceil(Math.log10(now + 1)));
      }),
      {seed: 20_261_128},
    );
  });

  it('is the same where the sides change places, and never below 0', () => {
    fc.assert(
      fc.property(numbers, all => {
        const found = evidence(all);
        expect(found.every(one => one >= 0)).toBe(true);
        evidence(all.map(one => 0 - one)).forEach((one, index) => {
          expect(one).toBeCloseTo(found[index] ?? Number.NaN, 6);
        });
      }),
      {seed: 20_261_128},
    );
  });

  it('reaches 20 at any of 40 rotations in at most 5 % of seeded trials of identical arms', () => {
    const {uniform} = randomStream(24, 'evidence');
    let alarms = 0;
    for (let trial = 0; trial < 600; trial += 1) {
      const all = Array.from({length: 40}, () => (uniform() - 0.5) * (uniform() < 0.05 ? 20 : 1));
      if (evidence(all).some(one => one >= 20)) alarms += 1;
    }
    expect(alarms / 600).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 600));
  });
});

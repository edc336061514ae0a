import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {keptSharesTest} from '../../harness/statistics/kept-shares.ts';

const side = fc.record({kept: fc.nat(8), lost: fc.nat(4)});

describe('the test of kept shares', () => {
  it('gives the 0.4857 of the lady who tasted tea (Fisher 1935; R fisher.test(TeaTasting), two-sided)', () => {
    expect(
      keptSharesTest(
        [
          {kept: 3, lost: 1},
          {kept: 1, lost: 3},
        ],
        1,
      ),
    ).toBeCloseTo(0.485_714_29, 8);
  });

  it('is 1 with nothing to compare', () => {
    expect(keptSharesTest([], 1)).toBe(1);
    expect(keptSharesTest([{kept: 3, lost: 4}], 1)).toBe(1);
    expect(
      keptSharesTest(
        [
          {kept: 3, lost: 0},
          {kept: 5, lost: 0},
        ],
        1,
      ),
    ).toBe(1);
    expect(
      keptSharesTest(
        [
          {kept: 0, lost: 3},
          {kept: 0, lost: 2},
        ],
        1,
      ),
    ).toBe(1);
    expect(
      keptSharesTest(
        [
          {kept: 0, lost: 0},
          {kept: 4, lost: 2},
        ],
        1,
      ),
    ).toBeCloseTo(1, 12);
  });

  it('does not depend on the order of the sides, and lies above 0 and at most at 1', () => {
    fc.assert(
      fc.property(fc.array(side, {minLength: 2, maxLength: 4}), sides => {
        const p = keptSharesTest(sides, 1);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(keptSharesTest(sides.toReversed(), 1)).toBeCloseTo(p, 9);
      }),
      {seed: 20_261_128},
    );
  });

  it('draws where there are too many ways, the same ones for the same seed', () => {
    const many = Array.from({length: 12}, (_, index) => ({kept: 40, lost: index % 3}));
    const p = keptSharesTest(many, 1);
    expect(keptSharesTest(many, 1)).toBe(p);
    expect(p).toBeGreaterThan(0.05);
    const worse = many.map((one, index) => (index === 0 ? {kept: 10, lost: 30} : one));
    expect(keptSharesTest(worse, 1)).toBe(1 / 100_000);
  });
});

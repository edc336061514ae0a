import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {equivalent, guardrail} from '../../harness/statistics/margins.ts';

const ends = fc
  .tuple(fc.double({min: 0.01, max: 10, noNaN: true}), fc.double({min: 0.01, max: 10, noNaN: true}))
  .map(([one, other]) => ({lower: Math.min(one, other), upper: Math.max(one, other)}));

describe('a guardrail', () => {
  it.each([
    [{lower: 0.8, upper: 1.4}, 'kept'],
    [{lower: 0.8, upper: 1.5}, 'kept'],
    [{lower: 1.4, upper: 1.6}, 'open'],
    [{lower: 1.5, upper: 1.6}, 'open'],
    [{lower: 1.6, upper: 3}, 'broken'],
    [{lower: undefined, upper: undefined}, 'open'],
    [{lower: undefined, upper: 1.2}, 'kept'],
    [{lower: 1.6, upper: undefined}, 'broken'],
  ] as const)('of 1.5 with %j is %s', (interval, state) => {
    expect(guardrail(interval, 1.5)).toBe(state);
  });
});

describe('equivalence', () => {
  it('needs the whole interval within the margin, both ways', () => {
    expect(equivalent({lower: 1 / 1.2, upper: 1.2}, 1.2)).toBe(true);
    expect(equivalent({lower: 0.8, upper: 1.1}, 1.2)).toBe(false);
    expect(equivalent({lower: 0.9, upper: 1.3}, 1.2)).toBe(false);
    expect(equivalent({lower: undefined, upper: 1.1}, 1.2)).toBe(false);
    expect(equivalent({lower: 0.9, upper: undefined}, 1.2)).toBe(false);
  });

  it('does not depend on which side is called the first, and keeps the guardrail of its margin', () => {
    fc.assert(
      fc.property(ends, interval => {
        const found = equivalent(interval, 1.25);
        // 1.25 and its inverse 0.8 are hit exactly by neither rounding
        fc.pre(Math.abs(interval.lower - 0.8) > 1e-9 && Math.abs(interval.upper - 1.25) > 1e-9);
        expect(equivalent({lower: 1 / interval.upper, upper: 1 / interval.lower}, 1.25)).toBe(found);
        if (found) expect(guardrail(interval, 1.25)).toBe('kept');
      }),
      {seed: 20_261_128},
    );
  });
});

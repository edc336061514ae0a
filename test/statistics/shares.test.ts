import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {mcNemarTest, pairedShareInterval} from '../../harness/statistics/paired-shares.ts';
import {shareInterval} from '../../harness/statistics/share-interval.ts';

const units = (both: number, onlyFirst: number, onlySecond: number, neither: number) => ({
  both,
  onlyFirst,
  onlySecond,
  neither,
});

const anyUnits = fc
  .tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40))
  .filter(counts => counts.some(count => count > 0))
  .map(counts => units(...counts));

describe('the interval of a share', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])(
    'is what Newcombe gives for %i of %i (1998, Statistics in Medicine 17, table I, method 3)',
    (hits, all, lower, upper) => {
      const found = shareInterval(hits, all);
      expect(found?.lower).toBeCloseTo(lower, 4);
      expect(found?.upper).toBeCloseTo(upper, 4);
    },
  );

  it('is absent without units, and reaches 0 and 1 exactly where nothing or all was hit', () => {
    expect(shareInterval(0, 0)).toBeUndefined();
    expect(shareInterval(0, 1)?.lower).toBe(0);
    expect(shareInterval(1, 1)?.upper).toBe(1);
  });

  it('holds the share, lies within 0 and 1, and is mirrored for the misses', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (hits, misses) => {
        fc.pre(hits + misses > 0);
        const [found, other] = [shareInterval(hits, hits + misses), shareInterval(misses, hits + misses)];
        const share = hits / (hits + misses);
        expect(found?.lower).toBeGreaterThanOrEqual(0);
        expect(found?.upper).toBeLessThanOrEqual(1);
        expect(found?.lower).toBeLessThanOrEqual(share);
        expect(found?.upper).toBeGreaterThanOrEqual(share);
        expect(other?.lower).toBeCloseTo(1 - (found?.upper ?? 0), 12);
      }),
      {seed: 20_261_128},
    );
  });
});

describe('two shares of the same independent units', () => {
  it('have the p of McNemar that is published for airway hyper-responsiveness (Bentur 2009: 1 against 7)', () => {
    // Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13: 0.070
    expect(mcNemarTest(units(1, 1, 7, 12))).toBeCloseTo(0.0703125, 12);
  });

  it('have the interval of Altman, Machin, Bryant and Gardner (2000, Statistics with Confidence, table 6.2)', () => {
    const found = pairedShareInterval(units(14, 5, 0, 22));
    expect(found?.lower).toBeCloseTo(0.011, 3);
    expect(found?.upper).toBeCloseTo(0.226, 3);
  });

  it('cannot be told apart where both found the same, and have no interval without units', () => {
    expect(mcNemarTest(units(5, 0, 0, 5))).toBe(1);
    expect(mcNemarTest(units(0, 0, 0, 0))).toBe(1);
    expect(mcNemarTest(units(0, 1, 0, 0))).toBe(1);
    expect(mcNemarTest(units(0, 3, 3, 0))).toBe(1);
    expect(pairedShareInterval(units(0, 0, 0, 0))).toBeUndefined();
    const same = pairedShareInterval(units(10, 0, 0, 0));
    expect(same?.upper).toBeCloseTo(-(same?.lower ?? 0), 12);
  });

  it('change places: the same p, the mirrored interval', () => {
    fc.assert(
      fc.property(anyUnits, one => {
        const swapped = {...one, onlyFirst: one.onlySecond, onlySecond: one.onlyFirst};
        expect(mcNemarTest(swapped)).toBe(mcNemarTest(one));
        const [found, other] = [pairedShareInterval(one), pairedShareInterval(swapped)];
        expect(other?.lower).toBeCloseTo(-(found?.upper ?? Number.NaN), 12);
        expect(found?.lower).toBeGreaterThanOrEqual(-1);
        expect(found?.upper).toBeLessThanOrEqual(1);
        expect(found?.lower).toBeLessThanOrEqual(found?.upper ?? -1);
      }),
      {seed: 20_261_128},
    );
  });
});

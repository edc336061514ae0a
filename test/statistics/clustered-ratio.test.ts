import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {clusteredRatio} from '../../harness/statistics/clustered-ratio.ts';
import {ENROLLED, TESTED} from './survey-example.ts';

const clusters = fc.array(
  fc.record({above: fc.integer({min: -20, max: 20}), below: fc.integer({min: 1, max: 50})}),
  {minLength: 2, maxLength: 20},
);

describe('a ratio over clusters', () => {
  it('gives the ratio and standard error of the example of R survey::svyratio', () => {
    const found = clusteredRatio(TESTED.map((above, index) => ({above, below: ENROLLED[index] ?? 0})));
    expect(found?.estimate).toBeCloseTo(0.849_708_7, 7);
    // the example samples 15 of 757 districts, and its error is smaller by that share
    expect((found?.standardError ?? 0) * Math.sqrt(1 - 15 / 757)).toBeCloseTo(0.008_386_297, 9);
  });

  it('is absent below two clusters and over nothing', () => {
    expect(clusteredRatio([])).toBeUndefined();
    expect(clusteredRatio([{above: 1, below: 2}])).toBeUndefined();
    expect(
      clusteredRatio([
        {above: 0, below: 0},
        {above: 0, below: 0},
      ]),
    ).toBeUndefined();
  });

  it('has no error where every cluster has the same ratio', () => {
    expect(
      clusteredRatio([
        {above: 1, below: 2},
        {above: 4, below: 8},
      ]),
    ).toEqual({
      estimate: 0.5,
      standardError: 0,
    });
  });

  it('changes its sign with the sides, and its scale with a factor', () => {
    fc.assert(
      fc.property(clusters, all => {
        const found = clusteredRatio(all);
        const mirrored = clusteredRatio(all.map(({above, below}) => ({above: -above, below})));
        const scaled = clusteredRatio(all.map(({above, below}) => ({above: 3 * above, below})));
        expect(mirrored?.estimate).toBeCloseTo(-(found?.estimate ?? Number.NaN), 10);
        expect(mirrored?.standardError).toBeCloseTo(found?.standardError ?? Number.NaN, 10);
        expect(scaled?.standardError).toBeCloseTo(3 * (found?.standardError ?? Number.NaN), 9);
      }),
      {seed: 20_261_128},
    );
  });
});

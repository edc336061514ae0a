import {describe, expect, it} from 'vitest';
import {clusteredInterval} from '../../harness/statistics/clustered-interval.ts';
import {clusteredShare} from '../../harness/statistics/clustered-share.ts';
import {comparePaired, type PairedCluster} from '../../harness/statistics/paired-clusters.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';

const cluster = (onlyFirst: number, onlySecond: number, both = 0, neither = 0): PairedCluster => ({
  both,
  onlyFirst,
  onlySecond,
  neither,
});

/** Clusters whose flows lean together to one side or the other, as those of one scanner do; sizes are skewed. */
function skewedClusters(count: number, share: number, {uniform}: {uniform: () => number}): PairedCluster[] {
  return Array.from({length: count}, () => {
    const flows = Math.ceil(3 * (1 - uniform()) ** -0.5);
    const leans = uniform() < share ? 0.9 : 0.1;
    const first = Array.from({length: flows}, uniform).filter(value => value < leans).length;
    return cluster(first, flows - first);
  });
}

describe('two sides on the same flows', () => {
  it('counts, and says how far they are apart', () => {
    expect(comparePaired([cluster(3, 1, 5, 1), cluster(0, 0, 10)], 1)).toMatchObject({
      clusters: 2,
      differingClusters: 1,
      flows: 20,
      both: 15,
      onlyFirst: 3,
      onlySecond: 1,
      difference: 0.1,
      ratio: 18 / 16,
      test: {sum: 2, p: 1},
    });
  });

  it('has no difference without flows, and no ratio where the second alerted none', () => {
    expect(comparePaired([], 1)).toMatchObject({difference: undefined, ratio: undefined, test: {p: 1}});
    expect(comparePaired([cluster(3, 0)], 1)).toMatchObject({difference: 1, ratio: undefined});
  });

  it.each([
    ['too-few-clusters', Array(19).fill(cluster(1, 0, 1))],
    ['one-cluster-dominates', [...Array(20).fill(cluster(1, 0, 1)), cluster(21, 0, 20)]],
    ['too-few-differing-clusters', [...Array(30).fill(cluster(0, 0, 3)), ...Array(9).fill(cluster(1, 0))]],
    ['no-variance', Array(25).fill(cluster(1, 0, 1))],
  ] as const)('gives counts alone: %s', (reason, clusters) => {
    expect(comparePaired(clusters, 1).intervals).toEqual({kind: 'counts-only', reason});
  });

  it('gives intervals from 20 clusters on, if 10 of them tell the sides apart', () => {
    const twenty = [...Array(10).fill(cluster(0, 0, 3)), ...Array(10).fill(cluster(1, 0))];
    expect(comparePaired(twenty, 1).intervals).toMatchObject({kind: 'intervals'});
  });

  it('mirrors the intervals where the sides change places', () => {
    const clusters = skewedClusters(40, 0.7, randomStream(2, 'mirror'));
    const swapped = clusters.map(one => ({...one, onlyFirst: one.onlySecond, onlySecond: one.onlyFirst}));
    const [one, other] = [comparePaired(clusters, 1), comparePaired(swapped, 1)];
    if (one.intervals.kind !== 'intervals' || other.intervals.kind !== 'intervals') throw new Error('none');
    expect(other.intervals.difference.lower).toBeCloseTo(-one.intervals.difference.upper, 10);
    expect(other.intervals.difference.upper).toBeCloseTo(-one.intervals.difference.lower, 10);
    expect(other.intervals.ratio?.lower).toBeCloseTo(1 / (one.intervals.ratio?.upper ?? 0), 10);
    expect(other.test.p).toBe(one.test.p);
  });

  it('gives the same interval for the same seed', () => {
    const clusters = skewedClusters(40, 0.7, randomStream(2, 'again'));
    expect(comparePaired(clusters, 5)).toEqual(comparePaired(clusters, 5));
  });

  it('covers the true difference in 95 % of seeded trials over skewed clusters', () => {
    const stream = randomStream(3, 'coverage');
    let covered = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      const found = clusteredInterval(
        skewedClusters(30, 0.5, stream).map(one => ({
          above: one.onlyFirst - one.onlySecond,
          below: one.onlyFirst + one.onlySecond,
        })),
        trial,
      );
      if (found && found.lower <= 0 && found.upper >= 0) covered += 1;
    }
    expect(covered / 300).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / 300));
  });
});

describe('a share over clusters', () => {
  it('has an interval within 0 and 1 where hits and misses come from enough clusters', () => {
    const {uniform} = randomStream(4, 'recall');
    const clusters = Array.from({length: 30}, () => ({
      hits: Math.ceil(5 * uniform()),
      misses: uniform() < 0.4 ? 1 : 0,
    }));
    const {share, interval} = clusteredShare(clusters, 1);
    if (interval.kind !== 'interval') throw new Error(interval.reason);
    expect(interval.estimate).toBe(share);
    expect(interval.lower).toBeGreaterThan(0);
    expect(interval.lower).toBeLessThan(share ?? 0);
    expect(interval.upper).toBeLessThanOrEqual(1);
  });

  it('is told without an interval where nothing was missed, or nothing was there', () => {
    expect(clusteredShare(Array(30).fill({hits: 2, misses: 0}), 1)).toEqual({
      clusters: 30,
      hits: 60,
      misses: 0,
      share: 1,
      interval: {kind: 'counts-only', reason: 'too-few-differing-clusters'},
    });
    expect(clusteredShare([{hits: 0, misses: 0}], 1)).toMatchObject({clusters: 0, share: undefined});
  });
});

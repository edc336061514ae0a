import {describe, expect, it} from 'vitest';
import {clusteredInterval} from '../../harness/statistics/clustered-interval.ts';
import type {PairedCluster} from '../../harness/statistics/paired-clusters.ts';
import {type RandomStream, randomStream} from '../../harness/statistics/random-stream.ts';
import {signFlipTest} from '../../harness/statistics/sign-flip.ts';
import {normal} from './simulated-trials.ts';

const TRIALS = 10_000;

/** Shares of flows that only the first, and only the second side alerts. */
const SHARES = [
  [0.3, 0.1],
  [0.05, 0.02],
] as const;

/** Standard deviation of the logarithm of the flows of a cluster; 2 means that one in forty has fifty times the usual. */
const SKEWS = [0, 1, 1.5, 2] as const;

const DESIGNS = SHARES.flatMap(([first, second]) =>
  SKEWS.flatMap(skew => [20, 40, 100].map(clusters => ({first, second, skew, clusters}))),
);

/** Flows of one cluster lean to one side together: their shares are drawn for each cluster (a Dirichlet of weight 2). */
function drawCluster(first: number, second: number, skew: number, stream: RandomStream): PairedCluster {
  const flows = Math.max(1, Math.round(4 * Math.exp(skew * normal(stream))));
  const weights = [2 * first, 2 * second, 2 * (1 - first - second)].map(shape => gamma(shape, stream));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [onlyFirst, onlySecond] = [0, 0];
  for (let flow = 0; flow < flows; flow += 1) {
    const place = stream.uniform() * all;
    if (place < (weights[0] ?? 0)) onlyFirst += 1;
    else if (place < (weights[0] ?? 0) + (weights[1] ?? 0)) onlySecond += 1;
  }
  return {both: flows - onlyFirst - onlySecond, onlyFirst, onlySecond, neither: 0};
}

/** A gamma value of the given shape (Marsaglia and Tsang 2000). */
function gamma(shape: number, stream: RandomStream): number {
  if (shape < 1) return gamma(shape + 1, stream) * (1 - stream.uniform()) ** (1 / shape);
  const [d, c] = [shape - 1 / 3, 1 / Math.sqrt(9 * (shape - 1 / 3))];
  for (;;) {
    const x = normal(stream);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - stream.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Whether an interval that takes every flow as independent holds the difference (Wald, 95 %). */
function holdsWithoutClusters(clusters: readonly PairedCluster[], truth: number): boolean {
  const sum = (of: (one: PairedCluster) => number): number =>
    clusters.reduce((total, one) => total + of(one), 0);
  const flows = sum(one => totalsOf(one).below);
  const [onlyFirst, onlySecond] = [sum(one => one.onlyFirst), sum(one => one.onlySecond)];
  const difference = (onlyFirst - onlySecond) / flows;
  const error = Math.sqrt(((onlyFirst + onlySecond) / flows - difference ** 2) / flows);
  return Math.abs(difference - truth) <= 1.96 * error;
}

describe('the interval by clusters', () => {
  it.each(DESIGNS)('covers for $clusters clusters, skew $skew, shares $first and $second', design => {
    const {first, second, skew, clusters} = design;
    const stream = randomStream(1, JSON.stringify(design));
    let [given, held, without] = [0, 0, 0];
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const drawn = Array.from({length: clusters}, () => drawCluster(first, second, skew, stream));
      if (!isGiven(drawn)) continue;
      given += 1;
      const interval = clusteredInterval(drawn.map(totalsOf), trial);
      if (interval && interval.lower <= first - second && interval.upper >= first - second) held += 1;
      if (holdsWithoutClusters(drawn, first - second)) without += 1;
    }
    const coverage = held / given;
    process.stdout.write(
      `| ${[first, second, skew, clusters, given, (100 * coverage).toFixed(1), ((100 * without) / given).toFixed(1)].join(' | ')} |\n`,
    );
    // skewed clusters leave it short of 95 %, and by how much is published; below 90 % it must not be given. Where hardly
    // any trial meets the conditions, there is nothing to judge
    if (given >= 1_000) expect(coverage).toBeGreaterThan(0.9);
  });
});

const totalsOf = ({both, onlyFirst, onlySecond}: PairedCluster) => ({
  above: onlyFirst - onlySecond,
  below: both + onlyFirst + onlySecond,
});

/** The conditions under which a comparison has an interval. */
function isGiven(clusters: readonly PairedCluster[]): boolean {
  const sizes = clusters.map(one => totalsOf(one).below);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const differing = clusters.filter(one => one.onlyFirst !== one.onlySecond).length;
  return Math.max(...sizes) <= all / 2 && differing >= 10;
}

describe('the sign-flip test', () => {
  it.each([0, 1, 1.5, 2])('raises at most 5 %% false alarms over 14 clusters of skew %s', skew => {
    const stream = randomStream(2, `signs of skew ${skew}`);
    let alarms = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const drawn = Array.from({length: 14}, () => drawCluster(0.2, 0.2, skew, stream));
      if (
        signFlipTest(
          drawn.map(one => one.onlyFirst - one.onlySecond),
          trial,
        ).p <= 0.05
      )
        alarms += 1;
    }
    process.stdout.write(`| sign-flip | ${skew} | ${(alarms / TRIALS) * 100} |\n`);
    expect(alarms / TRIALS).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / TRIALS));
  });
});

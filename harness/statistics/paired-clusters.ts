import {type CountsOnly, countsOnly, whyCountsOnly} from './cluster-conditions.ts';
import {type ClusteredInterval, clusteredInterval, within} from './clustered-interval.ts';
import {type SignFlipTest, signFlipTest} from './sign-flip.ts';

/** Flows of one cluster of sources, which are not independent of each other, by which of two sides alerted them. */
export interface PairedCluster {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Flows that neither alerted: 0 where nobody knows of them, so that shares are of the flows that any side alerted. */
  readonly neither: number;
}

/** Two sides compared on the same flows. */
export interface PairedComparison {
  readonly clusters: number;
  /** Clusters in which one side alerted more flows than the other. */
  readonly differingClusters: number;
  readonly flows: number;
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Share of the flows that the first alerted less the share that the second did, -1 to 1; absent without flows. */
  readonly difference: number | undefined;
  /** Flows that the first alerted over those that the second did; absent where the second alerted none. */
  readonly ratio: number | undefined;
  readonly intervals: PairedIntervals | CountsOnly;
  readonly test: SignFlipTest;
}

/** Intervals at the level 1 - alpha, by clusters; that of the ratio is absent where either side alerted none. */
export interface PairedIntervals {
  readonly kind: 'intervals';
  readonly difference: ClusteredInterval;
  readonly ratio: ClusteredInterval | undefined;
}

/**
 * Compares two sides on the same flows, with the cluster of sources as the unit. The estimate is a ratio of sums over
 * clusters, its interval a bootstrap of clusters, and the test exchanges the sides of whole clusters. Below 20 clusters,
 * below 10 that tell the sides apart, and where one cluster holds more than half of the flows no interval is given.
 */
export function comparePaired(
  clusters: readonly PairedCluster[],
  seed: number | string,
  alpha = 0.05,
): PairedComparison {
  const sum = (of: (cluster: PairedCluster) => number): number =>
    clusters.reduce((total, cluster) => total + of(cluster), 0);
  const [both, onlyFirst, onlySecond] = [
    sum(one => one.both),
    sum(one => one.onlyFirst),
    sum(one => one.onlySecond),
  ];
  const flows = sum(flowsOf);
  const differences = clusters.map(one => one.onlyFirst - one.onlySecond);
  return {
    clusters: clusters.length,
    differingClusters: differences.filter(one => one !== 0).length,
    flows,
    both,
    onlyFirst,
    onlySecond,
    difference: flows > 0 ? (onlyFirst - onlySecond) / flows : undefined,
    ratio: both + onlySecond > 0 ? (both + onlyFirst) / (both + onlySecond) : undefined,
    intervals: intervalsOf(clusters, seed, alpha),
    test: signFlipTest(differences, seed),
  };
}

const flowsOf = (one: PairedCluster): number => one.both + one.onlyFirst + one.onlySecond + one.neither;

function intervalsOf(
  clusters: readonly PairedCluster[],
  seed: number | string,
  alpha: number,
): PairedIntervals | CountsOnly {
  const differing = clusters.filter(one => one.onlyFirst !== one.onlySecond).length;
  const reason = whyCountsOnly(clusters.map(flowsOf), differing);
  if (reason) return reason;
  const difference = clusteredInterval(
    clusters.map(one => ({above: one.onlyFirst - one.onlySecond, below: flowsOf(one)})),
    seed,
    alpha,
  );
  if (!difference) return countsOnly('no-variance');
  const ratio = clusteredInterval(
    clusters.map(one => ({above: one.both + one.onlyFirst, below: one.both + one.onlySecond})),
    seed,
    alpha,
    'log',
  );
  return {kind: 'intervals', difference: within(difference, -1, 1), ratio};
}

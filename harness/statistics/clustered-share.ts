import {type CountsOnly, countsOnly, whyCountsOnly} from './cluster-conditions.ts';
import {type ClusteredInterval, clusteredInterval, within} from './clustered-interval.ts';

/** Units of one cluster, such as the attacks of one network: those that count and those that do not. */
export interface ShareCluster {
  readonly hits: number;
  readonly misses: number;
}

/** A share with its interval by clusters, or the reason why there is none. */
export interface ClusteredShare {
  readonly clusters: number;
  readonly hits: number;
  readonly misses: number;
  /** Hits over all units, 0 to 1; absent without units. */
  readonly share: number | undefined;
  readonly interval: ClusteredInterval | CountsOnly;
}

/**
 * Returns the share of hits among units that come in clusters: recall over attacks, or precision over alerted flows. The
 * interval is that of `clusteredInterval`, cut to 0 to 1, under the same conditions as a paired comparison: 20 clusters,
 * of which 10 have a hit and 10 a miss, and none of which holds more than half of the units. Clusters without units do not
 * count.
 */
export function clusteredShare(
  clusters: readonly ShareCluster[],
  seed: number | string,
  alpha = 0.05,
): ClusteredShare {
  const used = clusters.filter(({hits, misses}) => hits + misses > 0);
  const hits = used.reduce((sum, one) => sum + one.hits, 0);
  const misses = used.reduce((sum, one) => sum + one.misses, 0);
  const share = used.length > 0 ? hits / (hits + misses) : undefined;
  return {clusters: used.length, hits, misses, share, interval: intervalOf(used, seed, alpha)};
}

function intervalOf(
  clusters: readonly ShareCluster[],
  seed: number | string,
  alpha: number,
): ClusteredInterval | CountsOnly {
  const rarer = Math.min(
    clusters.filter(({hits}) => hits > 0).length,
    clusters.filter(({misses}) => misses > 0).length,
  );
  const totals = clusters.map(one => ({above: one.hits, below: one.hits + one.misses}));
  const sizes = totals.map(({below}) => below);
  const reason = whyCountsOnly(sizes, rarer);
  if (reason) return reason;
  const interval = clusteredInterval(totals, seed, alpha);
  return interval ? within(interval, 0, 1) : countsOnly('no-variance');
}

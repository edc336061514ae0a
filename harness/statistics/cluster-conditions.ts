/** Why no interval is given, but counts alone. */
export interface CountsOnly {
  readonly kind: 'counts-only';
  readonly reason:
    | 'too-few-clusters'
    | 'one-cluster-dominates'
    | 'too-few-differing-clusters'
    | 'no-variance';
}

/** Fewest clusters at which the interval held its level in simulations. */
const LEAST_CLUSTERS = 20;

/** Fewest clusters with each of two outcomes at which it did. */
const LEAST_OF_EACH = 10;

/**
 * Returns why an interval by clusters would not hold its level: fewer than 20 clusters, one cluster with more than half of
 * all units, or fewer than 10 clusters that bear on the question. Absent where it holds. `sizes` are the units of each
 * cluster, `telling` the number of clusters that bear on the question.
 */
export function whyCountsOnly(sizes: readonly number[], telling: number): CountsOnly | undefined {
  if (sizes.length < LEAST_CLUSTERS) return countsOnly('too-few-clusters');
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (largest > all / 2) return countsOnly('one-cluster-dominates');
  return telling < LEAST_OF_EACH ? countsOnly('too-few-differing-clusters') : undefined;
}

export const countsOnly = (reason: CountsOnly['reason']): CountsOnly => ({kind: 'counts-only', reason});

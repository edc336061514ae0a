/** Two totals of one cluster of units that are not independent of each other, such as the flows of one network. */
export interface ClusterTotals {
  /** What is counted above the line: attacks found, or flows that only one side alerted less those of the other. */
  readonly above: number;
  /** What is counted below the line: attacks, or flows; 0 or more. */
  readonly below: number;
}

/** A ratio of sums over clusters, with its standard error. */
export interface ClusteredRatio {
  readonly estimate: number;
  /** 0 where every cluster has the same ratio. */
  readonly standardError: number;
}

/**
 * Divides the sum above the line by the sum below it. Its standard error treats the cluster as the unit: the linearised
 * (Taylor series) error of a ratio of totals with the factor m/(m-1) for m clusters (Cochran 1977, Sampling Techniques,
 * section 9A; the same as R's `survey::svyratio` over clusters). Returns `undefined` below two clusters, and where the sum
 * below the line is 0 or less.
 */
export function clusteredRatio(clusters: readonly ClusterTotals[]): ClusteredRatio | undefined {
  const count = clusters.length;
  let [above, below] = [0, 0];
  for (const cluster of clusters) {
    above += cluster.above;
    below += cluster.below;
  }
  if (count < 2 || below <= 0) return undefined;
  const estimate = above / below;
  let squares = 0;
  for (const cluster of clusters) squares += (cluster.above - estimate * cluster.below) ** 2;
  return {estimate, standardError: Math.sqrt((squares * count) / (count - 1)) / below};
}

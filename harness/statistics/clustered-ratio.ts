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
export const clusteredRatio = (clusters: readonly ClusterTotals[]): ClusteredRatio | undefined =>
  ratioOf(
    Float64Array.from(clusters, one => one.above),
    Float64Array.from(clusters, one => one.below),
  );

/** The same from one column for what is counted above the line and one for below it, a row per cluster. */
export function ratioOf(above: Float64Array, below: Float64Array): ClusteredRatio | undefined {
  const count = above.length;
  let [sumAbove, sumBelow] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    sumAbove += above[index] as number;
    sumBelow += below[index] as number;
  }
  if (count < 2 || sumBelow <= 0) return undefined;
  const estimate = sumAbove / sumBelow;
  let squares = 0;
  for (let index = 0; index < count; index += 1)
    squares += ((above[index] as number) - estimate * (below[index] as number)) ** 2;
  return {estimate, standardError: Math.sqrt((squares * count) / (count - 1)) / sumBelow};
}

/**
 * Returns the means of all pairs of values in ascending order, each value with itself included: n (n + 1) / 2 for n values.
 * They are the places at which the signed-rank sum of the values changes (Walsh averages).
 */
export function pairMeans(values: readonly number[]): Float64Array {
  const means = values.flatMap((one, index) => values.slice(index).map(other => (one + other) / 2));
  return Float64Array.from(means).sort();
}

/**
 * Returns the Hodges-Lehmann estimate of the centre of differences: the median of the means of all pairs, each value with
 * itself included (Hodges and Lehmann 1963). Absent where there are no differences. It lies beside, and not always equal
 * to, the pseudo-median of R's `wilcox.test`, which leaves differences of 0 out.
 */
export function hodgesLehmann(differences: readonly number[]): number | undefined {
  const means = pairMeans(differences);
  const middle = means.length / 2;
  const low = means[Math.ceil(middle) - 1];
  const high = means[Math.floor(middle)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

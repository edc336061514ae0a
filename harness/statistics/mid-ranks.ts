/**
 * Gives each value its rank from the smallest (1) to the largest; equal values share the mean of their ranks. Ranks are
 * multiples of one half, so sums of them are exact. The same as R's `rank(x, ties.method = "average")`.
 */
export function midRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => at(values, a) - at(values, b));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = at(values, order[from] ?? 0);
    while (to < order.length && at(values, order[to] ?? 0) === value) to += 1;
    for (const index of order.slice(from, to)) ranks[index] = (from + 1 + to) / 2;
  }
  return ranks;
}

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN;

/**
 * Returns Holm's adjusted p-values, in the order of the given ones: a comparison whose adjusted p is at most alpha stands
 * with a chance of at most alpha that any such comparison is false (Holm 1979; R `p.adjust(p, "holm")`).
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const count = pValues.length;
  return stepped(pValues, ascending(pValues), (p, rank) => p * (count - rank), Math.max);
}

/**
 * Returns the adjusted p-values of Benjamini and Hochberg, in the order of the given ones: of the comparisons whose adjusted
 * p is at most q, an expected share of at most q is false (Benjamini and Hochberg 1995; R `p.adjust(p, "BH")`).
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const count = pValues.length;
  const descending = ascending(pValues).toReversed();
  return stepped(pValues, descending, (p, step) => (p * count) / (count - step), Math.min);
}

const ascending = (values: readonly number[]): readonly number[] =>
  values.map((_, index) => index).sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));

/** Adjusts each p by its place, and lets no one overtake those before it; at most 1. */
function stepped(
  pValues: readonly number[],
  order: readonly number[],
  adjust: (p: number, step: number) => number,
  notBeyond: (one: number, other: number) => number,
): readonly number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let before: number | undefined;
  order.forEach((index, step) => {
    const now = Math.min(1, adjust(pValues[index] ?? Number.NaN, step));
    before = before === undefined ? now : notBeyond(before, now);
    adjusted[index] = before;
  });
  return adjusted;
}

/**
 * Returns the overlap of two sets by Jaccard (1901): what both hold over what either holds, 0 to 1. Absent where both are
 * empty.
 */
export function jaccard<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): number | undefined {
  let both = 0;
  for (const item of one) if (other.has(item)) both += 1;
  const either = one.size + other.size - both;
  return either === 0 ? undefined : both / either;
}

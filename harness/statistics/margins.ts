/** Both ends of an interval of a ratio, above 0; an end that is absent has no limit. */
export interface RatioEnds {
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/**
 * Says whether a ratio stays within a margin that it may reach but not exceed: `kept` where the whole interval does,
 * `broken` where the whole interval lies beyond, and `open` where the interval allows for both.
 */
export function guardrail({lower, upper}: RatioEnds, margin: number): 'kept' | 'broken' | 'open' {
  if (upper !== undefined && upper <= margin) return 'kept';
  return lower !== undefined && lower > margin ? 'broken' : 'open';
}

/**
 * Whether two sides are equivalent: the whole interval of their ratio lies between 1/margin and the margin, which is above
 * 1. This is another statement than that no difference was found. (Two one-sided tests, Schuirmann 1987, at the level of
 * the interval, which is stricter than his by a factor of two.)
 */
export const equivalent = ({lower, upper}: RatioEnds, margin: number): boolean =>
  lower !== undefined && upper !== undefined && lower >= 1 / margin && upper <= margin;

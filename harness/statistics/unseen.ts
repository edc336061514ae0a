import {qnorm} from 'lib-r-math.js';

/** How many kinds there are in all, of which not all were seen. */
export interface EstimatedTotal {
  /** Kinds seen. */
  readonly seen: number;
  /** Estimated kinds in all, seen and not: a lower bound, since kinds that never appear cannot be known. */
  readonly estimate: number;
  readonly standardError: number;
  /** Ends of the interval at the level 1 - alpha; `lower` is never below the kinds seen. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * Estimates from the days on which each kind was seen how many kinds there are in all, for instance rules that would
 * still fire: Chao2, `seen + (m-1)/m q1^2 / (2 q2)` for m days, q1 kinds seen on one day only and q2 on two, and
 * `seen + (m-1)/m q1 (q1-1) / 2` where q2 is 0 (Chao 1987, Biometrics 43; R `vegan::specpool`). `days` holds for each kind
 * the number of days on which it was seen, 1 or more. The interval is log-normal above the kinds seen. Absent for fewer than
 * two days.
 */
export function estimateTotal(
  days: readonly number[],
  observedDays: number,
  alpha = 0.05,
): EstimatedTotal | undefined {
  if (observedDays < 2) return undefined;
  const seen = days.length;
  const once = days.filter(count => count === 1).length;
  const twice = days.filter(count => count === 2).length;
  const share = (observedDays - 1) / observedDays;
  const unseen = share * (twice > 0 ? once ** 2 / (2 * twice) : (once * (once - 1)) / 2);
  const estimate = seen + unseen;
  if (unseen === 0) return {seen, estimate, standardError: 0, lower: seen, upper: seen};
  const variance = twice > 0 ? varianceOf(once, twice, share) : varianceWithoutTwice(once, share, estimate);
  const spread = Math.exp(qnorm(1 - alpha / 2) * Math.sqrt(Math.log(1 + variance / unseen ** 2)));
  const standardError = Math.sqrt(variance);
  return {seen, estimate, standardError, lower: seen + unseen / spread, upper: seen + unseen * spread};
}

function varianceOf(once: number, twice: number, share: number): number {
  const ratio = once / twice;
  return twice * ((share * ratio ** 2) / 2 + share ** 2 * ratio ** 3 + (share ** 2 * ratio ** 4) / 4);
}

const varianceWithoutTwice = (once: number, share: number, estimate: number): number =>
  (share * once * (once - 1)) / 2 +
  (share ** 2 * once * (2 * once - 1) ** 2) / 4 -
  (share ** 2 * once ** 4) / (4 * estimate);

/**
 * Estimates how many attacks there were in all from those that two independent arms found: Chapman's form of the
 * Lincoln-Petersen estimate (Chapman 1951; Seber 1982, section 3.1), with its standard error. It rests on independence:
 * arms that find and miss the same things make it too low.
 */
export function estimateFromTwo(
  first: number,
  second: number,
  both: number,
): {readonly estimate: number; readonly standardError: number} {
  const estimate = ((first + 1) * (second + 1)) / (both + 1) - 1;
  const variance =
    ((first + 1) * (second + 1) * (first - both) * (second - both)) / ((both + 1) ** 2 * (both + 2));
  return {estimate, standardError: Math.sqrt(variance)};
}

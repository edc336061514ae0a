import {pnorm, qnorm} from 'lib-r-math.js';

/**
 * Returns how much of `alpha` may be spent up to a share of the planned rotations, above 0 and at most 1:
 * `2 (1 - Phi(z / sqrt(share)))` with the two-sided normal quantile z of `alpha`. Almost nothing is spent early, and all of
 * it at the end (Lan and DeMets 1983, Biometrika 70, the spending function of the O'Brien-Fleming type).
 */
export function alphaSpent(alpha: number, share: number): number {
  return share <= 0 ? 0 : 2 * pnorm(-qnorm(1 - alpha / 2) / Math.sqrt(Math.min(share, 1)));
}

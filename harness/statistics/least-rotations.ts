import {alphaSpent} from './alpha-spending.ts';

/**
 * Returns the first rotation at which a group-sequential test over `planned` rotations can decide anything: where the two
 * most extreme of 2^k paths are no more than may be spent. Absent where no rotation up to the last can. `alpha` is the level
 * of the comparison, after correction for several.
 */
export function leastRotations(planned: number, alpha: number): number | undefined {
  for (let rotation = 1; rotation <= planned; rotation += 1)
    if (2 ** (1 - rotation) <= alphaSpent(alpha, rotation / planned)) return rotation;
  return undefined;
}

/**
 * Returns how many rotations a test with one look at the end needs at least before it can decide anything:
 * `ceil(1 + log2(1 / alpha))`, since its smallest two-sided p-value is 2^(1 - rotations).
 */
export const leastRotationsOnce = (alpha: number): number => Math.ceil(1 + Math.log2(1 / alpha));

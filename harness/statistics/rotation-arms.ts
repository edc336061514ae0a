import {firstCrossing, type RotationLook} from './rotation-looks.ts';
import type {RotationPaths} from './rotation-paths.ts';

/** A comparison that crossed, with the level at which its path was judged. */
export interface CrossedComparison {
  readonly level: number;
  readonly look: RotationLook;
}

/**
 * Judges several comparisons with one baseline so that the chance of any false one, over all looks, stays at or below
 * `alpha`. All m paths are judged at alpha/m; once any of them has crossed, those left are judged at alpha/(m-1) over all
 * their looks so far, and so on (Holm 1979; for sequential tests Ye, Li, Liu and Yao 2013, Statistics in Medicine 32). Takes
 * the differences of each comparison as `rotationLooks` does, and returns for each its first crossing; absent where it has
 * not crossed.
 */
export function crossedComparisons(
  comparisons: readonly (readonly number[])[],
  paths: RotationPaths,
  alpha: number,
): readonly (CrossedComparison | undefined)[] {
  const found = new Map<number, CrossedComparison>();
  for (let before = -1; before < found.size && found.size < comparisons.length; ) {
    before = found.size;
    const level = alpha / (comparisons.length - before);
    const looks = comparisons.map((differences, index) =>
      found.has(index) ? undefined : firstCrossing(differences, paths, level),
    );
    looks.forEach((look, index) => {
      if (look) found.set(index, {level, look});
    });
  }
  return comparisons.map((_, index) => found.get(index));
}

import {alphaSpent} from './alpha-spending.ts';
import {CrossingPaths} from './crossing-paths.ts';
import type {RotationPaths} from './rotation-paths.ts';
import {signedRanks} from './signed-ranks.ts';

/** What is known after one more rotation. */
export interface RotationLook {
  /** Rotations so far that have a difference, from 1. */
  readonly rotation: number;
  /** |sum of signed ranks| / sqrt(sum of squared ranks), 0 or more; 0 where all differences are 0. */
  readonly statistic: number;
  /** The smallest statistic that crosses at this look; absent where none can. */
  readonly boundary: number | undefined;
  /** How much of alpha may be spent up to this look, above 0 and at most alpha. */
  readonly spent: number;
  /** Share of the paths that crossed at this look or before, at most `spent`. */
  readonly crossedShare: number;
  /** Whether the observed path crosses here. It may have crossed before as well. */
  readonly crosses: boolean;
}

/**
 * Looks after each rotation whether two sides differ, and spends `alpha` over all looks together, so that the answer may be
 * read daily. `differences` holds a number for each completed rotation in turn, for instance the log ratio of two rates;
 * what exceeds the planned rotations is not used. The statistic is the signed-rank sum, ranked anew at each look. The
 * boundary is the smallest value at which the share of paths that crossed by then stays within what may be spent. Valid if
 * the order of each rotation was drawn independently and nothing carries over. `theta` is the difference that is
 * tested, 0 unless an interval is sought. Source: Plamadeala and Rosenberger 2012, Annals of Statistics 40(1), adapted to
 * rotations.
 */
export function* rotationLooks(
  differences: readonly number[],
  paths: RotationPaths,
  alpha: number,
  theta = 0,
): Generator<RotationLook, void> {
  const crossing = new CrossingPaths(paths);
  for (let rotation = 1; rotation <= Math.min(differences.length, paths.rotations); rotation += 1) {
    const {signed, length} = signedRanks(differences.slice(0, rotation), theta);
    const spent = alphaSpent(alpha, rotation / paths.rotations);
    const {boundary, observed} = crossing.look(signed, spent);
    yield {
      rotation,
      statistic: observed / length,
      boundary: boundary === undefined ? undefined : boundary / length,
      spent,
      crossedShare: crossing.crossedShare,
      crosses: boundary !== undefined && observed >= boundary,
    };
  }
}

/** Returns the first look at which the observed path crosses; absent where it has not crossed so far. */
export function firstCrossing(
  differences: readonly number[],
  paths: RotationPaths,
  alpha: number,
  theta = 0,
): RotationLook | undefined {
  for (const look of rotationLooks(differences, paths, alpha, theta)) if (look.crosses) return look;
  return undefined;
}

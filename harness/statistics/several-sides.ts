import {pchisq} from 'lib-r-math.js';
import {midRanks} from './mid-ranks.ts';

/** Outcome of a test of several sides at once. */
export interface SeveralSidesTest {
  /** Chi-square statistic, 0 or more. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** From the chi-square distribution, which is close from some ten rotations on. */
  readonly p: number;
}

/**
 * Tests whether several sides that were measured once in each rotation give the same, whichever it is that differs
 * (Friedman 1937, with mid-ranks for ties; R `friedman.test`). `rotations` holds a value for each side, in the same order.
 * Absent with fewer than two sides or rotations, and where all values of every rotation are equal.
 */
export function friedmanTest(rotations: readonly (readonly number[])[]): SeveralSidesTest | undefined {
  const sides = rotations[0]?.length ?? 0;
  if (sides < 2 || rotations.length < 2) return undefined;
  const ranks = rotations.map(midRanks);
  const expected = (rotations.length * (sides + 1)) / 2;
  let spread = 0;
  for (let side = 0; side < sides; side += 1)
    spread += (ranks.reduce((sum, row) => sum + (row[side] ?? 0), 0) - expected) ** 2;
  // the sum of squared ranks about their mean: sides (sides^2 - 1) / 12 per rotation without ties, less with ties
  const variance = ranks.flat().reduce((sum, rank) => sum + (rank - (sides + 1) / 2) ** 2, 0);
  return variance === 0 ? undefined : chiSquare(((sides - 1) * spread) / variance, sides - 1);
}

/**
 * Tests whether several sides found the same share of the same independent units (Cochran 1950, Biometrika 37; the
 * many-sided form of McNemar's test, without continuity correction). `units` holds for each unit whether each side found it.
 * Absent with fewer than two sides, and where every unit was found by all or by none.
 */
export function cochranQ(units: readonly (readonly boolean[])[]): SeveralSidesTest | undefined {
  const sides = units[0]?.length ?? 0;
  if (sides < 2) return undefined;
  const found = units.map(row => row.filter(Boolean).length);
  const total = found.reduce((sum, one) => sum + one, 0);
  const within = found.reduce((sum, one) => sum + one * (sides - one), 0);
  if (within === 0) return undefined;
  let spread = 0;
  for (let side = 0; side < sides; side += 1)
    spread += (units.filter(row => row[side]).length - total / sides) ** 2;
  return chiSquare((sides * (sides - 1) * spread) / within, sides - 1);
}

const chiSquare = (statistic: number, degreesOfFreedom: number): SeveralSidesTest => ({
  statistic,
  degreesOfFreedom,
  p: pchisq(statistic, degreesOfFreedom, 0, false),
});

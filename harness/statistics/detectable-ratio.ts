import {qnorm} from 'lib-r-math.js';
import {leastRotations} from './least-rotations.ts';
import {midRanks} from './mid-ranks.ts';
import {type RandomStream, randomStream} from './random-stream.ts';
import {rotationLooks} from './rotation-looks.ts';
import {rotationPaths} from './rotation-paths.ts';

/** What a rotating trial is planned to be, or was. */
export interface RotationDesign {
  /** Planned rotations, 1 or more. */
  readonly rotations: number;
  /** Level of the comparison after correction for several, between 0 and 1. */
  readonly alpha: number;
  /** Standard deviation of the log ratio of one rotation, more than 0. */
  readonly spread: number;
}

/** From this many rotations on the formula is close; below, few ranks leave the boundary further out than it assumes. */
const FORMULA_FROM = 20;

/** How many times as many rotations signed ranks need as a mean does, where differences are normal (Pitman). */
const RANKS_NEED = Math.PI / 3;

/** Drawn trials; their power has a Monte Carlo error of 0.9 points at 80 %. */
const TRIALS = 2_000;

/** Drawn trials that share a boundary, which depends a little on the order of their sizes. */
const PER_BOUNDARY = 100;

/**
 * Returns the smallest ratio of two rates, above 1, that a trial finds with the given power (a share), if the log ratio of a
 * rotation is normal. From 20 rotations on this is `exp((z(1 - alpha/4) + z(power)) spread sqrt(pi/3) / sqrt(rotations))`. The
 * quantile of alpha/4 instead of alpha/2 is the price of looking after every rotation: at many looks the path is a Brownian
 * motion, which exceeds a limit somewhere on its way twice as often as at its end. Below 20 rotations trials are drawn
 * from the seed. Absent where the trial can decide nothing, and without a spread.
 */
export function detectableRatio(
  design: RotationDesign,
  seed: number | string,
  power = 0.8,
): number | undefined {
  const {rotations, alpha, spread} = design;
  if (leastRotations(rotations, alpha) === undefined || spread <= 0) return undefined;
  const formula = (qnorm(1 - alpha / 4) + qnorm(power)) * spread * Math.sqrt(RANKS_NEED / rotations);
  if (rotations >= FORMULA_FROM) return Math.exp(formula);
  const powerAt = drawnPower(design, seed);
  let [low, high] = [0, formula];
  while (powerAt(high) < power) [low, high] = [high, high * 1.5];
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (powerAt(middle) < power) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

/**
 * Returns the standard deviation of the log ratios of a trial's rotations, from which it is told what that trial could have
 * found. Absent for fewer than two.
 */
export function spreadOf(differences: readonly number[]): number | undefined {
  const count = differences.length;
  if (count < 2) return undefined;
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  return Math.sqrt(differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (count - 1));
}

/**
 * Prepares the power of a group-sequential rotation test: the returned function gives, for a true log ratio, the share of
 * drawn trials that cross at any look. The same drawn trials are used for every ratio, so that power grows with it.
 */
export function drawnPower(design: RotationDesign, seed: number | string): (logRatio: number) => number {
  const stream = randomStream(seed, 'trials of a planned design');
  const paths = rotationPaths(design.rotations, seed);
  const trials = Array.from({length: TRIALS}, () => normals(design.rotations, design.spread, stream));
  const boundaries = trials
    .filter((_, index) => index % PER_BOUNDARY === 0)
    .map(noise => [...rotationLooks(noise, paths, design.alpha)].map(({boundary}) => boundary));
  return logRatio => {
    const crossing = trials.filter((noise, index) =>
      crosses(
        noise.map(one => one + logRatio),
        boundaries[Math.floor(index / PER_BOUNDARY)] ?? [],
      ),
    );
    return crossing.length / TRIALS;
  };
}

const normals = (count: number, spread: number, {uniform}: RandomStream): readonly number[] =>
  Array.from({length: count}, () => spread * qnorm(uniform() || 0.5));

/** Whether the statistic reaches the boundary at any look that has one; without ties its length is known. */
function crosses(differences: readonly number[], boundaries: readonly (number | undefined)[]): boolean {
  return boundaries.some((boundary, index) => {
    if (boundary === undefined) return false;
    const used = differences.slice(0, index + 1);
    const ranks = midRanks(used.map(Math.abs));
    const sum = ranks.reduce((total, rank, place) => total + rank * Math.sign(used[place] ?? 0), 0);
    // a hair below the boundary: both are quotients of the same whole numbers
    return Math.abs(sum) / Math.hypot(...ranks) >= boundary - 1e-9;
  });
}

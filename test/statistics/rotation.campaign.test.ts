import {pnorm} from 'lib-r-math.js';
import {describe, expect, it} from 'vitest';
import {alphaSpent} from '../../harness/statistics/alpha-spending.ts';
import {detectableRatio} from '../../harness/statistics/detectable-ratio.ts';
import {evidence} from '../../harness/statistics/e-process.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {firstCrossing} from '../../harness/statistics/rotation-looks.ts';
import {type RotationPaths, rotationPaths} from '../../harness/statistics/rotation-paths.ts';
import {signedRankTest} from '../../harness/statistics/signed-rank-test.ts';
import {signedRanks} from '../../harness/statistics/signed-ranks.ts';
import {normal, simulateTrial, type Traffic} from './simulated-trials.ts';

const TRIALS = 10_000;

const TRAFFIC: readonly Traffic[] = ['campaigns', 'heavy-tails', 'weekdays'];

const DESIGNS = [7, 10, 30].flatMap(rotations =>
  TRAFFIC.flatMap(traffic => [2, 3, 5].map(arms => ({traffic, arms, rotations}))),
);

/**
 * Whether the statistic stays so far below what may be spent at every look that its path crosses nowhere: a look crosses
 * only where the paths that reach its statistic are no more than may be spent. Saves most of the work.
 */
function staysFarBelow(differences: readonly number[], rotations: number, alpha: number): boolean {
  return differences.every((_, index) => {
    const {signed, length} = signedRanks(differences.slice(0, index + 1));
    const statistic = Math.abs(signed.reduce((sum, rank) => sum + rank, 0)) / length;
    return 2 * pnorm(-statistic) > 2 * alphaSpent(alpha, (index + 1) / rotations) + 0.01;
  });
}

const crosses = (differences: readonly number[], paths: RotationPaths, alpha: number, theta = 0): boolean => {
  const moved = differences.map(one => one - theta);
  return !staysFarBelow(moved, paths.rotations, alpha) && firstCrossing(moved, paths, alpha) !== undefined;
};

/** Prints a row of the published table. */
const row = (...cells: readonly (string | number)[]): void => {
  process.stdout.write(`| ${cells.map(String).join(' | ')} |\n`);
};

const percent = (count: number, of = TRIALS): string => `${((100 * count) / of).toFixed(2)} %`;

/** The highest share that a test at the level 5 % shows, three Monte Carlo standard errors included. */
const mostAt = (level: number, trials: number): number =>
  level + 3 * Math.sqrt((level * (1 - level)) / trials);

describe('false alarms of identical arms, read after every rotation', () => {
  it.each(DESIGNS)('stay at or below 5 % for $arms arms, $rotations rotations, $traffic', design => {
    const paths = rotationPaths(design.rotations, 1);
    const level = 0.05 / (design.arms - 1);
    let [family, naive, lasting] = [0, 0, 0];
    for (let seed = 0; seed < TRIALS; seed += 1) {
      const comparisons = simulateTrial({...design, ratio: 1}, seed);
      if (comparisons.some(one => crosses(one, paths, level))) family += 1;
      const [first = []] = comparisons;
      if (naivelyDiffers(first)) naive += 1;
      if (evidence(first).some(one => one >= 20)) lasting += 1;
    }
    row(design.traffic, design.arms, design.rotations, percent(family), percent(naive), percent(lasting));
    expect(family / TRIALS).toBeLessThanOrEqual(mostAt(0.05, TRIALS));
    expect(lasting / TRIALS).toBeLessThanOrEqual(mostAt(0.05, TRIALS));
  });
});

/** Whether a p-value that is read after every rotation is 0.05 or less at any of them. */
const naivelyDiffers = (differences: readonly number[]): boolean =>
  differences.some((_, index) => {
    const used = differences.slice(0, index + 1);
    if (used.length > 16) {
      const {signed, length} = signedRanks(used);
      return 2 * pnorm(-Math.abs(signed.reduce((sum, rank) => sum + rank, 0)) / length) <= 0.05;
    }
    return signedRankTest(used, index).p <= 0.05;
  });

describe('the interval, over all looks together,', () => {
  it.each([7, 10, 30].flatMap(rotations => TRAFFIC.map(traffic => ({traffic, rotations}))))(
    'holds a true ratio of 2 in at least 95 % for $rotations rotations, $traffic',
    ({traffic, rotations}) => {
      const paths = rotationPaths(rotations, 1);
      let missed = 0;
      for (let seed = 0; seed < TRIALS; seed += 1) {
        const differences = simulateTrial({arms: 2, rotations, traffic, ratio: 2}, seed)[0] ?? [];
        if (crosses(differences, paths, 0.05, Math.log(2))) missed += 1;
      }
      row('coverage', traffic, rotations, percent(TRIALS - missed));
      expect(missed / TRIALS).toBeLessThanOrEqual(mostAt(0.05, TRIALS));
    },
  );
});

describe('the power', () => {
  it.each([
    [7, TRIALS],
    [10, TRIALS],
    [14, TRIALS],
    [20, 2_000],
    [30, 2_000],
  ])('at the ratio that a plan names for 80 %% is 75 to 85 %% for %s rotations', (rotations, trials) => {
    const paths = rotationPaths(rotations, 2);
    const design = {rotations, alpha: 0.05, spread: 0.87};
    const ratio = detectableRatio(design, 1) ?? 1;
    const stream = randomStream(2, `power ${rotations}`);
    let found = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const noise = Array.from({length: rotations}, () => Math.log(ratio) + 0.87 * normal(stream));
      if (firstCrossing(noise, paths, 0.05)) found += 1;
    }
    row('power', rotations, ratio.toFixed(2), percent(found, trials));
    expect(found / trials).toBeGreaterThan(0.75);
    expect(found / trials).toBeLessThan(0.85);
  });

  it.each<[number, number, Traffic]>([
    [10, 2, 'campaigns'],
    [20, 2, 'campaigns'],
    [30, 1.5, 'campaigns'],
    [30, 3, 'campaigns'],
  ])('for %s rotations and a ratio of %s in %s is told', (rotations, ratio, traffic) => {
    const paths = rotationPaths(rotations, 1);
    const found = Array.from({length: 2_000}, (_, seed) => {
      const differences = simulateTrial({arms: 3, rotations, traffic, ratio}, seed).at(-1) ?? [];
      return {
        sequential: firstCrossing(differences, paths, 0.05)?.rotation,
        once: signedRankTest(differences, seed).p <= 0.05,
        lasting: evidence(differences).some(one => one >= 20),
      };
    });
    const rotationsTaken = found.flatMap(one => one.sequential ?? []).sort((one, other) => one - other);
    row(
      'found',
      rotations,
      ratio,
      `${percent(rotationsTaken.length, 2_000)} (${rotationsTaken[Math.floor(rotationsTaken.length / 2)]})`,
      percent(found.filter(one => one.once).length, 2_000),
      percent(found.filter(one => one.lasting).length, 2_000),
    );
    expect(rotationsTaken.length).toBeGreaterThan(found.filter(one => one.lasting).length);
  });
});

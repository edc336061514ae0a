import {describe, expect, it} from 'vitest';
import {crossedComparisons} from '../../harness/statistics/rotation-arms.ts';
import {rotationPaths} from '../../harness/statistics/rotation-paths.ts';
import {signedRankTest} from '../../harness/statistics/signed-rank-test.ts';
import {simulateTrial} from './simulated-trials.ts';

const TRIALS = 400;

const PATHS = rotationPaths(10, 1);

/** Three Monte Carlo standard errors of a share of 5 %. */
const MARGIN = 3 * Math.sqrt((0.05 * 0.95) / TRIALS);

const shareOf = (judge: (seed: number) => boolean): number =>
  Array.from({length: TRIALS}, (_, seed) => judge(seed)).filter(Boolean).length / TRIALS;

// the long form, with more designs and trials, is rotation.campaign.test.ts
describe.each(['campaigns', 'heavy-tails', 'weekdays'] as const)('simulated trials with %s', traffic => {
  const design = {arms: 3, rotations: 10, traffic};

  it('call any of two arms different from an identical one in at most 5 %, read after every rotation', () => {
    const alarms = shareOf(seed =>
      crossedComparisons(simulateTrial({...design, ratio: 1}, seed), PATHS, 0.05).some(Boolean),
    );
    expect(alarms).toBeLessThanOrEqual(0.05 + MARGIN);
  });

  it('find an arm that alerts five times as often, more often than not', () => {
    const found = shareOf(
      seed => crossedComparisons(simulateTrial({...design, ratio: 5}, seed), PATHS, 0.05)[1] !== undefined,
    );
    expect(found).toBeGreaterThan(0.5);
  });
});

describe('a p-value that is read daily', () => {
  it('calls identical arms different too often', () => {
    const alarms = shareOf(seed => {
      const [first = []] = simulateTrial({arms: 3, rotations: 10, traffic: 'weekdays', ratio: 1}, seed);
      return first.some((_, index) => signedRankTest(first.slice(0, index + 1), seed).p <= 0.05);
    });
    expect(alarms).toBeGreaterThan(0.05 + MARGIN / 2);
  });
});

import {qnorm} from 'lib-r-math.js';
import {describe, expect, it} from 'vitest';
import {detectableRatio, drawnPower, spreadOf} from '../../harness/statistics/detectable-ratio.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {firstCrossing} from '../../harness/statistics/rotation-looks.ts';
import {rotationPaths} from '../../harness/statistics/rotation-paths.ts';

const design = (rotations: number, spread = 0.87, alpha = 0.05) => ({rotations, alpha, spread});

/** Share of trials, drawn anew, in which a true ratio is found at any look. */
function powerOf(ratio: number, rotations: number, trials: number): number {
  const {uniform} = randomStream(31, `power of ${rotations}`);
  const paths = rotationPaths(rotations, 1);
  const found = Array.from({length: trials}, () =>
    firstCrossing(
      Array.from({length: rotations}, () => Math.log(ratio) + 0.87 * qnorm(uniform())),
      paths,
      0.05,
    ),
  );
  return found.filter(one => one !== undefined).length / trials;
}

describe('the smallest ratio that a plan can find', () => {
  it('is some 2.5 at 10 rotations, and nothing at 5', () => {
    expect(detectableRatio(design(10), 1)).toBeCloseTo(2.55, 1);
    expect(detectableRatio(design(5), 1)).toBeUndefined();
    expect(detectableRatio(design(10, 0), 1)).toBeUndefined();
  });

  it.each([
    [10, 1_000, 0],
    [20, 80, 0.1],
  ])('is found in 75 to 85 % of trials of %s rotations that are drawn anew', (rotations, trials, error) => {
    const power = powerOf(detectableRatio(design(rotations), 1) ?? 1, rotations, trials);
    expect(power).toBeGreaterThan(0.75 - error);
    expect(power).toBeLessThan(0.85 + error);
  });

  it('hardly jumps where trials are no longer drawn', () => {
    const [drawn = 0, formula = 0] = [detectableRatio(design(19), 1), detectableRatio(design(20), 1)];
    expect(formula).toBeLessThan(drawn);
    expect(formula).toBeGreaterThan(0.94 * drawn);
  });

  it('grows with the spread and with the number of comparisons, and falls with rotations', () => {
    const usual = detectableRatio(design(30), 1) ?? 0;
    expect(detectableRatio(design(30, 1.2), 1)).toBeGreaterThan(usual);
    expect(detectableRatio(design(30, 0.87, 0.025), 1)).toBeGreaterThan(usual);
    expect(detectableRatio(design(60), 1)).toBeLessThan(usual);
  });

  it('is the same for the same seed', () => {
    expect(detectableRatio(design(8), 4)).toBe(detectableRatio(design(8), 4));
  });

  it('takes the spread of a trial from its rotations, once there are two', () => {
    expect(spreadOf([])).toBeUndefined();
    expect(spreadOf([1])).toBeUndefined();
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('has the level as the power at no difference, and nearly all power at a huge one', () => {
    const power = drawnPower(design(10), 1);
    expect(power(0)).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 2_000));
    expect(power(4)).toBeGreaterThan(0.99);
  });
});

import {lchoose} from 'lib-r-math.js';
import {type RandomStream, randomStream} from './random-stream.ts';

/** Units of one side that were kept, and those that were lost. */
export interface KeptUnits {
  readonly kept: number;
  readonly lost: number;
}

/** As many ways to share the lost units out as this are counted one by one. */
const COUNTED_UP_TO = 200_000;

/** Ways that are drawn where there are more. */
const DRAWN = 99_999;

/** Ways whose probability exceeds the observed one by less than this share are as likely: rounding separates them. */
const AS_LIKELY = 1e-7;

/**
 * Returns the p-value of the question whether all sides lost the same share of their units: the exact test of Fisher,
 * Freeman and Halton (1951), the share of all ways to share the lost units out that are no likelier than the observed one (R
 * `fisher.test`). Where there are more than 200,000 ways, 99,999 are drawn from the seed, and the observed one counts among
 * them (R `simulate.p.value = TRUE`). 1 with fewer than two sides, or where none or all was lost.
 */
export function keptSharesTest(sides: readonly KeptUnits[], seed: number | string): number {
  const sizes = sides.map(({kept, lost}) => kept + lost);
  const lost = sides.map(one => one.lost);
  const allLost = lost.reduce((sum, one) => sum + one, 0);
  const ways = sizes.map(size => waysToLose(size, Math.min(size, allLost)));
  const limit = weightOf(ways, lost) + AS_LIKELY;
  if (waysUpTo(sizes, allLost, COUNTED_UP_TO) <= COUNTED_UP_TO) {
    const total = lchoose(
      sizes.reduce((sum, size) => sum + size, 0),
      allLost,
    );
    return Math.min(1, noLikelier(ways, allLost, 0, limit, total));
  }
  const stream = randomStream(seed, 'ways to share out lost units');
  let unlikely = 1;
  for (let draw = 0; draw < DRAWN; draw += 1)
    if (weightOf(ways, drawnLost(sizes, allLost, stream)) <= limit) unlikely += 1;
  return unlikely / (DRAWN + 1);
}

/** Logarithms of the numbers of ways in which a side can lose 0, 1, 2 and so on of its units. */
const waysToLose = (size: number, most: number): readonly number[] =>
  Array.from({length: most + 1}, (_, lost) => lchoose(size, lost));

/** Logarithm of the number of ways in which each side loses as many of its units as given. */
const weightOf = (ways: readonly (readonly number[])[], lost: readonly number[]): number =>
  ways.reduce((sum, ofSide, index) => sum + (ofSide[lost[index] ?? 0] ?? 0), 0);

/** Number of ways to share the lost units out, or more than `most` as soon as it is. */
function waysUpTo(sizes: readonly number[], allLost: number, most: number): number {
  let ways: readonly number[] = [1];
  for (const size of sizes) {
    ways = Array.from({length: allLost + 1}, (_, lost) => {
      let sum = 0;
      for (let here = 0; here <= Math.min(size, lost); here += 1) sum += ways[lost - here] ?? 0;
      return sum;
    });
  }
  return Math.min(ways[allLost] ?? 0, most + 1);
}

/** Probability of all ways whose weight is at most the limit, side by side. */
function noLikelier(
  ways: readonly (readonly number[])[],
  left: number,
  weight: number,
  limit: number,
  total: number,
): number {
  const [ofSide, ...others] = ways;
  if (ofSide === undefined) return left === 0 && weight <= limit ? Math.exp(weight - total) : 0;
  const room = others.reduce((sum, other) => sum + other.length - 1, 0);
  let sum = 0;
  for (let lost = Math.max(0, left - room); lost < Math.min(ofSide.length, left + 1); lost += 1)
    sum += noLikelier(others, left - lost, weight + (ofSide[lost] ?? 0), limit, total);
  return sum;
}

/** Draws which units are lost, and counts them by side. */
function drawnLost(sizes: readonly number[], allLost: number, {below}: RandomStream): readonly number[] {
  const left = [...sizes];
  const lost = sizes.map(() => 0);
  let all = left.reduce((sum, size) => sum + size, 0);
  for (let unit = 0; unit < allLost; unit += 1) {
    let place = below(all);
    const side = left.findIndex(size => {
      place -= size;
      return place < 0;
    });
    left[side] = (left[side] ?? 0) - 1;
    lost[side] = (lost[side] ?? 0) + 1;
    all -= 1;
  }
  return lost;
}

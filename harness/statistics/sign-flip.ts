import {type RandomStream, randomStream} from './random-stream.ts';

/** Up to this many differences that are not 0, every choice of signs is counted. */
const EXACT_UP_TO = 16;

/** Choices of signs that are drawn where there are too many to count them all; the observed one is a further one. */
const DRAWN = 199_999;

/** Outcome of a sign-flip test: the share of choices of signs whose sum lies at least as far from 0 as the observed one. */
export interface SignFlipTest {
  /** Sum of the differences. */
  readonly sum: number;
  /** Two-sided p-value, above 0 and at most 1; exactly 1 where all differences are 0, or where there are none. */
  readonly p: number;
  /** Whether every choice of signs was counted; otherwise they were drawn from the seed. */
  readonly exact: boolean;
  /** The smallest p-value that differences of these sizes could give, whatever their signs; 1 where there are none. */
  readonly leastP: number;
}

/**
 * Tests whether independent units favour neither side, by exchanging the two sides of each unit at random (Fisher 1935, The
 * Design of Experiments, section 21). A unit is a cluster of sources, its difference the number of flows that only the first
 * side alerted less those that only the second did: whole numbers, of either sign. Under the hypothesis that the sides
 * are interchangeable each sign is a fair coin. Where the choices are drawn, the observed one is counted among them, so p
 * is valid for any number of draws (Phipson and Smyth 2010).
 */
export function signFlipTest(differences: readonly number[], seed: number | string): SignFlipTest {
  const sizes = differences.map(Math.abs).filter(size => size > 0);
  const sum = differences.reduce((total, difference) => total + difference, 0);
  const largest = sizes.reduce((total, size) => total + size, 0);
  const exact = sizes.length <= EXACT_UP_TO;
  const sums = exact ? everySum(sizes) : drawnSums(sizes, sum, randomStream(seed, 'signs of clusters'));
  return {
    sum,
    p: shareFrom(sums, Math.abs(sum)),
    exact,
    leastP: exact ? shareFrom(sums, largest) : 1 / sums.length,
  };
}

const shareFrom = (sums: Float64Array, least: number): number =>
  sums.reduce((far, sum) => far + (Math.abs(sum) >= least ? 1 : 0), 0) / sums.length;

/** Every sum of the sizes with either sign, 2 to the power of their number; the plain sum stands first. */
function everySum(sizes: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** sizes.length);
  let filled = 1;
  for (const size of sizes) {
    for (let index = 0; index < filled; index += 1) {
      const sum = sums[index] ?? 0;
      sums[index] = sum + size;
      sums[index + filled] = sum - size;
    }
    filled *= 2;
  }
  return sums;
}

/** Sums under drawn signs, eight units at a time by a table of all their sums. The last place holds the observed sum. */
function drawnSums(sizes: readonly number[], observed: number, {bits}: RandomStream): Float64Array {
  const tables = eights(sizes).map(everySum);
  const sums = new Float64Array(DRAWN + 1);
  for (let draw = 0; draw < DRAWN; draw += 1) {
    let sum = 0;
    let word = 0;
    for (let index = 0; index < tables.length; index += 1) {
      word = index % 4 === 0 ? bits() : word >>> 8;
      const table = tables[index] as Float64Array;
      sum += table[word & (table.length - 1)] as number;
    }
    sums[draw] = sum;
  }
  sums[DRAWN] = observed;
  return sums;
}

const eights = (sizes: readonly number[]): readonly (readonly number[])[] =>
  Array.from({length: Math.ceil(sizes.length / 8)}, (_, index) => sizes.slice(index * 8, index * 8 + 8));

import {describe, expect, it} from 'vitest';
import {orderOf} from '../../harness/calendar/order.ts';

const SEEDS = 100_000;
const ARMS = ['a', 'b', 'c', 'd', 'e'];
/** A fair draw passes this bound of a standard normal value once in 30,000 times; the seeds here are fixed. */
const BOUND = 4;

const drawn = (arms: number, rotation: number, seed: number): string =>
  orderOf(ARMS.slice(0, arms), rotation, 'random', seed).join('');

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** Chi-square of counts against equal cells as a standard normal value (Wilson and Hilferty, 1931). */
function deviation(counts: ReadonlyMap<string, number>, cells: number, draws: number): number {
  const expected = draws / cells;
  const missing = (cells - counts.size) * expected;
  const chi2 = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, missing);
  const df = cells - 1;
  return (Math.cbrt(chi2 / df) - (1 - 2 / (9 * df))) / Math.sqrt(2 / (9 * df));
}

function countUp(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

describe.each([2, 3, 4, 5])('the random order of %d arms, over 100,000 seeds', arms => {
  const cells = factorial(arms);
  const orders = Array.from({length: SEEDS}, (_, seed) => [0, 1, 2].map(at => drawn(arms, at, seed)));

  it.each([0, 1, 2])('makes every permutation of rotation %d equally likely', rotation => {
    const counts = countUp(orders.map(order => order[rotation] ?? ''));
    expect(counts.size).toBe(cells);
    expect(Math.abs(deviation(counts, cells, SEEDS))).toBeLessThan(BOUND);
  });

  it.each([
    [0, 1],
    [1, 2],
    [0, 2],
  ])('makes every pair of orders of the rotations %d and %d equally likely', (first, second) => {
    const counts = countUp(orders.map(order => `${order[first]} ${order[second]}`));
    expect(Math.abs(deviation(counts, cells * cells, SEEDS))).toBeLessThan(BOUND);
  });

  it('makes every pair of orders of neighbouring seeds equally likely', () => {
    const pairs = orders.slice(1).map((order, at) => `${orders[at]?.[0]} ${order[0]}`);
    expect(Math.abs(deviation(countUp(pairs), cells * cells, pairs.length))).toBeLessThan(BOUND);
  });
});

describe('the random order within one trial', () => {
  it.each([2, 3, 4, 5])('of %d arms makes every pair of successive orders equally likely', arms => {
    const rotations = Array.from({length: 50_001}, (_, rotation) => drawn(arms, rotation, 11));
    const pairs = rotations.slice(1).map((order, at) => `${rotations[at]} ${order}`);
    const cells = factorial(arms) ** 2;
    expect(Math.abs(deviation(countUp(pairs), cells, pairs.length))).toBeLessThan(BOUND);
  });
});

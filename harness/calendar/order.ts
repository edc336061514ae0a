import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/** random: by the trial's seed, new in each rotation. declared: as written. williams: each arm follows each other alike often. */
export const ORDERS = ['random', 'declared', 'williams'] as const;
export type Order = (typeof ORDERS)[number];

/** Arms of one rotation in the order of their slots. The same seed and rotation give the same order, whatever was before. */
export function orderOf(
  arms: readonly string[],
  rotation: number,
  order: Order,
  seed: number,
): readonly string[] {
  if (order === 'declared') return arms;
  const row = order === 'random' ? shuffled(arms.length, rotation, seed) : williamsRow(arms.length, rotation);
  return row.flatMap(place => arms[place] ?? []);
}

/** Fisher and Yates, with a generator of its own for each rotation. */
function shuffled(count: number, rotation: number, seed: number): readonly number[] {
  const random = xoroshiro128plus((seed ^ Math.imul(rotation + 1, 0x9e3779b1)) | 0);
  const row = Array.from({length: count}, (_, place) => place);
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = uniformInt(random, 0, last);
    [row[last], row[chosen]] = [row[chosen] ?? 0, row[last] ?? 0];
  }
  return row;
}

/**
 * A row of Williams' square (E. J. Williams, 1949): over all rows each place holds each arm alike often, and each arm
 * follows each other one alike often. An odd number of arms needs twice as many rows, the second half mirrored.
 */
function williamsRow(count: number, rotation: number): readonly number[] {
  if (count === 0) return [];
  const rows = count % 2 === 0 ? count : 2 * count;
  const row = rotation % rows;
  const first = Array.from({length: count}, (_, place) =>
    place % 2 === 0 ? place / 2 : count - (place + 1) / 2,
  );
  const shifted = first.map(value => (value + row) % count);
  return row < count ? shifted : shifted.reverse();
}

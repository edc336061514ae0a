import {createHash} from 'node:crypto';

/** random: drawn from the trial's seed for each rotation. declared: as written. williams: each arm follows every other equally often. */
export const ORDERS = ['random', 'declared', 'williams'] as const;
export type Order = (typeof ORDERS)[number];

/** The arms of one rotation in the order of their slots: the same seed and rotation always give the same order. */
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

/**
 * Sorts the arms by the SHA-256 of seed, rotation and place. Digests are as good as independent random keys, so that every
 * permutation is equally likely and no rotation depends on another, however close the seeds are. A small generator that
 * is seeded anew for each rotation is neither: close seeds give it close first values.
 */
function shuffled(count: number, rotation: number, seed: number): readonly number[] {
  const keys = Array.from({length: count}, (_, place) => drawKey(`${seed} ${rotation} ${place}`));
  return keys.map((_, place) => place).sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
}

const drawKey = (text: string): string => createHash('sha256').update(text).digest('hex');

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

import {createHash} from 'node:crypto';

/**
 * `random` is drawn from the trial's seed for each rotation, `declared` is as written, and with `williams` each arm follows
 * every other equally often.
 */
export const ORDERS = ['random', 'declared', 'williams'] as const;
export type Order = (typeof ORDERS)[number];

/** Returns the arms of a rotation in the order of their slots; the same seed and rotation always give the same order. */
export function orderOf(
  arms: readonly string[],
  rotation: number,
  order: Order,
  seed: number,
): readonly string[] {
  if (order === 'declared') return arms;
  const row = order === 'random' ? shuffled(arms.length, rotation, seed) : williamsRow(arms.length, rotation);
  return row.flatMap(index => arms[index] ?? []);
}

/**
 * Sorts the arms by the SHA-256 of seed, rotation and index. Digests act as independent random keys, so every permutation is
 * equally likely and rotations are independent even for similar seeds. A small generator that is seeded for each rotation
 * would not be: similar seeds give similar first values.
 */
function shuffled(count: number, rotation: number, seed: number): readonly number[] {
  const keys = Array.from({length: count}, (_, index) => drawKey(`${seed} ${rotation} ${index}`));
  return keys.map((_, index) => index).sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
}

const drawKey = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Returns a row of a Williams square (E. J. Williams, 1949). Over all rows, each arm is equally often at each index and
 * follows each other arm equally often. An odd number of arms needs twice as many rows, the second half mirrored.
 */
function williamsRow(count: number, rotation: number): readonly number[] {
  if (count === 0) return [];
  const rows = count % 2 === 0 ? count : 2 * count;
  const row = rotation % rows;
  const first = Array.from({length: count}, (_, index) =>
    index % 2 === 0 ? index / 2 : count - (index + 1) / 2,
  );
  const shifted = first.map(value => (value + row) % count);
  return row < count ? shifted : shifted.reverse();
}

import {randomStream} from './random-stream.ts';

/** Up to this many planned rotations, all choices of signs are counted. */
const EXACT_UP_TO = 16;

/** How often each choice of signs of the first 16 rotations is taken where the others are drawn: 262,144 paths in all. */
const REPEATS = 4;

/**
 * Every way in which the order of the two sides could have fallen out, rotation by rotation: one path is a choice of sign
 * for each planned rotation. Path 0 is the observed one.
 */
export interface RotationPaths {
  readonly count: number;
  /** Planned rotations, 1 or more. */
  readonly rotations: number;
  /** For each 16 rotations in turn the signs of all paths, a bit per rotation; a set bit turns the observed sign. */
  readonly words: readonly Uint16Array[];
}

/**
 * Lays out the paths of a trial once for all its rotations. Up to 16 rotations these are all of them. Above, they are 262,144:
 * every choice of signs of the first 16 rotations four times, and drawn signs for the others, so that a look at rotation 16
 * or before is exact. They come from a stream of their own, never from the one that drew the order.
 */
export function rotationPaths(rotations: number, seed: number | string): RotationPaths {
  if (rotations <= EXACT_UP_TO) {
    const all = 2 ** rotations;
    return {count: all, rotations, words: [Uint16Array.from({length: all}, (_, path) => path)]};
  }
  const count = 2 ** EXACT_UP_TO * REPEATS;
  const {bits} = randomStream(seed, 'signs of rotations');
  const words = Array.from({length: Math.ceil(rotations / 16)}, (_, word) =>
    Uint16Array.from({length: count}, (_, path) => (word === 0 ? path : path === 0 ? 0 : bits() >>> 16)),
  );
  return {count, rotations, words};
}

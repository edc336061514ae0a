import {randomStream} from './random-stream.ts';

/** Up to this many planned rotations, all choices of signs are counted. */
const EXACT_UP_TO = 16;

/** How often each choice of signs of the first 16 rotations is taken where the others are drawn: 262,144 paths in all. */
const REPEATS = 4;

/**
 * Ways in which the order of two sides could have fallen out, rotation by rotation: a path is a choice of sign for each
 * planned rotation. What is judged is the size of a sum, which is the same for a path and for the path with all signs
 * turned, so only one of both is stored: that which keeps the sign of the first rotation. Path 0 is the observed one.
 */
export interface RotationPaths {
  /** Paths that are stored: half of all. */
  readonly stored: number;
  /** Planned rotations, 1 or more. */
  readonly rotations: number;
  /** For each 16 rotations in turn the signs of all stored paths, a bit per rotation; a set bit turns the observed sign. */
  readonly words: readonly Uint16Array[];
}

/**
 * Lays out the paths of a trial once for all its rotations. Up to 16 rotations these are all of them. Above, they are 262,144:
 * every choice of signs of the first 16 rotations four times, and drawn signs for the others, so that a look at rotation 16
 * or before is exact. They come from a stream of their own, never from the one that drew the order.
 */
export function rotationPaths(rotations: number, seed: number | string): RotationPaths {
  const exact = rotations <= EXACT_UP_TO;
  const stored = exact ? 2 ** (rotations - 1) : 2 ** (EXACT_UP_TO - 1) * REPEATS;
  // the lowest bit, the first rotation, stays 0; what is beyond 16 bits is dropped
  const every = Uint16Array.from({length: stored}, (_, path) => path << 1);
  if (exact) return {stored, rotations, words: [every]};
  const {bits} = randomStream(seed, 'signs of rotations');
  const drawn = Array.from({length: Math.ceil(rotations / 16) - 1}, () =>
    Uint16Array.from({length: stored}, (_, path) => (path === 0 ? 0 : bits() >>> 16)),
  );
  return {stored, rotations, words: [every, ...drawn]};
}

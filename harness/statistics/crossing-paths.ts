import type {RotationPaths} from './rotation-paths.ts';

/** What a look found: the smallest sum that crosses, absent where none can, and the sum of the observed path. */
export interface Crossing {
  readonly boundary: number | undefined;
  readonly observed: number;
}

/**
 * Remembers which paths have crossed a boundary so far. Sums are sizes of sums of doubled signed ranks, whole numbers.
 */
export class CrossingPaths {
  readonly #paths: RotationPaths;
  readonly #crossed: Uint8Array;
  readonly #sums: Int32Array;
  #crossedCount = 0;

  constructor(paths: RotationPaths) {
    this.#paths = paths;
    this.#crossed = new Uint8Array(paths.stored);
    this.#sums = new Int32Array(paths.stored);
  }

  get crossedShare(): number {
    return this.#crossedCount / this.#paths.stored;
  }

  /**
   * Lets the paths cross at one more look, as many as `spent` allows: a share of all paths, those that crossed before
   * included. `signed` holds the observed signed ranks of all rotations up to this look.
   */
  look(signed: readonly number[], spent: number): Crossing {
    const observed = Math.abs(signed.reduce((sum, rank) => sum + rank, 0));
    // a share such as 0.05 of the paths may come out as just below a whole number
    const allowed = Math.floor(spent * this.#paths.stored + 1e-6) - this.#crossedCount;
    if (allowed < this.#leastThatCross(signed.length)) return {boundary: undefined, observed};
    const largest = signed.reduce((sum, rank) => sum + Math.abs(rank), 0);
    const boundary = this.#boundary(this.#countSums(signed, largest), allowed);
    if (boundary !== undefined) this.#crossedCount += markCrossed(this.#sums, this.#crossed, boundary);
    return {boundary, observed};
  }

  /** Stored paths that agree in every sign so far: no boundary lets fewer of them cross. */
  #leastThatCross(rotations: number): number {
    return rotations <= 16 ? this.#paths.stored / 2 ** (rotations - 1) : 1;
  }

  /** Sums up each path, and counts those that have not crossed by their sum, whichever its sign is. */
  #countSums(signed: readonly number[], largest: number): Int32Array {
    const words = this.#paths.words;
    const sums = this.#sums.fill(0);
    const last = Math.ceil(signed.length / 16) - 1;
    for (let index = 0; index < last; index += 1)
      addSums(words[index] as Uint16Array, everySum(signed.slice(16 * index, 16 * index + 16)), sums);
    const counts = new Int32Array(2 * largest + 1);
    addAndCount(words[last] as Uint16Array, everySum(signed.slice(16 * last)), sums, this.#crossed, counts);
    return counts.subarray(largest).map((count, sum) => count + (sum > 0 ? (counts[largest - sum] ?? 0) : 0));
  }

  /** The smallest sum from which on, up to the largest, no more than the allowed number of paths are counted. */
  #boundary(counts: Int32Array, allowed: number): number | undefined {
    let boundary: number | undefined;
    let beyond = 0;
    for (let sum = counts.length - 1; sum >= 0; sum -= 1) {
      const here = counts[sum] as number;
      beyond += here;
      if (beyond > allowed) break;
      if (here > 0) boundary = sum;
    }
    return boundary;
  }
}

/** Marks the paths whose sum reaches the boundary, and returns how many had not crossed before. */
function markCrossed(sums: Int32Array, crossed: Uint8Array, boundary: number): number {
  let count = 0;
  for (let path = 0; path < sums.length; path += 1) {
    if (Math.abs(sums[path] as number) < boundary || crossed[path] === 1) continue;
    crossed[path] = 1;
    count += 1;
  }
  return count;
}

/** Adds to each path's sum that of its bits in one word of 16 rotations. */
function addSums(word: Uint16Array, table: Int32Array, sums: Int32Array): void {
  const mask = table.length - 1;
  for (let path = 0; path < sums.length; path += 1)
    sums[path] = (sums[path] as number) + (table[(word[path] as number) & mask] as number);
}

/** Does the same with the last word, and counts paths that have not crossed by their sum; 0 stands in the middle. */
function addAndCount(
  word: Uint16Array,
  table: Int32Array,
  sums: Int32Array,
  crossed: Uint8Array,
  counts: Int32Array,
): void {
  const mask = table.length - 1;
  const middle = (counts.length - 1) / 2;
  for (let path = 0; path < sums.length; path += 1) {
    const sum = (sums[path] as number) + (table[(word[path] as number) & mask] as number);
    sums[path] = sum;
    if (crossed[path] === 0) counts[sum + middle] = (counts[sum + middle] as number) + 1;
  }
}

/** Sums of the ranks under every choice of signs, by the bits that turn them; the observed sum stands first. */
function everySum(signed: readonly number[]): Int32Array {
  const sums = new Int32Array(2 ** signed.length);
  sums[0] = signed.reduce((sum, rank) => sum + rank, 0);
  let filled = 1;
  for (const rank of signed) {
    for (let index = 0; index < filled; index += 1) sums[index + filled] = (sums[index] as number) - 2 * rank;
    filled *= 2;
  }
  return sums;
}

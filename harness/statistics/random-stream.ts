import {createHash} from 'node:crypto';
import {xoroshiro128plusFromState} from 'pure-rand/generator/xoroshiro128plus';

/** An endless sequence of independent random values that is the same for the same seed and purpose. */
export interface RandomStream {
  /** The next 32 random bits as an integer, 0 to 4,294,967,295. */
  readonly bits: () => number;
  /** The next random value of at least 0 and below 1, with 53 random bits. */
  readonly uniform: () => number;
  /** The next random integer of at least 0 and below `count`; even to within count / 2^32. */
  readonly below: (count: number) => number;
}

/**
 * Opens the stream of one seed for one purpose. The state of the generator (xoroshiro128+, Blackman and Vigna 2018) is the
 * SHA-256 of both, so streams of different purposes, and of similar seeds, are independent: paths that judge an order are
 * never drawn from the stream that drew the order.
 */
export function randomStream(seed: number | string, purpose: string): RandomStream {
  const digest = createHash('sha256').update(`${purpose}\n${seed}`).digest();
  const state = [0, 4, 8, 12].map(offset => digest.readInt32LE(offset));
  const generator = xoroshiro128plusFromState(state);
  const bits = (): number => generator.next() >>> 0;
  const uniform = (): number => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
  return {bits, uniform, below: count => Math.floor((bits() / 2 ** 32) * count)};
}

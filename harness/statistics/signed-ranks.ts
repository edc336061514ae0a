import {midRanks} from './mid-ranks.ts';

/** Sizes that differ by less than this share of the largest are equal: what separates them is rounding. */
const GRAIN = 1e-12;

/**
 * Gives each difference twice the mid-rank of its size, with the sign of the difference: whole numbers, so that sums of
 * them compare exactly. A difference of 0 has the rank of its size and no sign, which makes it 0. `theta` is subtracted
 * from every difference before they are ranked.
 */
export function signedRanks(differences: readonly number[], theta = 0): SignedRanks {
  const grain = GRAIN * differences.reduce((most, one) => Math.max(most, Math.abs(one)), Math.abs(theta));
  const steps = differences.map(one => (grain > 0 ? Math.round((one - theta) / grain) : 0));
  const doubled = midRanks(steps.map(Math.abs)).map(rank => 2 * rank);
  return {
    signed: doubled.map((rank, index) => rank * Math.sign(steps[index] ?? 0)),
    length: Math.hypot(...doubled),
  };
}

/** Signed ranks of the rotations so far, both doubled. */
export interface SignedRanks {
  readonly signed: readonly number[];
  /** Square root of the sum of squared ranks; the ranks of differences of 0 count. */
  readonly length: number;
}

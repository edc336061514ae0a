import {lchoose} from 'lib-r-math.js';
import {type Ends, shareInterval} from './share-interval.ts';

/** Independent units by which of two sides found them. */
export interface PairedUnits {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/**
 * Returns the two-sided p of the exact test of McNemar: whether units that only one side found favour neither, 1 where there
 * are none (McNemar 1947; R `binom.test(onlyFirst, onlyFirst + onlySecond)`). Right only where units are independent, as
 * where each cluster has one flow.
 */
export function mcNemarTest({onlyFirst, onlySecond}: PairedUnits): number {
  const all = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let term = Math.exp(lchoose(all, fewer) - all * Math.LN2);
  let sum = 0;
  // from the largest term down, until what is left no longer counts; the library's pbinom errs in the eighth digit
  for (let count = fewer; count >= 0 && term > sum * Number.EPSILON; count -= 1) {
    sum += term;
    term *= count / (all - count + 1);
  }
  return Math.min(1, 2 * sum);
}

/**
 * Returns Newcombe's interval of the share that the first side found less the share that the second did, -1 to 1, from the
 * same independent units (Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10). Absent without units.
 */
export function pairedShareInterval(units: PairedUnits, alpha = 0.05): Ends | undefined {
  const {both, onlyFirst, onlySecond, neither} = units;
  const all = both + onlyFirst + onlySecond + neither;
  const first = shareInterval(both + onlyFirst, all, alpha);
  const second = shareInterval(both + onlySecond, all, alpha);
  if (!first || !second) return undefined;
  const [p1, p2] = [(both + onlyFirst) / all, (both + onlySecond) / all];
  const together = correlation(units, all);
  const reach = (one: number, other: number): number =>
    Math.sqrt(Math.max(0, one ** 2 - 2 * together * one * other + other ** 2));
  return {
    lower: p1 - p2 - reach(p1 - first.lower, second.upper - p2),
    upper: p1 - p2 + reach(first.upper - p1, p2 - second.lower),
  };
}

/** How far both sides find the same units: phi, with Newcombe's correction where it is above 0; 0 where it is unknown. */
function correlation({both, onlyFirst, onlySecond, neither}: PairedUnits, all: number): number {
  const product = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
  if (product === 0) return 0;
  const excess = both * neither - onlyFirst * onlySecond;
  return (excess > 0 ? Math.max(excess - all / 2, 0) : excess) / Math.sqrt(product);
}

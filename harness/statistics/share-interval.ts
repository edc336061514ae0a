import {qnorm} from 'lib-r-math.js';

/** Both ends of an interval. */
export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Returns Wilson's interval of a share, 0 to 1, of independent units (Wilson 1927; Newcombe 1998, Statistics in Medicine
 * 17, 857-872, method 3; R `prop.test(hits, units, correct = FALSE)`). Absent without units. Flows of one source are not
 * independent: `clusteredShare` is for them.
 */
export function shareInterval(hits: number, units: number, alpha = 0.05): Ends | undefined {
  if (units <= 0) return undefined;
  const z2 = qnorm(1 - alpha / 2) ** 2;
  const middle = hits + z2 / 2;
  const half = Math.sqrt(z2 * ((hits * (units - hits)) / units + z2 / 4));
  return {
    lower: hits === 0 ? 0 : (middle - half) / (units + z2),
    upper: hits === units ? 1 : (middle + half) / (units + z2),
  };
}

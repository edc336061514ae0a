/**
 * Change of the Hamilton depression scale in nine patients after a tranquilliser: first visit less second (Hollander and
 * Wolfe 1973, example 3.1; also the example of R's `wilcox.test`: V = 40, two-sided p = 0.0390625).
 */
export const DEPRESSION = [
  1.83 - 0.878,
  0.5 - 0.647,
  1.62 - 0.598,
  2.48 - 2.05,
  1.68 - 1.06,
  1.88 - 1.29,
  1.55 - 1.06,
  3.06 - 3.14,
  1.3 - 1.29,
];

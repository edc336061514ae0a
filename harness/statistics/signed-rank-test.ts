import {type SignFlipTest, signFlipTest} from './sign-flip.ts';
import {signedRanks} from './signed-ranks.ts';

/**
 * Tests once, at the end, whether differences favour neither side: the signed-rank test of Wilcoxon (1945), with mid-ranks
 * for ties, over every choice of signs up to 16 differences that are not 0, and over drawn ones above. A difference of 0
 * keeps its rank, and has no sign (Pratt 1959). `sum` is that of doubled ranks. Read after every rotation this test
 * raises false alarms; `rotationLooks` is made for that.
 */
export const signedRankTest = (differences: readonly number[], seed: number | string): SignFlipTest =>
  signFlipTest(signedRanks(differences).signed, seed);

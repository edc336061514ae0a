/**
 * Students of the 15 districts of `apiclus1`, a cluster sample of Californian schools: tested, and enrolled (Lumley, R
 * package survey, example of `svyratio`).
 */
export const TESTED = [
  6047, 12618, 1461, 5935, 7573, 610, 199, 1184, 6431, 12292, 1877, 4895, 22452, 532, 1373,
];
export const ENROLLED = [
  6777, 15038, 1668, 6958, 9025, 683, 274, 1436, 7375, 14968, 2180, 6081, 25814, 680, 1641,
];

import leven from 'leven';

/** A longer key is not a misspelling. */
const LONGEST_MISSPELT = 64;

/** Advice that names the known key nearest to an unknown one; '' if none is near. */
export function nearest(key: string, known: readonly string[]): string {
  // the time to compute a distance grows with both lengths
  if (key.length > LONGEST_MISSPELT) return '';
  const sorted = [...known].sort((a, b) => leven(key, a) - leven(key, b));
  const best = sorted[0];
  return best !== undefined && leven(key, best) <= Math.max(2, key.length / 2)
    ? `Did you mean "${best}"?`
    : '';
}

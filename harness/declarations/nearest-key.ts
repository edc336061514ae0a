import leven from 'leven';

/** A longer key is none that was misspelt. */
const LONGEST_MISSPELT = 64;

/** The advice that names the known key that is nearest to one that is not known; '' where none is near. */
export function nearest(key: string, known: readonly string[]): string {
  // a distance takes time with the length of both
  if (key.length > LONGEST_MISSPELT) return '';
  const sorted = [...known].sort((a, b) => leven(key, a) - leven(key, b));
  const best = sorted[0];
  return best !== undefined && leven(key, best) <= Math.max(2, key.length / 2)
    ? `Did you mean "${best}"?`
    : '';
}

import leven from 'leven';

/** A longer word is not a misspelling, and the time to compute a distance grows with both lengths. */
const LONGEST_MISSPELT = 64;

/** Returns the known word that a misspelt one probably means, or undefined if none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_MISSPELT) return undefined;
  const [best] = known.filter(one => one !== word).sort((a, b) => leven(word, a) - leven(word, b));
  return best !== undefined && leven(word, best) <= Math.max(2, word.length / 3) ? best : undefined;
}

/** Asks for the nearest known word: `Did you mean "broad"?`; '' if none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const best = nearest(word, known);
  return best === undefined ? '' : `Did you mean "${best}"?`;
}

/** Lists the known words after the nearest one: `Did you mean "broad"? Known: broad, desktop`. `accepted`: all words that would do. */
export const knownWords = (
  word: string,
  known: readonly string[],
  accepted: readonly string[] = known,
): string => [didYouMean(word, accepted), `Known: ${known.join(', ')}`].filter(text => text !== '').join(' ');

/** How many are named in a flag before the rest are counted. */
export const NAMED = 20;

/** The first of a list, and how many more there are. */
export const named = (all: readonly string[]): string =>
  all.length > NAMED ? `${all.slice(0, NAMED).join(', ')} and ${all.length - NAMED} more` : all.join(', ');

/** A number with its noun. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

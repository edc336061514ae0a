/** How many are named in a flag before the rest are counted. */
export const NAMED = 20;

/** A number with its noun. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

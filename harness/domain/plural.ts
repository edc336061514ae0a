/** Formats a number with its noun: '1 alert', '2 alerts'. `many` is needed if the plural is not the noun with an s. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Joins clauses as in `a was removed, b was added and c was renamed`. */
export const joinedByAnd = (clauses: readonly string[]): string =>
  clauses.length < 2 ? clauses.join('') : `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1)}`;

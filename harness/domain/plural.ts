/** Formats a number with its noun: '1 alert', '2 alerts'. `many` is needed if the plural is not the noun with an s. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Joins names or clauses as in `markdown, html or csv`. */
export const joined = (parts: readonly string[], word: 'and' | 'or'): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;

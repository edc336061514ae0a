/** Formats a number with its noun: '1 alert', '2 alerts'. `many` is needed if the plural is not the noun with an s. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** How many items a flag names before it only counts the rest. */
export const NAMED = 20;

/** Joins the first items of a list, and says how many more there are. */
export const named = (all: readonly string[]): string =>
  all.length > NAMED ? `${all.slice(0, NAMED).join(', ')} and ${all.length - NAMED} more` : all.join(', ');

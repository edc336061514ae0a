type Known<T> = {[Key in keyof T]?: Exclude<T[Key], null>};

/** A row without its NULLs: a figure that is not known is absent. */
export const known = <T extends object>(row: T): Known<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Known<T>;

/** Rows as figures: each value that is NULL is left out. */
export const knownRows = <T>(rows: readonly unknown[]): T[] => rows.map(row => known(row as object) as T);

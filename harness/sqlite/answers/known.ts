type Known<T> = {[Key in keyof T]?: Exclude<T[Key], null>};

/** Removes the NULLs from a row, because an unknown figure is absent. */
export const known = <T extends object>(row: T): Known<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Known<T>;

/** Removes the NULLs from all rows. */
export const knownRows = <T>(rows: readonly unknown[]): T[] => rows.map(row => known(row as object) as T);

/**
 * Registered snapshots from public lists, with the Snort version of each. The name cannot be derived from the version:
 * 31110 could be 3.1.11.0 or 3.11.1.0, so dots are never removed.
 */
export const KNOWN_SNAPSHOTS: readonly {readonly file: string; readonly snort: string}[] = [
  {file: 'snortrules-snapshot-3900.tar.gz', snort: '3.9.0.0'},
  {file: 'snortrules-snapshot-3700.tar.gz', snort: '3.7.0.0'},
  {file: 'snortrules-snapshot-3370.tar.gz', snort: '3.3.7.0'},
  {file: 'snortrules-snapshot-3360.tar.gz', snort: '3.3.6.0'},
  {file: 'snortrules-snapshot-3351.tar.gz', snort: '3.3.5.1'},
  {file: 'snortrules-snapshot-3200.tar.gz', snort: '3.2.0.0'},
  {file: 'snortrules-snapshot-31470.tar.gz', snort: '3.1.47.0'},
  {file: 'snortrules-snapshot-31440.tar.gz', snort: '3.1.44.0'},
  {file: 'snortrules-snapshot-31350.tar.gz', snort: '3.1.35.0'},
  {file: 'snortrules-snapshot-31210.tar.gz', snort: '3.1.21.0'},
  {file: 'snortrules-snapshot-31200.tar.gz', snort: '3.1.20.0'},
  {file: 'snortrules-snapshot-31180.tar.gz', snort: '3.1.18.0'},
  {file: 'snortrules-snapshot-31150.tar.gz', snort: '3.1.15.0'},
  {file: 'snortrules-snapshot-31110.tar.gz', snort: '3.1.11.0'},
  {file: 'snortrules-snapshot-31100.tar.gz', snort: '3.1.10.0'},
];

/** Used if Snort's version is unknown: the version that most guides name. Its rules load in every later Snort. */
export const USUAL_SNORT = '3.1.47.0';

/** Chooses the snapshot for a Snort version: the named one, otherwise the newest that is not newer. Without a version, the newest. */
export function snapshotFor(
  snortVersion: string | undefined,
  named: string | undefined,
): {readonly file: string; readonly snort: string | undefined} | undefined {
  if (named !== undefined)
    return {file: named, snort: KNOWN_SNAPSHOTS.find(({file}) => file === named)?.snort};
  return newestUpTo(KNOWN_SNAPSHOTS, snortVersion, ({snort}) => snort);
}

/** Returns the newest thing whose version is not newer than `limit`; without a limit, the newest. Versions are compared as numbers. */
export function newestUpTo<T>(
  things: readonly T[],
  limit: string | undefined,
  versionOf: (thing: T) => string,
): T | undefined {
  const fitting =
    limit === undefined ? things : things.filter(thing => compareVersions(versionOf(thing), limit) <= 0);
  return [...fitting].sort((a, b) => compareVersions(versionOf(b), versionOf(a)))[0];
}

/** Returns a negative number if `a` is older. Parts are numbers, and a missing one is 0: `3.1.47.0-0` equals `3.1.47`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split(/[.-]/).map(Number));
  for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

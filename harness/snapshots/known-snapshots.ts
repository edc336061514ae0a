/**
 * Registered snapshots that public lists name, and the Snort that each was made for. The name does not follow from the
 * version: 31110 would be 3.1.11.0 and 3.11.1.0 alike, so no dots are ever stripped.
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

/** Where Snort's version is not known: the one that most guides name; its rules load in every later Snort. */
export const USUAL_SNORT = '3.1.47.0';

/** The snapshot for a Snort: the one that is named, else the newest that is not newer than it; the newest of all for none. */
export function snapshotFor(
  snortVersion: string | undefined,
  named: string | undefined,
): {readonly file: string; readonly snort: string | undefined} | undefined {
  if (named !== undefined)
    return {file: named, snort: KNOWN_SNAPSHOTS.find(({file}) => file === named)?.snort};
  return newestUpTo(KNOWN_SNAPSHOTS, snortVersion, ({snort}) => snort);
}

/** Of things with versions the newest that is not newer than `limit`; without a limit the newest. Compared as numbers. */
export function newestUpTo<T>(
  things: readonly T[],
  limit: string | undefined,
  versionOf: (thing: T) => string,
): T | undefined {
  const fitting =
    limit === undefined ? things : things.filter(thing => compareVersions(versionOf(thing), limit) <= 0);
  return [...fitting].sort((a, b) => compareVersions(versionOf(b), versionOf(a)))[0];
}

/** Below 0 when `a` is older; parts are numbers, a missing one is 0: `3.1.47.0-0` is `3.1.47`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split(/[.-]/).map(Number));
  for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

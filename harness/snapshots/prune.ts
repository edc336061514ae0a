import type {Catalogue, SnapshotFiles} from './ports.ts';
import type {SnapshotRow} from './questions.ts';

/** Returns the snapshots that can be removed: those that no trial uses, except the newest `keep` of each ruleset and policy. */
export function prunable(
  rows: readonly SnapshotRow[],
  keep: number,
  used: ReadonlySet<string>,
): readonly SnapshotRow[] {
  const seen = new Map<string, number>();
  return [...rows]
    .sort((a, b) => b.order - a.order)
    .filter(({manifest, variant}) => {
      const key = `${manifest.name} ${variant}`;
      const newer = seen.get(key) ?? 0;
      seen.set(key, newer + 1);
      return newer >= keep && !used.has(manifest.digest);
    });
}

/** Removes snapshots from the catalogue first: if ruletrial is killed, files may remain, but no entry without files. */
export async function pruneSnapshots(
  rows: readonly SnapshotRow[],
  {catalogue, snapshots}: {catalogue: Catalogue; snapshots: SnapshotFiles},
): Promise<void> {
  for (const {manifest, variant} of rows) {
    if (catalogue.forget(manifest.name, variant, manifest.digest)) await snapshots.remove(manifest.digest);
  }
}

/** Removes folders without an entry in the catalogue, which remain if ruletrial is killed before the entry is stored. */
export async function removeUnnamed(
  rows: readonly SnapshotRow[],
  used: ReadonlySet<string>,
  snapshots: SnapshotFiles,
): Promise<void> {
  const named = new Set(rows.map(({manifest}) => manifest.digest));
  for (const digest of await snapshots.sweep())
    if (!named.has(digest) && !used.has(digest)) await snapshots.remove(digest);
}

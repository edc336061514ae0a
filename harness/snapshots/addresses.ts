import type {Manifest} from '../domain/snapshot.ts';
import type {SnapshotFiles} from './ports.ts';

export interface AddressDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** How many are in both. */
  readonly unchanged: number;
}

/** Returns the addresses and networks of a snapshot's blocklists, as Snort reads them. */
export async function addressesOf(
  {digest, files}: Manifest,
  snapshots: SnapshotFiles,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const {path} of files.filter(({kind}) => kind === 'list')) {
    const text = Buffer.from((await snapshots.read(digest, path)) ?? []).toString();
    for (const line of text.split('\n')) if (line !== '') found.add(line);
  }
  return found;
}

export const compareAddresses = (
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): AddressDifference => ({
  added: [...after].filter(address => !before.has(address)),
  removed: [...before].filter(address => !after.has(address)),
  unchanged: [...after].filter(address => before.has(address)).length,
});

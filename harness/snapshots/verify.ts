import {ok, type Result} from '../domain/result.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {derivedFiles, sha256} from './assemble.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import type {SnapshotFiles} from './ports.ts';

/** Verifies a snapshot byte by byte, so that a trial never runs on missing or changed files. */
export async function verifySnapshot(
  snapshot: Pick<Manifest, 'name' | 'digest' | 'files'>,
  store: SnapshotFiles,
): Promise<Result<void, SnapshotFailure>> {
  const {name, digest, files} = snapshot;
  const broken = (path: string) => fail('snapshot-missing', {ruleset: name, digest, path});
  for (const file of files) {
    const bytes = await store.read(digest, file.path);
    if (!bytes || sha256(bytes) !== file.sha256) return broken(file.path);
  }
  for (const {path, text} of derivedFiles(files)) {
    const bytes = await store.read(digest, path);
    if (!bytes || Buffer.from(bytes).toString() !== text) return broken(path);
  }
  return ok(undefined);
}

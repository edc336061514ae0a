import {createHash} from 'node:crypto';
import {failed, ok, type Result} from '../domain/result.ts';
import type {RuleFile, RulesetIdentity} from '../domain/trial.ts';
import type {SnapshotFailure} from './failures.ts';
import type {RulesetSource, SnapshotFiles, SourceFile} from './ports.ts';

/** The file of a snapshot that includes all others; what Snort is given. */
export const ENTRY = 'all.rules';

export interface Wanted {
  readonly name: string;
  /** How the source was declared: `archive community.tar.gz`. */
  readonly source: string;
  /** Places to read, in order: the source, then local rules. */
  readonly places: readonly {readonly source: RulesetSource; readonly path: string}[];
}

/** Copies what a declaration names into an immutable snapshot and says what it is. */
export async function takeSnapshot(
  wanted: Wanted,
  store: SnapshotFiles,
): Promise<Result<RulesetIdentity, SnapshotFailure>> {
  const sourceFiles: SourceFile[] = [];
  let newestAt = 0;
  for (const {source, path} of wanted.places) {
    const rules = await source.read(path, wanted.name);
    if (!rules.ok) return rules;
    sourceFiles.push(...rules.value.files);
    newestAt = Math.max(newestAt, rules.value.newestAt);
  }
  const kept = sourceFiles.map((file, place) => ({file, path: snapshotName(place)}));
  const digest = digestOf(sourceFiles);
  const entry = kept.map(({path}) => `include ${path}\n`).join('');
  await store.put(digest, [
    ...kept.map(({file, path}) => ({path, bytes: file.bytes})),
    {path: ENTRY, bytes: Buffer.from(entry)},
  ]);
  const files: RuleFile[] = kept.map(({file, path}) => ({
    path,
    from: file.from,
    sha256: sha256(file.bytes),
    bytes: file.bytes.length,
  }));
  return ok({name: wanted.name, digest, files, source: wanted.source, newestAt});
}

/** Looks at every byte again: a snapshot that lost or changed a file is not what was on trial. */
export async function verifySnapshot(
  ruleset: RulesetIdentity,
  store: SnapshotFiles,
): Promise<Result<void, SnapshotFailure>> {
  for (const file of ruleset.files) {
    const bytes = await store.read(ruleset.digest, file.path);
    if (!bytes || sha256(bytes) !== file.sha256) {
      return failed({kind: 'snapshot-missing', ruleset: ruleset.name, digest: ruleset.digest});
    }
  }
  const entry = await store.read(ruleset.digest, ENTRY);
  const expected = ruleset.files.map(({path}) => `include ${path}\n`).join('');
  const whole = entry !== undefined && Buffer.from(entry).toString() === expected;
  return whole
    ? ok(undefined)
    : failed({kind: 'snapshot-missing', ruleset: ruleset.name, digest: ruleset.digest});
}

/** Over the texts in the order in which they are loaded, whatever their files are called; two files are not one. */
function digestOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const {bytes} of files) hash.update(bytes).update('\n');
  if (files.length > 1) hash.update(files.map(({bytes}) => bytes.length).join(' '));
  return hash.digest('hex');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** By the place alone: rules of one digest lie under the same names, whatever their source called them. */
const snapshotName = (place: number): string => `${String(place + 1).padStart(3, '0')}.rules`;

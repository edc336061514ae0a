import type {Result} from '../domain/result.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import {findSnapshot, type SnapshotRow} from './questions.ts';

/** Finds a snapshot by its name, or returns a failure that lists the existing ones. */
export function namedSnapshot(
  name: string,
  rows: readonly SnapshotRow[],
): Result<SnapshotRow, SnapshotFailure> {
  const found = findSnapshot(name, rows);
  return typeof found === 'string'
    ? fail('snapshot-unknown', {name, reason: found})
    : {ok: true, value: found};
}

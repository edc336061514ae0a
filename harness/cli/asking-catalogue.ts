import type {Failure} from '../domain/failure.ts';
import {failed, type Result} from '../domain/result.ts';
import {type CatalogueAnswers, findSnapshot, type SnapshotRow} from '../snapshots/questions.ts';
import type {Called} from './command.ts';

/** Opens the catalogue for questions, asks, closes it. */
export async function askingCatalogue<T>(
  {outside, settings}: Called<unknown>,
  ask: (
    answers: CatalogueAnswers,
    rows: readonly SnapshotRow[],
  ) => Promise<Result<T, Failure>> | Result<T, Failure>,
): Promise<Result<T, Failure>> {
  const answers = await outside.catalogue(settings);
  if (!answers.ok) return answers;
  try {
    return await ask(answers.value, answers.value.snapshots());
  } finally {
    answers.value.close();
  }
}

/** The snapshot of a name, or the failure that says what there is. */
export function namedSnapshot(name: string, rows: readonly SnapshotRow[]): Result<SnapshotRow, Failure> {
  const found = findSnapshot(name, rows);
  if (typeof found !== 'string') return {ok: true, value: found};
  return failed({kind: 'snapshot-unknown', name, reason: found} as Failure);
}

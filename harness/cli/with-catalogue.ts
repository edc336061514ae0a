import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {shortDigest} from '../domain/snapshot.ts';
import type {CatalogueAnswers, SnapshotRow} from '../snapshots/questions.ts';
import type {CommandCall} from './command.ts';
import {sayer} from './console.ts';

/** Opens the catalogue, runs queries on it and closes it. */
export async function withCatalogue<T>(
  {deps, settings}: CommandCall<unknown>,
  query: (
    answers: CatalogueAnswers,
    rows: readonly SnapshotRow[],
  ) => Promise<Result<T, Failure>> | Result<T, Failure>,
): Promise<Result<T, Failure>> {
  const answers = await deps.catalogue(settings);
  if (!answers.ok) return answers;
  try {
    warnOfDamaged(answers.value, settings.stateDir);
    return await query(answers.value, answers.value.snapshots());
  } finally {
    answers.value.close();
  }
}

/** Warns of each entry that cannot be read; the other entries are still used. */
function warnOfDamaged(answers: CatalogueAnswers, stateDir: string): void {
  const {say, stop} = sayer('lines');
  for (const {ruleset, variant, digest} of answers.damaged()) {
    const name = `${ruleset}${variant ? `:${variant}` : ''}, ${shortDigest(digest)}`;
    say({
      kind: 'warning',
      text: `${stateDir}/catalogue.db: the entry of snapshot ${name} is damaged and was skipped; all others are intact. To restore it: ruletrial snapshot take ${ruleset}`,
    });
  }
  stop();
}

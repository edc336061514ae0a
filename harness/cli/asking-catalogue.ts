import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {fail as failSnapshot} from '../snapshots/failures.ts';
import {type CatalogueAnswers, findSnapshot, type SnapshotRow} from '../snapshots/questions.ts';
import type {Called} from './command.ts';
import {sayer} from './console.ts';

/** Opens the catalogue for questions, asks, closes it. */
export async function askingCatalogue<T>(
  {deps, settings}: Called<unknown>,
  ask: (
    answers: CatalogueAnswers,
    rows: readonly SnapshotRow[],
  ) => Promise<Result<T, Failure>> | Result<T, Failure>,
): Promise<Result<T, Failure>> {
  const answers = await deps.catalogue(settings);
  if (!answers.ok) return answers;
  try {
    warnOfDamaged(answers.value, settings.stateDir);
    return await ask(answers.value, answers.value.snapshots());
  } finally {
    answers.value.close();
  }
}

/** Rows that cannot be read hide no others, and are named. */
function warnOfDamaged(answers: CatalogueAnswers, stateDir: string): void {
  const {say, stop} = sayer('lines');
  for (const {ruleset, variant, digest} of answers.damaged()) {
    const named = `${ruleset}${variant ? `:${variant}` : ''}, ${digest.slice(0, 12)}`;
    say({
      kind: 'warning',
      text: `${stateDir}/catalogue.db: the entry of snapshot ${named} is damaged and was skipped; all others are intact. To restore it: ruletrial snapshot take ${ruleset}`,
    });
  }
  stop();
}

/** The snapshot of a name, or the failure that says what there is. */
export function namedSnapshot(name: string, rows: readonly SnapshotRow[]): Result<SnapshotRow, Failure> {
  const found = findSnapshot(name, rows);
  if (typeof found !== 'string') return {ok: true, value: found};
  return failSnapshot('snapshot-unknown', {name, reason: found});
}

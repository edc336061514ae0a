import type {OpenAnswers} from '../answers/ports.ts';
import type {Settings} from '../cli/command-deps.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {fail as failSnapshot} from '../snapshots/failures.ts';
import type {CatalogueAnswers} from '../snapshots/questions.ts';
import {findTrial} from '../trial/trials.ts';
import {stateHere} from './state-here.ts';

/** Opens the trial with this name, or the newest trial of the schedule with this name, for queries. */
export async function openAnswers(
  settings: Settings,
  nameOrSchedule: string,
): Promise<Result<OpenAnswers, Failure>> {
  const {openAnswers: answersIn} = await import('../sqlite/answers/open-answers.ts');
  const state = await stateHere(settings);
  const name = findTrial(nameOrSchedule, await state.trials());
  return name.ok ? ok(answersIn(state.trialStore(name.value))) : name;
}

/** Opens the catalogue of snapshots for queries. */
export async function openCatalogueAnswers(settings: Settings): Promise<Result<CatalogueAnswers, Failure>> {
  const {openCatalogueReadOnly} = await import('../sqlite/open-catalogue.ts');
  const {catalogueAnswers} = await import('../sqlite/catalogue/catalogue-questions.ts');
  const db = openCatalogueReadOnly((await stateHere(settings)).catalogue);
  return db ? ok(catalogueAnswers(db)) : failSnapshot('catalogue-missing', {folder: settings.stateDir});
}

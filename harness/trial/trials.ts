import {ok, type Result} from '../domain/result.ts';
import {parseTrialName, type TrialPlan} from '../domain/trial.ts';
import {fail, type TrialFailure} from './failures.ts';
import type {RunFolders, TrialStore} from './ports.ts';

/** The trials of a state folder. */
export interface Trials {
  /** Names of all trials of this state folder, in order. */
  names(): Promise<readonly string[]>;
  open(name: string): Result<TrialStore, TrialFailure>;
  create(name: string, plan: TrialPlan): Promise<TrialStore>;
  runFolders(name: string): RunFolders;
}

/** The newest trial of a schedule, or the very one that is named; undefined when there is none. */
export function newestOf(name: string, trials: readonly string[]): string | undefined {
  if (trials.includes(name)) return name;
  return trials.filter(trial => parseTrialName(trial)?.schedule === name).at(-1);
}

/** The same, or the failure that says which trials there are. */
export function findTrial(name: string, trials: readonly string[]): Result<string, TrialFailure> {
  const found = newestOf(name, trials);
  return found === undefined ? fail('trial-missing', {trial: name, known: trials}) : ok(found);
}

/** Trials of a schedule, the oldest first; a schedule may be called as another one's trial is. */
export const trialsOf = (schedule: string, trials: readonly string[]): readonly string[] =>
  trials.filter(trial => parseTrialName(trial)?.schedule === schedule);

export const nextName = (schedule: string, trials: readonly string[]): string =>
  `${schedule}-${(parseTrialName(trialsOf(schedule, trials).at(-1) ?? '')?.number ?? 0) + 1}`;

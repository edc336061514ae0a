import type {Result} from '../domain/result.ts';
import {parseTrialName, type TrialPlan} from '../domain/trial.ts';
import type {TrialFailure} from './failures.ts';
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

export const nextName = (schedule: string, trials: readonly string[]): string =>
  `${schedule}-${(parseTrialName(newestOf(schedule, trials) ?? '')?.number ?? 0) + 1}`;

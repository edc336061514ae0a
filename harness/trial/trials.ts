import {ok, type Result} from '../domain/result.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {parseTrialName} from '../domain/trial-name.ts';
import {fail, type TrialFailure} from './failures.ts';
import type {RunFolders, TrialStore} from './ports.ts';

/** The trials of a state folder. */
export interface Trials {
  /** Returns the names of all trials in this state folder, in order. */
  names(): Promise<readonly string[]>;
  open(name: string): Result<TrialStore, TrialFailure>;
  create(name: string, plan: TrialPlan): Promise<TrialStore>;
  runFolders(name: string): RunFolders;
  /** Deletes a trial with everything in its folder; returns how many bytes its files had. */
  remove(name: string): Promise<number>;
}

/** Finds a trial by its name, or the newest one of a schedule; undefined if there is none. */
export function newestOf(name: string, trials: readonly string[]): string | undefined {
  if (trials.includes(name)) return name;
  return trials.filter(trial => parseTrialName(trial)?.schedule === name).at(-1);
}

/** Finds a trial like `newestOf`, or returns a failure that lists the existing trials. */
export function findTrial(name: string, trials: readonly string[]): Result<string, TrialFailure> {
  const found = newestOf(name, trials);
  return found === undefined ? fail('trial-missing', {trial: name, known: trials}) : ok(found);
}

/** Lists the trials of a schedule, oldest first. Names are parsed, because a schedule may have the same name as a trial of another. */
export const trialsOf = (schedule: string, trials: readonly string[]): readonly string[] =>
  trials.filter(trial => parseTrialName(trial)?.schedule === schedule);

export const nextName = (schedule: string, trials: readonly string[]): string =>
  `${schedule}-${(parseTrialName(trialsOf(schedule, trials).at(-1) ?? '')?.number ?? 0) + 1}`;

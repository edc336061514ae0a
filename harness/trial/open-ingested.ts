import {failed, ok, type Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {parseTrialName} from '../domain/trial-name.ts';
import type {TrialFailure} from './failures.ts';
import type {TrialStore} from './ports.ts';
import {findTrial, newestOf, nextName, type Trials} from './trials.ts';

export interface OpenDeps {
  readonly trials: Trials;
  readonly clock: Clock;
  readonly madeBy: string;
}

/** Opens the trial with this name, or the newest one of the schedule with this name; creates it if there is none. */
export async function openOrCreate(name: string, deps: OpenDeps): Promise<Result<TrialStore, TrialFailure>> {
  const names = await deps.trials.names();
  const newest = newestOf(name, names);
  if (newest === undefined) {
    const parsed = parseTrialName(name);
    const plan = emptyPlan(parsed?.schedule ?? name, deps);
    return ok(await deps.trials.create(parsed ? name : nextName(name, names), plan));
  }
  return openIngested(newest, deps);
}

/** Opens a trial that has the arm already. */
export async function openWithArm(
  trial: string,
  arm: string,
  deps: OpenDeps,
): Promise<Result<TrialStore, TrialFailure>> {
  const found = findTrial(trial, await deps.trials.names());
  const store = found.ok ? openIngested(found.value, deps) : found;
  if (!store.ok) return store;
  const {name, plan, close} = store.value;
  const arms = plan.arms.map(known => known.name);
  if (arms.includes(arm)) return store;
  close();
  return failed({kind: 'arm-missing', trial: name, arm, arms});
}

/** Opens a trial of imported logs that is not sealed. */
function openIngested(trial: string, deps: OpenDeps): Result<TrialStore, TrialFailure> {
  const open = deps.trials.open(trial);
  if (!open.ok) return open;
  const refuse = (failure: TrialFailure) => {
    open.value.close();
    return failed(failure);
  };
  const {plan} = open.value;
  if (plan.kind !== 'ingested')
    return refuse({kind: 'trial-kind', trial, found: plan.kind, expected: 'ingested'});
  return open.value.facts().sealed ? refuse({kind: 'trial-sealed', trial}) : open;
}

const emptyPlan = (schedule: string, deps: OpenDeps): TrialPlan => ({
  version: 1,
  kind: 'ingested',
  schedule,
  declaredDigest: '',
  madeBy: deps.madeBy,
  createdAt: deps.clock.now(),
  isolation: 'capture',
  shards: 1,
  arms: [],
  captures: [],
});

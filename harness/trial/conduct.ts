import {checkArm} from '../arms/check-arm.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {TrialFailure} from './failures.ts';
import {nextStep} from './next-step.ts';
import type {TrialStore} from './ports.ts';
import {progressOf} from './progress.ts';
import {beginRun, type ConductDeps, type ConductFailure, recoverRun} from './supervise-run.ts';

/** Carries out step after step until the plan is done; the caller seals the trial. After a restart, it does the next step. */
export async function conduct(deps: ConductDeps): Promise<Result<void, ConductFailure>> {
  const {store} = deps;
  const openRuns = new Map<number, Promise<Result<void, ConductFailure>>>();
  const progress = progressOf(store.plan, deps.clock, deps.say);
  let failure: ConductFailure | undefined;
  const finishOne = async (): Promise<void> => {
    const [run, result] = await Promise.race(
      [...openRuns].map(async ([id, work]) => [id, await work] as const),
    );
    openRuns.delete(run);
    if (!result.ok) failure ??= result.failure;
    progress(store.counts());
  };
  for (;;) {
    while (openRuns.size > 0 && (failure || deps.stop.aborted)) await finishOne();
    if (failure) return failed(failure);
    if (deps.stop.aborted) return failed(stopped(store));
    const step = nextStep(store.plan, store.facts(), new Set(openRuns.keys()));
    if (step.kind === 'seal' || step.kind === 'nothing') return ok(undefined);
    if (step.kind === 'wait' || openRuns.size >= deps.maxRuns) {
      await finishOne();
      continue;
    }
    if (step.kind === 'check') {
      const checked = await checkArm(deps.engineOf(step.arm), store.plan, deps);
      if (checked.ok) store.armChecked(step.arm, checked.value);
      else failure = checked.failure;
    } else if (step.kind === 'recover') {
      const recovered = await recoverRun(step.run, deps);
      if (!recovered.ok) failure = recovered.failure;
    } else {
      const begun = await beginRun(step, deps);
      if (begun.ok) openRuns.set(begun.value.run, begun.value.work);
      else failure = begun.failure;
    }
  }
}

const stopped = (store: TrialStore): TrialFailure => ({
  kind: 'trial-interrupted',
  trial: store.name,
  schedule: store.plan.schedule,
});

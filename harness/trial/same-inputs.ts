import {failed, ok, type Result} from '../domain/result.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {SnapshotFailure} from '../snapshots/failures.ts';
import {verifySnapshot} from '../snapshots/verify.ts';
import type {TrialFailure} from './failures.ts';
import type {PlanDeps} from './make-plan.ts';

/** Checks that rules and captures are still byte for byte those in the plan. */
export async function sameInputs(
  plan: TrialPlan,
  deps: Pick<PlanDeps, 'snapshots' | 'captures' | 'say'>,
): Promise<Result<void, TrialFailure | SnapshotFailure>> {
  for (const {ruleset} of plan.arms) {
    const verified = ruleset && (await verifySnapshot(ruleset, deps.snapshots));
    if (verified && !verified.ok) return verified;
  }
  for (const [index, {path, sha256}] of plan.captures.entries()) {
    const digest = await deps.captures.digest(path);
    const reason = digest === undefined ? 'it cannot be read' : 'its bytes have changed';
    if (digest !== sha256) return failed({kind: 'capture-changed', path, reason});
    deps.say({kind: 'work', what: 'verifying captures', done: index + 1, total: plan.captures.length});
  }
  return ok(undefined);
}

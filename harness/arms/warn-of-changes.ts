import type {Say} from '../domain/message.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {declaredDigest, type Reading} from './read-declared.ts';

/** Warns if a schedule or its rulesets have changed since the trial was planned. */
export async function warnOfChanges(
  {name, plan}: {readonly name: string; readonly plan: TrialPlan},
  deps: Reading & {readonly say: Say},
): Promise<void> {
  if ((await declaredDigest(plan.schedule, deps)) === plan.declaredDigest) return;
  const text = `the declarations have changed since ${name} was planned; it keeps its original plan, and the next trial will use the new one`;
  deps.say({kind: 'warning', text});
}

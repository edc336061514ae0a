import type {Say} from '../domain/message.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {Reading} from './read-declared.ts';
import {changesAndRemedy} from './schedule-changes.ts';

/** Warns if a schedule or its rulesets have changed since the trial was planned. */
export async function warnOfChanges(
  trial: {readonly name: string; readonly plan: TrialPlan},
  deps: Reading & {readonly say: Say},
): Promise<void> {
  const text = await changesAndRemedy(trial, deps);
  if (text !== undefined) deps.say({kind: 'warning', text});
}

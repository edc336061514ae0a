import {type TrialPlan, trialPlanSchema} from '../domain/trial.ts';
import {parseTrialName} from '../domain/trial-name.ts';
import {ForeignStore, type Trial} from './open-trial.ts';

/** Name, plan and seal of a trial; a plan comes from outside when a trial was copied, so it is checked. */
export function readPlan(db: Trial): {name: string; plan: TrialPlan; sealedAt: number | undefined} {
  const row = db.prepare('SELECT name, plan, sealed_at FROM trial').get() as
    | {name: string; plan: string; sealed_at: number | null}
    | undefined;
  if (!row) throw new ForeignStore('it contains no plan');
  const plan = trialPlanSchema.safeParse(JSON.parse(row.plan));
  if (!plan.success || !parseTrialName(row.name)) throw new ForeignStore('its plan has an unknown format');
  return {name: row.name, plan: plan.data, sealedAt: row.sealed_at ?? undefined};
}

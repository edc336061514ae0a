import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {Trial} from './open-trial.ts';

const NEWEST = `SELECT json FROM slot_arm JOIN loaded ON loaded.id = slot_arm.loads
  JOIN arm ON arm.id = slot_arm.arm WHERE arm.name = ? ORDER BY prepared_at DESC, slot DESC LIMIT 1`;

/** What an arm was given last, as its slot was prepared; undefined when it never was. */
export function newestLoad(db: Trial, arm: string): PlanArm | undefined {
  const json = db.prepare(NEWEST).pluck().get(arm);
  return typeof json === 'string' ? (JSON.parse(json) as PlanArm) : undefined;
}

/** The plan with each arm as it was loaded last; the arms of replays and reports. */
export const withNewestLoads = (db: Trial, plan: TrialPlan): TrialPlan => ({
  ...plan,
  arms: plan.arms.map(arm => newestLoad(db, arm.name) ?? arm),
});

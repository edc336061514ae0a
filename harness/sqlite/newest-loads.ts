import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {Trial} from './open-trial.ts';

/**
 * The row of `loaded` that an arm was given last; one with which no engine came up only where there is no other. `arm` is an
 * SQL expression for the arm's id.
 */
export const newestLoadOf = (arm: 'run.arm' | 'arm.id'): string =>
  `(SELECT loads FROM slot_arm WHERE slot_arm.arm = ${arm} AND loads IS NOT NULL
    ORDER BY gave_up_at IS NOT NULL AND (SELECT state FROM slot WHERE slot.id = slot_arm.slot) IS NOT 'over', prepared_at DESC, slot DESC LIMIT 1)`;

const NEWEST = `SELECT json FROM arm JOIN loaded ON loaded.id = ${newestLoadOf('arm.id')} WHERE arm.name = ?`;

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

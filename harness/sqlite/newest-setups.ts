import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {Trial} from './open-trial.ts';

/**
 * The row of `setup` of an arm's newest slot that was prepared; one with which it kept failing, and that never started,
 * only where there is no other.
 */
const NEWEST_SETUP = `(SELECT setup FROM slot_arm WHERE slot_arm.arm = arm.id AND setup IS NOT NULL
    ORDER BY abandoned_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM run WHERE run.slot = slot_arm.slot
      AND run.arm = slot_arm.arm AND run.part = 'live' AND ready_at IS NOT NULL), slot DESC LIMIT 1)`;

const NEWEST = `SELECT json FROM arm JOIN setup ON setup.id = ${NEWEST_SETUP} WHERE arm.name = ?`;

/** What an arm was given last, as its slot was prepared; undefined when it never was. */
export function newestSetup(db: Trial, arm: string): PlanArm | undefined {
  const json = db.prepare(NEWEST).pluck().get(arm);
  return typeof json === 'string' ? (JSON.parse(json) as PlanArm) : undefined;
}

/** The plan, in which each arm has the setup that was prepared for it last; the arms of replays and reports. */
export const withNewestSetups = (db: Trial, plan: TrialPlan): TrialPlan => ({
  ...plan,
  arms: plan.arms.map(arm => newestSetup(db, arm.name) ?? arm),
});

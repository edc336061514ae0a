import {initialPart, type PartName} from '../../answers/parts.ts';
import {isLivePlan, type TrialPlan} from '../../domain/trial.ts';
import {withNewestSetups} from '../newest-setups.ts';
import type {Trial} from '../open-trial.ts';
import {sameTrafficPlan} from '../same-traffic-plan.ts';

/** A part of a trial, and the plan, in which each arm has the setup that was prepared for it last, with the captures that the part reads. */
export interface PartPlan {
  readonly part: PartName;
  readonly plan: TrialPlan;
}

/** SQL condition that selects the runs of one arm in the part `@part`. */
export const OWN_RUNS = 'run.arm = arm.id AND run.part = @part';

/** SQL condition that selects the alerts of a live run in its counted time; those of other runs all count. */
export const IN_COUNTED_TIME = `(run.counted_from IS NULL OR alert.at >= run.counted_from)
  AND (run.counted_to IS NULL OR alert.at < run.counted_to)`;

/** Returns the parts that a trial has now. A live trial has `same-traffic` once the traffic of a slot was replayed. */
export function partsOf(db: Trial, plan: TrialPlan): readonly PartPlan[] {
  if (!isLivePlan(plan)) return [{part: initialPart(plan), plan}];
  const isReplayed = db.prepare("SELECT 1 FROM run WHERE part = 'same-traffic' LIMIT 1").get() !== undefined;
  const recorded = sameTrafficPlan(db, plan, 'report');
  return [
    {part: 'live', plan: withNewestSetups(db, plan)},
    ...(isReplayed && recorded.captures.length > 0 ? [{part: 'same-traffic' as const, plan: recorded}] : []),
  ];
}

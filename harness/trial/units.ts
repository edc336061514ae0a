import type {TrialPlan} from '../domain/trial.ts';

/** What one run reads: one capture, or with `shared` isolation one process's share of them. */
export interface Unit {
  /** 0 or more; stable for a plan. */
  readonly unit: number;
  /** Places of captures in the plan. */
  readonly captures: readonly number[];
}

/** Deals the captures out, always alike for one plan; captures whose header is broken are read all the same. */
export function unitsOf(plan: TrialPlan): readonly Unit[] {
  if (plan.isolation === 'capture')
    return plan.captures.map((_, place) => ({unit: place, captures: [place]}));
  const shards = Math.min(plan.shards, plan.captures.length);
  return Array.from({length: shards}, (_, unit) => ({
    unit,
    captures: plan.captures.flatMap((_, place) => (place % shards === unit ? [place] : [])),
  }));
}

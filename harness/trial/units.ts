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
  if (plan.isolation === 'slot') return slotUnits(plan);
  const shards = Math.min(plan.shards, plan.captures.length);
  return Array.from({length: shards}, (_, unit) => ({
    unit,
    captures: plan.captures.flatMap((_, place) => (place % shards === unit ? [place] : [])),
  }));
}

/** One process for all captures of a slot: flows go on from one file to the next. */
function slotUnits({captures}: TrialPlan): readonly Unit[] {
  const units = new Map<number, number[]>();
  for (const [place, {slot = 0}] of captures.entries()) units.set(slot, [...(units.get(slot) ?? []), place]);
  return [...units].sort(([a], [b]) => a - b).map(([unit, places]) => ({unit, captures: places}));
}

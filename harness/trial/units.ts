import type {TrialPlan} from '../domain/trial.ts';

/** What one run reads: one capture, the captures of a slot, or with `shared` isolation a share of all captures. */
export interface Unit {
  /** The number of the unit, from 0; always the same for one plan. */
  readonly unit: number;
  /** Indexes of captures in the plan. */
  readonly captures: readonly number[];
}

/** Divides the captures into units, always the same way for one plan. Captures with a broken header are included. */
export function unitsOf(plan: TrialPlan): readonly Unit[] {
  if (plan.isolation === 'capture')
    return plan.captures.map((_, index) => ({unit: index, captures: [index]}));
  if (plan.isolation === 'slot') return slotUnits(plan);
  const shards = Math.min(plan.shards, plan.captures.length);
  return Array.from({length: shards}, (_, unit) => ({
    unit,
    captures: plan.captures.flatMap((_, index) => (index % shards === unit ? [index] : [])),
  }));
}

/** Gives all captures of a slot to one process, because flows continue from one file to the next. */
function slotUnits({captures}: TrialPlan): readonly Unit[] {
  const units = new Map<number, number[]>();
  for (const [index, {slot = 0}] of captures.entries()) units.set(slot, [...(units.get(slot) ?? []), index]);
  return [...units].sort(([a], [b]) => a - b).map(([unit, indexes]) => ({unit, captures: indexes}));
}

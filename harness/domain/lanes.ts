import type {TrialPlan} from './trial.ts';

interface Compared {
  readonly kind: TrialPlan['kind'];
  readonly arms: readonly {readonly name: string}[];
}

/**
 * Arms that take turns, and those that are compared at the same time: a rotating trial has one lane, a concurrent one has
 * a lane for each arm. In each lane a slot has one arm at most.
 */
export function lanesOf({kind, arms}: Compared): readonly (readonly string[])[] {
  const names = arms.map(({name}) => name);
  return kind === 'concurrent' ? names.map(name => [name]) : [names];
}

/** The lane of an arm: whatever ran in it before inspected the same traffic. */
export const laneOf = (plan: Compared, arm: string): readonly string[] =>
  lanesOf(plan).find(lane => lane.includes(arm)) ?? [];

import type {TrialPlan} from './trial.ts';

interface Compared {
  readonly kind: TrialPlan['kind'];
  readonly arms: readonly {readonly name: string}[];
}

/**
 * Returns the lanes of a trial, each with its arms. A rotating trial has one lane in which all arms take turns; a concurrent
 * one has a lane for each arm. In each lane, a slot has at most one arm.
 */
export function lanesOf({kind, arms}: Compared): readonly (readonly string[])[] {
  const names = arms.map(({name}) => name);
  return kind === 'concurrent' ? names.map(name => [name]) : [names];
}

/** Returns the lane of an arm; an engine that ran in it before inspected the same traffic. */
export const laneOf = (plan: Compared, arm: string): readonly string[] =>
  lanesOf(plan).find(lane => lane.includes(arm)) ?? [];

import type {LivePlan, TrialPlan} from '../domain/trial.ts';
import type {LiveRunFact, SlotFact} from './facts.ts';

/**
 * A lane is what one engine after another inspects: a rotating trial has one, a concurrent one has one for each arm. In
 * each lane a slot has one arm at most.
 */
export function lanesOf(kind: 'rotating' | 'concurrent', live: LivePlan): readonly (readonly string[])[] {
  const names = live.arms.map(({name}) => name);
  return kind === 'concurrent' ? names.map(name => [name]) : [names];
}

/** The arm of a slot in a lane. */
export const armIn = (slot: SlotFact, lane: readonly string[]) =>
  slot.arms.find(({arm}) => lane.includes(arm));

/** Runs of a lane without an end, the oldest first. */
export const openIn = (runs: readonly LiveRunFact[], lane: readonly string[]): readonly LiveRunFact[] =>
  runs.filter(({arm, outcome}) => outcome === undefined && lane.includes(arm));

/** Slots of a whole trial, when every arm is available in every rotation. */
export const slotsOf = ({kind, live}: TrialPlan): number =>
  live ? live.rotations * (kind === 'concurrent' ? 1 : live.arms.length) : 0;

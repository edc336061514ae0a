import {countSlots} from '../calendar/plan-slots.ts';
import type {LiveTrialPlan} from '../domain/trial.ts';
import type {LiveFacts, LiveRunFact, SlotFact} from './live-facts.ts';

/** Finds the arm that has this slot in a lane. */
export const armIn = (slot: SlotFact, lane: readonly string[]) =>
  slot.arms.find(({arm}) => lane.includes(arm));

/** Returns the runs of a lane that have not ended, the oldest first. */
export const openRuns = (runs: readonly LiveRunFact[], lane: readonly string[]): readonly LiveRunFact[] =>
  runs.filter(({arm, outcome}) => outcome === undefined && lane.includes(arm));

/** Returns the number of slots in the whole trial if every arm is available in every rotation. */
export const slotsOf = ({kind, arms, live}: LiveTrialPlan): number =>
  countSlots(kind, arms.length, live.rotations);

/** Whether the engine of an arm has failed too often in a row in this slot. */
export const keepsFailing = ({slots}: LiveFacts, slot: number, arm: string): boolean =>
  slots[slot]?.arms.find(slotArm => slotArm.arm === arm)?.keepsFailing ?? false;

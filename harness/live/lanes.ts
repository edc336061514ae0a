import {countSlots} from '../calendar/plan-slots.ts';
import type {LiveTrialPlan} from '../domain/trial.ts';
import type {LiveFacts, LiveRunFact, SlotFact} from './live-facts.ts';

/** The arm of a slot in a lane. */
export const armIn = (slot: SlotFact, lane: readonly string[]) =>
  slot.arms.find(({arm}) => lane.includes(arm));

/** Runs of a lane without an end, the oldest first. */
export const openIn = (runs: readonly LiveRunFact[], lane: readonly string[]): readonly LiveRunFact[] =>
  runs.filter(({arm, outcome}) => outcome === undefined && lane.includes(arm));

/** Slots of a whole trial, when every arm is available in every rotation. */
export const slotsOf = ({kind, arms, live}: LiveTrialPlan): number =>
  countSlots(kind, arms.length, live.rotations);

/** Whether an arm was abandoned in this slot because its engine failed too often. */
export const isAbandoned = ({slots}: LiveFacts, slot: number, arm: string): boolean =>
  slots[slot]?.arms.find(one => one.arm === arm)?.abandoned ?? false;

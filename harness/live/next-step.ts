import {lanesOf} from '../domain/lanes.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LivePlan, LiveTrialPlan} from '../domain/trial.ts';
import {isPlanning, isReplaying} from './background-job.ts';
import {laneStep} from './lane-step.ts';
import type {LiveFacts} from './live-facts.ts';
import type {ConductorView, LiveStep} from './live-step.ts';

/** Decides the next step of a live trial from its plan, the stored facts, the conductor's state and the time. It has no side effects. */
export function nextLiveStep(
  {kind, live}: Pick<LiveTrialPlan, 'kind' | 'live'>,
  facts: LiveFacts,
  view: ConductorView,
  now: Micros,
): LiveStep {
  if (facts.sealed) return {kind: 'nothing'};
  const lost = facts.runs.find(({run, outcome}) => outcome === undefined && !view.runs.has(run));
  if (lost) return {kind: 'recover', run: lost};
  const closing = closeStep(facts, now);
  if (closing) return closing;
  const planning = planStep(live, facts, view, now);
  if (planning && planning.kind !== 'wait') return planning;
  const waits: Micros[] = planning ? [planning.until] : [];
  for (const lane of lanesOf({kind, arms: live.arms})) {
    const step = laneStep(lane, live, facts, view, now);
    if (step.kind !== 'wait') return step;
    waits.push(step.until);
  }
  return endStep(facts, view, planning === undefined, Math.min(...waits));
}

/** Returns the step that closes a slot, once it is over and none of its engines is running. */
function closeStep({slots, runs, stoppedAt}: LiveFacts, now: Micros): LiveStep | undefined {
  for (const slot of slots) {
    if (slot.state !== undefined || (slot.endsAt > now && stoppedAt === undefined)) continue;
    const slotRuns = runs.filter(run => run.slot === slot.slot);
    if (slotRuns.some(({outcome}) => outcome === undefined)) continue;
    if (slotRuns.some(({readyAt}) => readyAt !== undefined)) return {kind: 'close', slot, state: 'ran'};
    return {kind: 'close', slot, state: slotRuns.length > 0 ? 'abandoned' : 'missed'};
  }
  return undefined;
}

/** Returns the step that plans the next rotation, well before its first slot; undefined if all rotations are planned. */
function planStep(
  live: LivePlan,
  {slots, stoppedAt}: LiveFacts,
  {jobs}: ConductorView,
  now: Micros,
): Extract<LiveStep, {kind: 'plan' | 'wait'}> | undefined {
  const last = slots.at(-1);
  const rotation = last ? last.rotation + 1 : 0;
  if (stoppedAt !== undefined || rotation >= live.rotations) return undefined;
  const dueAt = last ? last.endsAt - live.prepareBeforeMs * 1000 : now;
  if (isPlanning(jobs) || now < dueAt) return {kind: 'wait', until: Math.max(dueAt, now + MICROS_PER_SECOND)};
  return {kind: 'plan', rotation, from: last?.endsAt ?? live.cadence.startAt, firstSlot: slots.length};
}

/** Returns the step for a trial in which no slot needs anything now: replay, seal or wait. */
function endStep(
  {slots, runs, recordings, stoppedAt}: LiveFacts,
  {jobs, paused, replayed: allReplayed}: ConductorView,
  planned: boolean,
  until: Micros,
): LiveStep {
  const waits = paused || isReplaying(jobs);
  // a trial that was stopped while the disk is full does not wait for free space
  const replayed = allReplayed || (paused && stoppedAt !== undefined);
  if (!replayed && !waits) return {kind: 'replay'};
  const idle = jobs.length === 0 && runs.every(({outcome}) => outcome !== undefined);
  const closed = slots.every(({state}) => state !== undefined);
  const written = recordings.every(({state}) => state !== 'writing');
  return planned && closed && idle && written && replayed ? {kind: 'seal'} : {kind: 'wait', until};
}

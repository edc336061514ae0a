import {lanesOf} from '../domain/lanes.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LivePlan, LiveTrialPlan} from '../domain/trial.ts';
import type {LiveFacts} from './facts.ts';
import {laneStep} from './lane-step.ts';
import type {InHand, LiveStep} from './step.ts';

/** What to do next: a pure function of plan, stored facts, what is in hand, and time. */
export function nextLiveStep(
  {kind, live}: Pick<LiveTrialPlan, 'kind' | 'live'>,
  facts: LiveFacts,
  hand: InHand,
  now: Micros,
): LiveStep {
  if (facts.sealed) return {step: 'nothing'};
  const lost = facts.runs.find(({run, outcome}) => outcome === undefined && !hand.runs.has(run));
  if (lost) return {step: 'recover', run: lost};
  const closing = closeStep(facts, now);
  if (closing) return closing;
  const planning = planStep(live, facts, hand, now);
  if (planning && planning.step !== 'wait') return planning;
  const waits: Micros[] = planning ? [planning.until] : [];
  for (const lane of lanesOf({kind, arms: live.arms})) {
    const step = laneStep(lane, live, facts, hand, now);
    if (step.step !== 'wait') return step;
    waits.push(step.until);
  }
  return endStep(facts, hand, planning === undefined, Math.min(...waits));
}

/** A slot whose time is over, once none of its engines runs any more. */
function closeStep({slots, runs, stoppedAt}: LiveFacts, now: Micros): LiveStep | undefined {
  for (const slot of slots) {
    if (slot.state !== undefined || (slot.endsAt > now && stoppedAt === undefined)) continue;
    const own = runs.filter(run => run.slot === slot.slot);
    if (own.some(({outcome}) => outcome === undefined)) continue;
    if (own.some(({readyAt}) => readyAt !== undefined)) return {step: 'close', slot, state: 'over'};
    return {step: 'close', slot, state: own.length > 0 ? 'given-up' : 'missed'};
  }
  return undefined;
}

/** The next rotation, well before its first slot; undefined when all are planned. */
function planStep(
  live: LivePlan,
  {slots, stoppedAt}: LiveFacts,
  {busy}: InHand,
  now: Micros,
): Extract<LiveStep, {step: 'plan' | 'wait'}> | undefined {
  const last = slots.at(-1);
  const rotation = last ? last.rotation + 1 : 0;
  if (stoppedAt !== undefined || rotation >= live.rotations) return undefined;
  const dueAt = last ? last.endsAt - live.prepareBeforeMs * 1000 : now;
  if (busy.has('plan') || now < dueAt) return {step: 'wait', until: Math.max(dueAt, now + MICROS_PER_SECOND)};
  return {step: 'plan', rotation, from: last?.endsAt ?? live.cadence.startAt, firstSlot: slots.length};
}

function endStep(
  {slots, runs, recordings, stoppedAt}: LiveFacts,
  {busy, paused, replayed: all}: InHand,
  planned: boolean,
  until: Micros,
): LiveStep {
  const waits = paused || busy.has('replay') || busy.has('pause replay');
  // a person who stops a trial on a full disk does not wait for room
  const replayed = all || (paused && stoppedAt !== undefined);
  if (!replayed && !waits) return {step: 'replay'};
  const idle = busy.size === 0 && runs.every(({outcome}) => outcome !== undefined);
  const closed = slots.every(({state}) => state !== undefined);
  const written = recordings.every(({state}) => state !== 'writing');
  return planned && closed && idle && written && replayed ? {step: 'seal'} : {step: 'wait', until};
}

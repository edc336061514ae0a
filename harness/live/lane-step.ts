import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LivePlan} from '../domain/trial.ts';
import type {LiveFacts, LiveRunFact, SlotFact} from './facts.ts';
import {armIn, openIn} from './lanes.ts';
import type {InHand, LiveStep} from './step.ts';

/** Failures in a row after which an arm is told as given up in its slot; tried again it is, but rarely. */
const MAX_FAILURES = 5;
/** Pause before an engine is started again; twice as long after each further failure. */
const FIRST_PAUSE = 5 * MICROS_PER_SECOND;
/** An engine that inspected this long, and longer than its warm-up, was sound when it ended. */
const SOUND_AFTER = 60 * MICROS_PER_SECOND;
const LONGEST_PAUSE = 600 * MICROS_PER_SECOND;

/** What is next in one lane: stop what is over, start what is due, prepare what comes. */
export function laneStep(
  lane: readonly string[],
  live: LivePlan,
  facts: LiveFacts,
  hand: InHand,
  now: Micros,
): LiveStep {
  const slots = facts.stoppedAt === undefined ? facts.slots.filter(slot => armIn(slot, lane)) : [];
  const due = slots.filter(({state, beginsAt, endsAt}) => !state && beginsAt <= now && now < endsAt).at(-1);
  const open = openIn(facts.runs, lane);
  const stop = stopStep(lane, due, open, facts, hand, now);
  if (stop) return stop;
  const begin = due && !hand.paused ? beginStep(lane, due, live, facts, hand, now) : undefined;
  if (begin && begin.step !== 'wait') return begin;
  const next = slots.find(({state, beginsAt}) => !state && beginsAt > now);
  const prepareAt = next ? next.beginsAt - live.prepareBeforeMs * 1000 : Number.POSITIVE_INFINITY;
  const arm = next && armIn(next, lane);
  if (next && arm && !arm.prepared && prepareAt <= now && !hand.busy.has(prepareKey(next.slot, arm.arm)))
    return {step: 'prepare', slot: next, arm: arm.arm};
  const ends = open.map(run => facts.slots[run.slot]?.endsAt ?? now);
  const known = [due?.endsAt, next?.beginsAt, arm?.prepared ? undefined : prepareAt, begin?.until, ...ends];
  const later = known.filter((at): at is Micros => at !== undefined && at > now);
  // an engine that comes up or goes down is looked after every second
  const moving = open.some(({run, readyAt}) => readyAt === undefined || hand.stopping.has(run));
  return {step: 'wait', until: moving || later.length === 0 ? now + MICROS_PER_SECOND : Math.min(...later)};
}

export const prepareKey = (slot: number, arm: string): string => `prepare ${slot} ${arm}`;

/** An engine whose successor is ready, or has no successor to wait for. */
function stopStep(
  lane: readonly string[],
  due: SlotFact | undefined,
  open: readonly LiveRunFact[],
  {slots, stoppedAt}: LiveFacts,
  {stopping, paused}: InHand,
  now: Micros,
): LiveStep | undefined {
  const current = open.find(({slot}) => slot === due?.slot);
  const arm = due && armIn(due, lane);
  const noneComes = arm ? arm.gaveUp || (arm.prepared && !arm.loaded) : false;
  for (const run of open) {
    if (stopping.has(run.run)) continue;
    if (paused) return {step: 'stop', run, why: 'cancelled'};
    if (run === current) continue;
    const over = stoppedAt !== undefined || (slots[run.slot]?.endsAt ?? 0) <= now;
    if (over && (due === undefined || noneComes || current?.readyAt !== undefined))
      return {step: 'stop', run, why: 'slot-over'};
  }
  return undefined;
}

function beginStep(
  lane: readonly string[],
  due: SlotFact,
  live: LivePlan,
  {runs}: LiveFacts,
  {busy}: InHand,
  now: Micros,
): Extract<LiveStep, {step: 'begin' | 'prepare' | 'give-up' | 'wait'}> | undefined {
  const own = armIn(due, lane);
  const nextArm = live.onFailure === 'next-arm';
  if (!own || (own.gaveUp && nextArm)) return undefined;
  const {arm} = own;
  if (!own.prepared)
    return busy.has(prepareKey(due.slot, arm))
      ? {step: 'wait', until: now + MICROS_PER_SECOND}
      : {step: 'prepare', slot: due, arm};
  const mine = runs.filter(run => run.slot === due.slot && run.arm === arm);
  const done = mine.some(({outcome}) => outcome === undefined || isDone(outcome));
  if (!own.loaded || done) return undefined;
  const failures = failuresInARow(mine, Math.max(live.warmUpMs * 1000, SOUND_AFTER));
  if (failures >= (nextArm ? 1 : MAX_FAILURES) && !own.gaveUp)
    return {step: 'give-up', slot: due.slot, arm, failures};
  const last = mine.at(-1);
  const ofItself = last !== undefined && isFailure(last.outcome);
  const pause = ofItself ? Math.min(FIRST_PAUSE * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE) : 0;
  const notBefore = (last?.endedAt ?? 0) + pause;
  // a clock that was put back must not keep an arm from its slot
  if (now < notBefore && notBefore - now <= pause) return {step: 'wait', until: notBefore};
  return {step: 'begin', slot: due, arm, attempt: (last?.attempt ?? 0) + 1, failures};
}

const isDone = (outcome: LiveRunFact['outcome']): boolean =>
  outcome === 'captures-over' || outcome === 'slot-over';

const isFailure = (outcome: LiveRunFact['outcome']): boolean =>
  outcome === 'exited-early' || outcome === 'never-ready' || outcome === 'hung';

/** Ends of the engine's own before it had proved sound; one that came further starts the count anew. */
function failuresInARow(runs: readonly LiveRunFact[], soundAfter: Micros): number {
  let failures = 0;
  for (const {outcome, readyAt, endedAt} of runs) {
    const sound = readyAt !== undefined && endedAt !== undefined && endedAt - readyAt > soundAfter;
    if (sound) failures = 0;
    else if (isFailure(outcome)) failures += 1;
  }
  return failures;
}

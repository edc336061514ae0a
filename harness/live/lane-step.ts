import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LivePlan} from '../domain/trial.ts';
import {isPreparing} from './background-job.ts';
import {armIn, openRuns} from './lanes.ts';
import type {LiveFacts, LiveRunFact, SlotFact} from './live-facts.ts';
import type {ConductorView, LiveStep} from './live-step.ts';

/**
 * After this many failures in a row, a notice says that the arm keeps failing. Its engine is still retried, at most ten
 * minutes apart. Under `next-arm`, one failure is enough, and there is no retry in that slot.
 */
const KEEPS_FAILING_AFTER = 5;
/** Delay before a failed engine is started again. It doubles with each further failure, up to `LONGEST_DELAY`. */
const FIRST_DELAY = 5 * MICROS_PER_SECOND;
/** An engine that inspected for longer than this, and longer than its warm-up, counts as stable. */
const STABLE_AFTER = 60 * MICROS_PER_SECOND;
const LONGEST_DELAY = 600 * MICROS_PER_SECOND;

/** Decides the next step in one lane: stop an engine whose slot is over, start the one that is due, or prepare the next slot. */
export function laneStep(
  lane: readonly string[],
  live: LivePlan,
  facts: LiveFacts,
  view: ConductorView,
  now: Micros,
): LiveStep {
  const slots = facts.stoppedAt === undefined ? facts.slots.filter(slot => armIn(slot, lane)) : [];
  const due = slots.filter(({state, beginsAt, endsAt}) => !state && beginsAt <= now && now < endsAt).at(-1);
  const open = openRuns(facts.runs, lane);
  const stop = stopStep(lane, due, open, facts, view, now);
  if (stop) return stop;
  const begin = due && !view.paused ? beginStep(lane, due, live, facts, view, now) : undefined;
  if (begin && begin.kind !== 'wait') return begin;
  const next = slots.find(({state, beginsAt}) => !state && beginsAt > now);
  const prepareAt = next ? next.beginsAt - live.prepareBeforeMs * 1000 : Number.POSITIVE_INFINITY;
  const arm = next && armIn(next, lane);
  if (next && arm && !arm.prepared && prepareAt <= now && !isPreparing(view.jobs, next.slot, arm.arm))
    return {kind: 'prepare', slot: next, arm: arm.arm};
  const ends = open.map(run => facts.slots[run.slot]?.endsAt ?? now);
  const wakeTimes = [
    due?.endsAt,
    next?.beginsAt,
    arm?.prepared ? undefined : prepareAt,
    begin?.until,
    ...ends,
  ];
  const later = wakeTimes.filter((at): at is Micros => at !== undefined && at > now);
  // an engine that is starting or stopping is checked every second
  const isChanging = open.some(({run, readyAt}) => readyAt === undefined || view.stopping.has(run));
  return {
    kind: 'wait',
    until: isChanging || later.length === 0 ? now + MICROS_PER_SECOND : Math.min(...later),
  };
}

/** Returns the step that stops an engine: when its successor is ready, or when it has no successor to wait for. */
function stopStep(
  lane: readonly string[],
  due: SlotFact | undefined,
  open: readonly LiveRunFact[],
  {slots, stoppedAt}: LiveFacts,
  {stopping, paused}: ConductorView,
  now: Micros,
): LiveStep | undefined {
  const current = open.find(({slot}) => slot === due?.slot);
  const arm = due && armIn(due, lane);
  const hasNoSuccessor = arm ? arm.keepsFailing || (arm.prepared && !arm.hasSetup) : false;
  for (const run of open) {
    if (stopping.has(run.run)) continue;
    if (paused) return {kind: 'stop', run, reason: 'cancelled'};
    if (run === current) continue;
    const over = stoppedAt !== undefined || (slots[run.slot]?.endsAt ?? 0) <= now;
    if (over && (due === undefined || hasNoSuccessor || current?.readyAt !== undefined))
      return {kind: 'stop', run, reason: 'slot-over'};
  }
  return undefined;
}

/** Returns the step that gets the due slot's engine running, or undefined if there is nothing to start. */
function beginStep(
  lane: readonly string[],
  due: SlotFact,
  live: LivePlan,
  {runs}: LiveFacts,
  {jobs}: ConductorView,
  now: Micros,
): Extract<LiveStep, {kind: 'begin' | 'prepare' | 'mark-failing' | 'wait'}> | undefined {
  const slotArm = armIn(due, lane);
  const leavesOutOnFailure = live.onFailure === 'next-arm';
  if (!slotArm || (slotArm.keepsFailing && leavesOutOnFailure)) return undefined;
  const {arm} = slotArm;
  if (!slotArm.prepared)
    return isPreparing(jobs, due.slot, arm)
      ? {kind: 'wait', until: now + MICROS_PER_SECOND}
      : {kind: 'prepare', slot: due, arm};
  const attempts = runs.filter(run => run.slot === due.slot && run.arm === arm);
  const done = attempts.some(({outcome}) => outcome === undefined || isDone(outcome));
  if (!slotArm.hasSetup || done) return undefined;
  const failures = failuresInARow(attempts, Math.max(live.warmUpMs * 1000, STABLE_AFTER));
  if (failures >= (leavesOutOnFailure ? 1 : KEEPS_FAILING_AFTER) && !slotArm.keepsFailing)
    return {kind: 'mark-failing', slot: due.slot, arm, failures};
  const last = attempts.at(-1);
  const failedByItself = last !== undefined && isFailure(last.outcome);
  const retryDelay = failedByItself
    ? Math.min(FIRST_DELAY * 2 ** Math.max(0, failures - 1), LONGEST_DELAY)
    : 0;
  const notBefore = (last?.endedAt ?? 0) + retryDelay;
  // if the clock was set back, the delay must not become longer than intended
  if (now < notBefore && notBefore - now <= retryDelay) return {kind: 'wait', until: notBefore};
  return {kind: 'begin', slot: due, arm, attempt: (last?.attempt ?? 0) + 1, failures};
}

const isDone = (outcome: LiveRunFact['outcome']): boolean =>
  outcome === 'captures-over' || outcome === 'slot-over';

const isFailure = (outcome: LiveRunFact['outcome']): boolean =>
  outcome === 'exited-early' || outcome === 'never-ready' || outcome === 'hung';

/** Counts the failures since the last stable run. */
function failuresInARow(runs: readonly LiveRunFact[], stableAfter: Micros): number {
  let failures = 0;
  for (const {outcome, readyAt, endedAt} of runs) {
    const stable = readyAt !== undefined && endedAt !== undefined && endedAt - readyAt > stableAfter;
    if (stable) failures = 0;
    else if (isFailure(outcome)) failures += 1;
  }
  return failures;
}

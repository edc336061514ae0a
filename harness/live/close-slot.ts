import type {SlotFact, SlotState} from './live-facts.ts';
import type {LiveStep} from './live-step.ts';
import type {LiveTrial, OutageJournal, RecordingJournal, SlotJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import {slotCaptures} from './read-captures.ts';

export type CloseDeps = NoticeDeps & {
  readonly store: Pick<LiveTrial, 'plan' | 'facts'> &
    Pick<SlotJournal, 'closeSlot' | 'reasonOf'> &
    Pick<OutageJournal, 'outages'> &
    Pick<RecordingJournal, 'addCapture'>;
};

/** Closes a slot: stores how it ended and, if no engine inspected in it, posts a notice. */
export function closeSlot({slot, state}: Extract<LiveStep, {kind: 'close'}>, deps: CloseDeps): void {
  const {store, clock} = deps;
  const stopped = store.facts().stoppedAt !== undefined;
  const reason = stopped ? 'the trial was stopped' : closeReason(slot, state, store);
  store.closeSlot(slot.slot, state, reason, clock.now());
  // a trial that the user stopped gets a single notice, not one for each slot
  if (state !== 'ran' && !stopped) {
    const arms = slot.arms.map(({arm}) => arm).join(', ');
    const text = `slot ${slot.slot + 1} (${arms}) was ${state}: ${reason}`;
    postNotice({kind: `slot-${state}`, slot: slot.slot, text}, deps);
  }
  for (const capture of slotCaptures(store.plan, slot.slot)) store.addCapture(capture);
}

export type FailingDeps = NoticeDeps & {
  readonly store: Pick<LiveTrial, 'plan'> & Pick<SlotJournal, 'markFailing'>;
};

/**
 * Marks an arm whose engine keeps failing in a slot, and posts a notice: the arm is left out of the slot, or its engine is
 * restarted less often. The previous engine of the lane is then stopped without waiting for this one.
 */
export function markFailingArm(
  {slot, arm, failures}: Extract<LiveStep, {kind: 'mark-failing'}>,
  deps: FailingDeps,
): void {
  deps.store.markFailing(slot, arm, deps.clock.now());
  const failureCount = failures === 1 ? 'a failure' : `${failures} failures in a row`;
  if (deps.store.plan.live.onFailure === 'next-arm') {
    const text = `arm ${arm} is left out of the rest of slot ${slot + 1} after ${failureCount}`;
    postNotice({kind: 'arm-left-out', slot, arm, text}, deps);
    return;
  }
  const text = `arm ${arm} keeps failing in slot ${slot + 1} (${failureCount}); retries are now up to ten minutes apart`;
  postNotice({kind: 'engine-keeps-failing', slot, arm, text}, deps);
}

/** Returns why a slot ended as it did, from the stored facts; '' if it went as planned. */
function closeReason(slot: SlotFact, state: SlotState, store: CloseDeps['store']): string {
  const withoutSetup = slot.arms.filter(({prepared, hasSetup}) => prepared && !hasSetup);
  if (withoutSetup.length > 0 && withoutSetup.length === slot.arms.length)
    return withoutSetup.map(({arm}) => store.reasonOf(slot.slot, arm)).join('; ');
  const outages = store
    .outages()
    .filter(({fromAt, toAt}) => fromAt < slot.endsAt && toAt > slot.beginsAt)
    .map(({reason}) => reason);
  if (outages.length > 0) return [...new Set(outages)].join('; ');
  if (state === 'ran') return '';
  return state === 'abandoned'
    ? 'no engine became ready'
    : 'no engine was started: too little free disk space, or the rules were not prepared in time';
}

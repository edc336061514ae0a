import type {SlotFact, SlotState} from './live-facts.ts';
import type {LiveStep} from './live-step.ts';
import {playedCaptures} from './play-captures.ts';
import type {LiveTrial, OutageJournal, RecordingJournal, SlotJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';

export type CloseDeps = NoticeDeps & {
  readonly store: Pick<LiveTrial, 'plan' | 'facts'> &
    Pick<SlotJournal, 'closeSlot' | 'reasonOf'> &
    Pick<OutageJournal, 'outages'> &
    Pick<RecordingJournal, 'addCapture'>;
};

/** Closes a slot: stores how it ended and, if no engine ran in it, posts a notice. */
export function closeSlot({slot, state}: Extract<LiveStep, {kind: 'close'}>, deps: CloseDeps): void {
  const {store, clock} = deps;
  const stopped = store.facts().stoppedAt !== undefined;
  const reason = stopped ? 'the trial was stopped' : closeReason(slot, state, store);
  store.closeSlot(slot.slot, state, reason, clock.now());
  // a trial that the user stopped gets a single notice, not one for each slot
  if (state !== 'over' && !stopped) {
    const arms = slot.arms.map(({arm}) => arm).join(', ');
    const ending = state === 'missed' ? 'missed' : 'abandoned';
    postNotice(
      {
        kind: 'slot-missed',
        slot: slot.slot,
        text: `slot ${slot.slot + 1} (${arms}) was ${ending}: ${reason}`,
      },
      deps,
    );
  }
  for (const capture of playedCaptures(store.plan, slot.slot)) store.addCapture(capture);
}

export type AbandonDeps = NoticeDeps & {
  readonly store: Pick<LiveTrial, 'plan'> & Pick<SlotJournal, 'abandon'>;
};

/** Abandons an arm whose engine does not start or exits again and again. No other step waits for it any longer. */
export function abandonArm(
  {slot, arm, failures}: Extract<LiveStep, {kind: 'abandon'}>,
  deps: AbandonDeps,
): void {
  deps.store.abandon(slot, arm, deps.clock.now());
  const failureCount = failures === 1 ? 'a failure' : `${failures} failures in a row`;
  const consequence =
    deps.store.plan.live.onFailure === 'next-arm'
      ? 'the slot continues without it'
      : 'ruletrial tries to start it again at least every ten minutes until the slot ends';
  const text = `arm ${arm} was abandoned in slot ${slot + 1} after ${failureCount}; ${consequence}`;
  postNotice({kind: 'engine-abandoned', slot, arm, text}, deps);
}

/** Returns why a slot ended as it did, from the stored facts; '' if it went as planned. */
function closeReason(slot: SlotFact, state: SlotState, store: CloseDeps['store']): string {
  const lacking = slot.arms.filter(({prepared, hasSetup}) => prepared && !hasSetup);
  if (lacking.length > 0 && lacking.length === slot.arms.length)
    return lacking.map(({arm}) => store.reasonOf(slot.slot, arm)).join('; ');
  const outages = store
    .outages()
    .filter(({fromAt, toAt}) => fromAt < slot.endsAt && toAt > slot.beginsAt)
    .map(({reason}) => reason);
  if (outages.length > 0) return [...new Set(outages)].join('; ');
  if (state === 'over') return '';
  return state === 'given-up'
    ? 'no engine became ready'
    : 'too little free disk space, or no engine was ready before the slot ended';
}

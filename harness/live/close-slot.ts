import type {SlotFact, SlotState} from './facts.ts';
import {playedCaptures} from './play.ts';
import type {LiveTrial, OutageJournal, RecordingJournal, SlotJournal} from './ports.ts';
import type {LiveStep} from './step.ts';
import {type Telling, tellNotice} from './tell-notice.ts';

/** What the end of a slot is told by, and where it is written down. */
type ClosingDeps = Telling & {
  readonly store: Pick<LiveTrial, 'plan' | 'facts'> &
    Pick<SlotJournal, 'closeSlot' | 'wordsOf'> &
    Pick<OutageJournal, 'outages'> &
    Pick<RecordingJournal, 'addCapture'>;
};

/** A slot whose time is over: how it went is stored and, where it had no engine, told. */
export function closeSlot({slot, state}: Extract<LiveStep, {step: 'close'}>, deps: ClosingDeps): void {
  const {store, clock} = deps;
  const stopped = store.facts().stoppedAt !== undefined;
  const reason = stopped ? 'the trial was stopped' : closeReason(slot, state, store);
  store.closeSlot(slot.slot, state, reason, clock.now());
  // that a person ended it is told once, and not slot by slot
  if (state !== 'over' && !stopped) {
    const arms = slot.arms.map(({arm}) => arm).join(', ');
    const how = state === 'missed' ? 'missed' : 'given up';
    tellNotice(
      {kind: 'slot-missed', slot: slot.slot, text: `slot ${slot.slot + 1} (${arms}) was ${how}: ${reason}`},
      deps,
    );
  }
  for (const capture of playedCaptures(store.plan, slot.slot)) store.addCapture(capture);
}

/** An arm whose engine does not come up, or not for long: nothing waits for it any more. */
export function giveUp(
  {slot, arm, failures}: Extract<LiveStep, {step: 'give-up'}>,
  deps: Telling & {readonly store: Pick<LiveTrial, 'plan'> & Pick<SlotJournal, 'gaveUp'>},
): void {
  deps.store.gaveUp(slot, arm, deps.clock.now());
  const often = failures === 1 ? 'a failure' : `${failures} failures in a row`;
  const then =
    deps.store.plan.live.onFailure === 'next-arm'
      ? 'the slot goes on without it'
      : 'it is tried again until the slot ends, every ten minutes at last';
  const text = `arm ${arm} is given up in slot ${slot + 1} after ${often}; ${then}`;
  tellNotice({kind: 'engine-given-up', slot, arm, text}, deps);
}

/** Why a slot ended as it did, from what is stored: '' when all went as planned. */
function closeReason(slot: SlotFact, state: SlotState, store: ClosingDeps['store']): string {
  const lacking = slot.arms.filter(({prepared, loaded}) => prepared && !loaded);
  if (lacking.length > 0 && lacking.length === slot.arms.length)
    return lacking.map(({arm}) => store.wordsOf(slot.slot, arm)).join('; ');
  const outages = store
    .outages()
    .filter(({fromAt, toAt}) => fromAt < slot.endsAt && toAt > slot.beginsAt)
    .map(({reason}) => reason);
  if (outages.length > 0) return [...new Set(outages)].join('; ');
  if (state === 'over') return '';
  return state === 'given-up'
    ? 'no engine came up'
    : 'too little free disk, or nothing was ready in its time';
}

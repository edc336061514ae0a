import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import type {NoticeKind} from '../live/notice-kinds.ts';
import type {NoticeJournal} from '../live/ports.ts';

/** The notices that are sent to a webhook: those that need the user, and the end of a trial. */
const ANNOUNCED: readonly NoticeKind[] = [
  'slot-missed',
  'slot-abandoned',
  'engine-keeps-failing',
  'arm-left-out',
  'snapshot-refused',
  'rules-refused',
  'disk-low',
  'trial-sealed',
];

export type Unsent = ReturnType<NoticeJournal['unsent']>[number];
type Sendable = Pick<NoticeJournal, 'unsent' | 'sent'>;

export interface AnnounceDeps {
  readonly clock: Clock;
  send(notice: Unsent): Promise<Result<void, Failure>>;
  /** Called if the webhook does not accept a notice. */
  onFailure(failure: Failure): void;
  /** Once it is aborted, the store is no longer used. */
  readonly stop: AbortSignal;
}

/** Returns whether all notices have been sent. */
export const isAllSent = (store: Sendable): boolean => store.unsent(ANNOUNCED).length === 0;

/** Sends unsent notices, in order; stops at the first failure, and the next call tries again. */
export async function announce(store: Sendable, deps: AnnounceDeps): Promise<void> {
  for (const notice of store.unsent(ANNOUNCED)) {
    if (deps.stop.aborted) return;
    const sent = await deps.send(notice);
    if (deps.stop.aborted) return;
    if (!sent.ok) {
      deps.onFailure(sent.failure);
      return;
    }
    store.sent(notice.id, deps.clock.now());
  }
}

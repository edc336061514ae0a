import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import type {NoticeKind} from '../live/notice-kinds.ts';
import type {NoticeJournal} from '../live/ports.ts';

/** What a webhook is told of: all of it needs a person, or ends the waiting. */
const ANNOUNCED: readonly NoticeKind[] = [
  'slot-missed',
  'engine-keeps-failing',
  'snapshot-refused',
  'disk-low',
  'trial-sealed',
];

export type Unsent = ReturnType<NoticeJournal['unsent']>[number];
type Sendable = Pick<NoticeJournal, 'unsent' | 'sent'>;

export interface AnnounceDeps {
  readonly clock: Clock;
  send(notice: Unsent): Promise<Result<void, Failure>>;
  /** Told once when the webhook does not answer. */
  complain(failure: Failure): void;
  /** Once it is aborted, the store is not touched any more. */
  readonly stop: AbortSignal;
}

/** Whether all that is to be told was told. */
export const isAllSent = (store: Sendable): boolean => store.unsent(ANNOUNCED).length === 0;

/** Sends what is not sent yet, in order; what fails is sent with the next call. */
export async function announce(store: Sendable, deps: AnnounceDeps): Promise<void> {
  for (const notice of store.unsent(ANNOUNCED)) {
    if (deps.stop.aborted) return;
    const sent = await deps.send(notice);
    if (deps.stop.aborted) return;
    if (!sent.ok) {
      deps.complain(sent.failure);
      return;
    }
    store.sent(notice.id, deps.clock.now());
  }
}

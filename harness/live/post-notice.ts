import type {Say} from '../domain/message.ts';
import type {Clock} from '../domain/time.ts';
import type {StoredNotice} from './notice-kinds.ts';
import type {LiveTrial, NoticeJournal} from './ports.ts';

/** The dependencies of `postNotice`. */
export interface NoticeDeps {
  readonly store: Pick<LiveTrial, 'name'> & Pick<NoticeJournal, 'notice'>;
  readonly clock: Clock;
  readonly say: Say;
}

/** Stores a notice for the report and the webhook, and prints it as a warning. */
export function postNotice(notice: Omit<StoredNotice, 'at'>, {store, clock, say}: NoticeDeps): void {
  store.notice({...notice, at: clock.now()});
  say({kind: 'warning', text: `${store.name}: ${notice.text}`});
}

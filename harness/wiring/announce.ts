import {hostname} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import {tellFailure} from '../cli/all-failures.ts';
import {type AnnounceOutside, announce, isAllTold} from '../daemon/announce.ts';
import {wordsThrown} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Clock} from '../domain/time.ts';
import type {LiveTrial, NoticeJournal} from '../live/ports.ts';

/** A webhook that did not answer is left alone this long. */
const REST_MS = 60_000;
/** The seal of a trial waits for its webhook at most so long. */
const DEADLINE_MS = 20_000;

/** What is announced of a trial. */
type Told = Pick<LiveTrial, 'name' | 'plan'> & Pick<NoticeJournal, 'unsent' | 'sent'>;

interface Webhook {
  readonly url: string;
  readonly token: string | undefined;
  readonly variable: string;
}

/** Of one opened store. */
interface Sending {
  under: Promise<void> | undefined;
  /** Aborted when nothing of it may be sent any more. */
  readonly stop: AbortController;
}

/**
 * Tells the declared webhook of a trial's notices, beside everything else; one that fails disturbs nothing. Gives what
 * begins to send when nothing is under way, and never rejects. Called with `last`, it resolves when all was told or was
 * not taken, after 20 s at the latest; from then on it touches this store no more.
 */
export async function announcer({clock, say}: {clock: Clock; say: Say}, deadlineMs = DEADLINE_MS) {
  const sender = await webhookSender(say);
  const stores = new WeakMap<Told, Sending>();

  function sendingOf(store: Told): Sending {
    const known = stores.get(store) ?? {under: undefined, stop: new AbortController()};
    stores.set(store, known);
    return known;
  }

  /** Begins to send, unless it is under way or rests. */
  function begin(store: Told, webhook: Webhook): void {
    const sending = sendingOf(store);
    const {signal} = sending.stop;
    if (sending.under || signal.aborted || sender.rests(store)) return;
    sending.under = announce(store, {clock, ...sender.for(store, webhook, signal)})
      .catch(thrown => {
        if (!signal.aborted) sender.broke(store, thrown);
      })
      .finally(() => {
        sending.under = undefined;
      });
  }

  async function end(store: Told, webhook: Webhook): Promise<void> {
    const {stop} = sendingOf(store);
    const late = setTimeout(() => stop.abort(), deadlineMs);
    const over = new Promise<void>(resolve => stop.signal.addEventListener('abort', () => resolve()));
    try {
      while (!stop.signal.aborted) {
        begin(store, webhook);
        const {under} = sendingOf(store);
        if (!under) break;
        await Promise.race([under, over]);
        // what began before the newest notice was there has not told it
        if (!stop.signal.aborted && isAllTold(store)) break;
      }
    } catch (thrown) {
      sender.broke(store, thrown);
    } finally {
      clearTimeout(late);
      stop.abort();
    }
  }

  return async (store: Told, last?: 'last'): Promise<void> => {
    const webhook = sender.webhookOf(store);
    if (!webhook) return;
    if (last) await end(store, webhook);
    else begin(store, webhook);
  };
}

/** One webhook for each trial: where it is, when it rests, and how it is told. */
async function webhookSender(say: Say) {
  const {sendWebhook} = await import('../daemon/undici/send-webhook.ts');
  const {webhookMessage} = await import('../daemon/webhook-message.ts');
  const restUntil = new Map<string, number>();
  const unset = new Set<string>();
  const complain = ({name}: Told, why: string): void => {
    restUntil.set(name, Date.now() + REST_MS);
    say({kind: 'warning', text: `${name}: ${why}`});
  };
  return {
    /** Undefined where none is declared, or its variable holds nothing; the latter is told once. */
    webhookOf({name, plan}: Told): Webhook | undefined {
      const notify = plan.live?.notify;
      if (!notify) return undefined;
      const {urlVariable: variable, tokenVariable} = notify;
      const url = process.env[variable];
      if (url) return {url, variable, token: (tokenVariable && process.env[tokenVariable]) || undefined};
      if (!unset.has(name)) say({kind: 'warning', text: `${name}: ${variable} is not set: nobody is told`});
      unset.add(name);
      return undefined;
    },
    rests: ({name}: Told): boolean => Date.now() < (restUntil.get(name) ?? 0),
    /** The store could not be read or written: what was sent may be sent again. */
    broke(store: Told, thrown: unknown): void {
      const reason = wordsThrown(thrown);
      complain(store, `what its webhook is told of cannot be read or noted: ${reason}`);
    },
    for(store: Told, {url, token, variable}: Webhook, stop: AbortSignal): Omit<AnnounceOutside, 'clock'> {
      return {
        stop,
        send: notice =>
          sendWebhook(
            {url, token},
            webhookMessage({...notice, trial: store.name, sensor: hostname()}),
            ms => pause(ms, undefined, {signal: stop}).catch(() => {}),
            {stop},
          ),
        complain: failure => complain(store, `${variable}: ${tellFailure(failure).words}`),
      };
    },
  };
}

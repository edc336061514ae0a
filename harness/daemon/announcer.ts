import {type Failure, thrownMessage} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';
import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LiveTrial, NoticeJournal} from '../live/ports.ts';
import {announce, isAllSent, type Unsent} from './announce.ts';
import type {Webhook} from './ports.ts';

/** A webhook that did not answer is left alone this long. */
const REST: Micros = 60 * MICROS_PER_SECOND;
/** The seal of a trial waits for its webhook at most so long. */
const DEADLINE_MS = 20_000;

/** What is announced of a trial. */
export type Announced = Pick<LiveTrial, 'name' | 'plan'> & Pick<NoticeJournal, 'unsent' | 'sent'>;

export interface AnnouncerDeps {
  readonly clock: Clock;
  readonly say: Say;
  /** Value of an environment variable; undefined where it is not set. */
  variable(name: string): string | undefined;
  /** Sends one notice of a trial; ends early when `stop` is aborted. */
  send(
    webhook: Webhook,
    notice: Unsent & {readonly trial: string},
    stop: AbortSignal,
  ): Promise<Result<void, Failure>>;
  messageOf(failure: Failure): string;
  /** Does the work once, after so long; gives what cancels it. */
  after(ms: number, work: () => void): () => void;
}

/** Of one opened store. */
interface Sending {
  under: Promise<void> | undefined;
  /** Aborted when nothing of it may be sent any more. */
  readonly stop: AbortController;
}

interface NamedWebhook extends Webhook {
  readonly variable: string;
}

/**
 * Sends a trial's notices to its declared webhook, beside everything else; one that fails disturbs nothing. A call begins
 * to send when nothing is under way, and never rejects. Called with `last`, it resolves when all was sent or was not taken,
 * after 20 s at the latest; from then on it touches this store no more.
 */
export function announcer(deps: AnnouncerDeps, deadlineMs = DEADLINE_MS) {
  const webhooks = new Webhooks(deps);
  const stores = new WeakMap<Announced, Sending>();

  function sendingOf(store: Announced): Sending {
    const known = stores.get(store) ?? {under: undefined, stop: new AbortController()};
    stores.set(store, known);
    return known;
  }

  /** Begins to send, unless it is under way or rests. */
  function begin(store: Announced, webhook: NamedWebhook): void {
    const sending = sendingOf(store);
    const {signal} = sending.stop;
    if (sending.under || signal.aborted || webhooks.rests(store)) return;
    sending.under = announce(store, {
      clock: deps.clock,
      stop: signal,
      send: notice => deps.send(webhook, {...notice, trial: store.name}, signal),
      complain: failure => webhooks.complain(store, `${webhook.variable}: ${deps.messageOf(failure)}`),
    })
      .catch(thrown => {
        if (!signal.aborted) webhooks.storeBroke(store, thrown);
      })
      .finally(() => {
        sending.under = undefined;
      });
  }

  async function end(store: Announced, webhook: NamedWebhook): Promise<void> {
    const {stop} = sendingOf(store);
    const cancel = deps.after(deadlineMs, () => stop.abort());
    const over = new Promise<void>(resolve => stop.signal.addEventListener('abort', () => resolve()));
    try {
      while (!stop.signal.aborted) {
        begin(store, webhook);
        const {under} = sendingOf(store);
        if (!under) break;
        await Promise.race([under, over]);
        // what began before the newest notice was there has not sent it
        if (!stop.signal.aborted && isAllSent(store)) break;
      }
    } catch (thrown) {
      webhooks.storeBroke(store, thrown);
    } finally {
      cancel();
      stop.abort();
    }
  }

  return async (store: Announced, last?: 'last'): Promise<void> => {
    const webhook = webhooks.of(store);
    if (!webhook) return;
    if (last) await end(store, webhook);
    else begin(store, webhook);
  };
}

/** One webhook for each trial: where it is, and when it is left alone. */
class Webhooks {
  readonly #deps: AnnouncerDeps;
  readonly #restUntil = new Map<string, Micros>();
  readonly #unset = new Set<string>();

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
  }

  /** Undefined where none is declared, or its variable holds nothing; the latter is reported once. */
  of({name, plan}: Announced): NamedWebhook | undefined {
    const notify = plan.live?.notify;
    if (!notify) return undefined;
    const {urlVariable: variable, tokenVariable} = notify;
    const url = this.#deps.variable(variable);
    const token = (tokenVariable && this.#deps.variable(tokenVariable)) || undefined;
    if (url) return {url, variable, token};
    const text = `${name}: ${variable} is not set, so nobody is notified`;
    if (!this.#unset.has(name)) this.#deps.say({kind: 'warning', text});
    this.#unset.add(name);
    return undefined;
  }

  rests({name}: Announced): boolean {
    return this.#deps.clock.now() < (this.#restUntil.get(name) ?? 0);
  }

  complain({name}: Announced, why: string): void {
    this.#restUntil.set(name, this.#deps.clock.now() + REST);
    this.#deps.say({kind: 'warning', text: `${name}: ${why}`});
  }

  /** The store could not be read or written: what was sent may be sent again. */
  storeBroke(store: Announced, thrown: unknown): void {
    const reason = thrownMessage(thrown);
    this.complain(store, `notices for its webhook cannot be read or marked as sent: ${reason}`);
  }
}

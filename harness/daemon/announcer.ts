import {type Failure, thrownMessage} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LiveTrial, NoticeJournal} from '../live/ports.ts';
import {announce, isAllSent, type Unsent} from './announce.ts';
import type {Webhook} from './ports.ts';

/** How long a webhook is paused after it did not answer. */
const PAUSE: Micros = 60 * MICROS_PER_SECOND;
/** How long the seal of a trial waits for its webhook. */
const DEADLINE_MS = 20_000;

/** The parts of a trial that are needed to send its notices. */
export type Announced = Pick<LiveTrial, 'name' | 'plan'> & Pick<NoticeJournal, 'unsent' | 'sent'>;

export interface AnnouncerDeps {
  readonly clock: Clock;
  readonly say: Say;
  /** Returns the value of an environment variable; undefined if it is not set. */
  variable(name: string): string | undefined;
  /** Sends one notice of a trial; ends early when `stop` is aborted. */
  send(
    webhook: Webhook,
    notice: Unsent & {readonly trial: string},
    stop: AbortSignal,
  ): Promise<Result<void, Failure>>;
  messageOf(failure: Failure): string;
  /** Runs work after a delay; returns a function that cancels it. */
  after(ms: number, work: () => void): () => void;
}

/** What is being sent from an open store. */
interface Sending {
  inProgress: Promise<void> | undefined;
  /** Aborted when nothing more may be sent. */
  readonly stop: AbortController;
}

interface NamedWebhook extends Webhook {
  readonly variable: string;
}

/**
 * Creates a function that sends a trial's notices to its declared webhook in the background; failures affect nothing else.
 * A call starts to send unless that is in progress, and never rejects. With `last`, it resolves when everything is sent or
 * has failed, after 20 s at the latest; the store is not used after that.
 */
export function announcer(deps: AnnouncerDeps, deadlineMs = DEADLINE_MS) {
  const webhooks = new Webhooks(deps);
  const stores = new WeakMap<Announced, Sending>();

  function sendingOf(store: Announced): Sending {
    const known = stores.get(store) ?? {inProgress: undefined, stop: new AbortController()};
    stores.set(store, known);
    return known;
  }

  /** Starts to send, unless that is in progress or the webhook is paused. */
  function begin(store: Announced, webhook: NamedWebhook): void {
    const sending = sendingOf(store);
    const {signal} = sending.stop;
    if (sending.inProgress || signal.aborted || webhooks.isPaused(store)) return;
    sending.inProgress = announce(store, {
      clock: deps.clock,
      stop: signal,
      send: notice => deps.send(webhook, {...notice, trial: store.name}, signal),
      onFailure: failure => webhooks.pause(store, `${webhook.variable}: ${deps.messageOf(failure)}`),
    })
      .catch(thrown => {
        if (!signal.aborted) webhooks.storeFailed(store, thrown);
      })
      .finally(() => {
        sending.inProgress = undefined;
      });
  }

  async function end(store: Announced, webhook: NamedWebhook): Promise<void> {
    const {stop} = sendingOf(store);
    const cancel = deps.after(deadlineMs, () => stop.abort());
    const aborted = new Promise<void>(resolve => stop.signal.addEventListener('abort', () => resolve()));
    try {
      while (!stop.signal.aborted) {
        begin(store, webhook);
        const {inProgress} = sendingOf(store);
        if (!inProgress) break;
        await Promise.race([inProgress, aborted]);
        // notices stored meanwhile may not have been sent
        if (!stop.signal.aborted && isAllSent(store)) break;
      }
    } catch (thrown) {
      webhooks.storeFailed(store, thrown);
    } finally {
      cancel();
      stop.abort();
    }
  }

  return async (store: Announced, last?: 'last'): Promise<void> => {
    const webhook = webhooks.webhookOf(store);
    if (!webhook) return;
    if (last) await end(store, webhook);
    else begin(store, webhook);
  };
}

/** The webhook of each trial, and until when it is paused. */
class Webhooks {
  readonly #deps: AnnouncerDeps;
  readonly #pausedUntil = new Map<string, Micros>();
  readonly #unset = new Set<string>();

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
  }

  /** Returns the webhook of a trial; undefined if none is declared or its variable is empty, which is reported once. */
  webhookOf({name, plan}: Announced): NamedWebhook | undefined {
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

  isPaused({name}: Announced): boolean {
    return this.#deps.clock.now() < (this.#pausedUntil.get(name) ?? 0);
  }

  pause({name}: Announced, reason: string): void {
    this.#pausedUntil.set(name, this.#deps.clock.now() + PAUSE);
    this.#deps.say({kind: 'warning', text: `${name}: ${reason}`});
  }

  /** Reports that the store could not be read or written; notices may be sent twice. */
  storeFailed(store: Announced, thrown: unknown): void {
    const reason = thrownMessage(thrown);
    this.pause(store, `notices for its webhook cannot be read or marked as sent: ${reason}`);
  }
}

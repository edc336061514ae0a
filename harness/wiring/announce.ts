import {hostname} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import {announce} from '../daemon/announce.ts';
import type {Say} from '../domain/notice.ts';
import type {Clock} from '../domain/time.ts';
import type {LiveStore} from '../live/ports.ts';

/** A webhook that did not answer is left alone this long. */
const REST_MS = 60_000;

/** Tells the declared webhook of a trial's notices, beside everything else; one that fails disturbs nothing. */
export async function announcer({clock, say}: {clock: Clock; say: Say}) {
  const {sendWebhook} = await import('../daemon/undici/send-webhook.ts');
  const {webhookMessage} = await import('../daemon/webhook-message.ts');
  const sending = new Map<string, Promise<void>>();
  const restUntil = new Map<string, number>();

  async function send(
    store: LiveStore,
    url: string,
    token: string | undefined,
    variable: string,
  ): Promise<void> {
    await announce(store, {
      clock,
      send: notice =>
        sendWebhook({url, token}, webhookMessage({...notice, trial: store.name, sensor: hostname()}), ms =>
          pause(ms),
        ),
      complain: () => {
        restUntil.set(store.name, Date.now() + REST_MS);
        say({kind: 'warning', text: `${store.name}: the webhook in ${variable} does not answer`});
      },
    });
  }

  /** Resolves when what there is to tell was told, or was not taken. */
  return async (store: LiveStore): Promise<void> => {
    const notify = store.plan.live?.notify;
    const url = notify && process.env[notify.urlVariable];
    if (!notify || !url) return;
    // what goes on may have begun before the newest notice was there
    await sending.get(store.name);
    if (sending.has(store.name) || Date.now() < (restUntil.get(store.name) ?? 0)) return;
    const token = (notify.tokenVariable && process.env[notify.tokenVariable]) || undefined;
    const work = send(store, url, token, notify.urlVariable).finally(() => sending.delete(store.name));
    sending.set(store.name, work);
    await work;
  };
}

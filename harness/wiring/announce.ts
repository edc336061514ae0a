import {hostname} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import {describeFailure} from '../cli/all-failures.ts';
import {type AnnouncerDeps, announcer} from '../daemon/announcer.ts';
import {webhookMessage} from '../daemon/webhook-message.ts';

/** Creates the announcer, which finds webhooks in the environment of this machine. */
export async function announcerHere(deps: Pick<AnnouncerDeps, 'clock' | 'say'>, deadlineMs?: number) {
  const {sendWebhook} = await import('../daemon/undici/send-webhook.ts');
  return announcer(
    {
      ...deps,
      variable: name => process.env[name],
      send: (webhook, notice, stop) =>
        sendWebhook(
          webhook,
          webhookMessage({...notice, sensor: hostname()}),
          ms => pause(ms, undefined, {signal: stop}).catch(() => {}),
          {stop},
        ),
      messageOf: failure => describeFailure(failure).message,
      after(ms, work) {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    },
    deadlineMs,
  );
}

import {ok, type Result} from '../../domain/result.ts';
import {type DaemonFailure, fail} from '../failures.ts';
import type {Webhook} from '../ports.ts';
import type {WebhookMessage} from '../webhook-message.ts';

/** Time limit for an attempt, from the connection to the end of the answer. */
const TIMEOUT_MS = 10_000;
/** Pauses before the second and later attempts, in milliseconds. */
const PAUSES_MS = [1000, 5000, 25_000];
/** Limit for an answer, which is not used. */
const MAX_ANSWER_BYTES = 65_536;

interface SendLimits {
  /** Time limit for an attempt. */
  readonly timeoutMs?: number;
  /** Stops the current attempt and all later ones. */
  readonly stop?: AbortSignal;
}

/**
 * Sends a message with up to four attempts. Temporary errors are retried; redirects are not followed, since the token is
 * only for this address. No failure contains the address, the token or the answer.
 */
export async function sendWebhook(
  {url, token}: Webhook,
  message: WebhookMessage,
  pause: (ms: number) => Promise<unknown>,
  {timeoutMs = TIMEOUT_MS, stop = new AbortController().signal}: SendLimits = {},
): Promise<Result<void, DaemonFailure>> {
  const address = addressOf(url);
  if (typeof address === 'string') return fail('webhook-silent', {reason: address});
  const body = JSON.stringify(message);
  for (let tries = 0; ; tries += 1) {
    if (stop.aborted)
      return fail('webhook-silent', {reason: 'ruletrial is stopping and did not wait for its answer'});
    const answer = await attempt(address, token, body, {timeoutMs, stop});
    if (answer === undefined) return ok(undefined);
    const ms = PAUSES_MS[tries];
    if (ms === undefined || !answer.mayRetry) return fail('webhook-silent', {reason: answer.reason});
    await pause(ms);
  }
}

/** Parses an address, or returns what is wrong with it. */
function addressOf(url: string): URL | string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !/^https?:$/.test(address.protocol)) return 'its address is neither http nor https';
  return address.username || address.password
    ? 'its address contains a user or a password; use a token for these'
    : address;
}

/** Makes one attempt; undefined if the message was accepted. */
async function attempt(
  url: URL,
  token: string | undefined,
  body: string,
  {timeoutMs, stop}: Required<SendLimits>,
): Promise<{readonly reason: string; readonly mayRetry: boolean} | undefined> {
  // loaded by the first message: most projects declare no webhook
  const {Agent, request} = await import('undici');
  const agent = new Agent({connect: {timeout: timeoutMs}});
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stop]);
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'ruletrial',
        ...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
      },
      body,
      signal,
    });
    const {statusCode} = answer;
    // the status is enough; the rest of the answer is not used
    await answer.body.dump({limit: MAX_ANSWER_BYTES, signal}).catch(() => undefined);
    return problemOf(statusCode);
  } catch (thrown) {
    return signal.aborted
      ? {reason: `it did not answer within ${timeoutMs / 1000} s`, mayRetry: true}
      : {reason: `it cannot be reached (${codeOf(thrown)})`, mayRetry: true};
  } finally {
    await agent.destroy();
  }
}

function problemOf(status: number): {reason: string; mayRetry: boolean} | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return {reason: `it redirects (${status})`, mayRetry: false};
  return {reason: `it answered ${status}`, mayRetry: status >= 500 || status === 408 || status === 429};
}

/** Returns the code of an error if it is in capitals, as those of the system and undici; others may contain a secret. */
function codeOf(thrown: unknown): string {
  const {code} = thrown as {code?: unknown};
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'no connection';
}

import {Agent, request} from 'undici';
import {ok, type Result} from '../../domain/result.ts';
import {type DaemonFailure, fail} from '../failures.ts';
import type {Webhook} from '../ports.ts';
import type {WebhookMessage} from '../webhook-message.ts';

/** Of one try, from the connection to the end of the answer. */
const TIMEOUT_MS = 10_000;
/** Pauses before the second try and those after it, milliseconds. */
const PAUSES_MS = [1000, 5000, 25_000];
/** Of an answer that nobody reads. */
const MAX_ANSWER_BYTES = 65_536;

interface SendLimits {
  /** Of one try. */
  readonly timeoutMs?: number;
  /** Ends the try that is under way, and all others. */
  readonly stop?: AbortSignal;
}

/**
 * Sends a message in up to four tries. What may pass by itself is tried again; a redirect is not followed, since the
 * token is for this address alone. No failure holds the address, the token or what was answered.
 */
export async function sendWebhook(
  {url, token}: Webhook,
  message: WebhookMessage,
  pause: (ms: number) => Promise<unknown>,
  {timeoutMs = TIMEOUT_MS, stop = new AbortController().signal}: SendLimits = {},
): Promise<Result<void, DaemonFailure>> {
  const address = addressOf(url);
  if (typeof address === 'string') return fail('webhook-silent', {why: address});
  const body = JSON.stringify(message);
  for (let tries = 0; ; tries += 1) {
    if (stop.aborted)
      return fail('webhook-silent', {why: 'ruletrial is stopping and did not wait for its answer'});
    const answer = await attempt(address, token, body, {timeoutMs, stop});
    if (answer === undefined) return ok(undefined);
    const ms = PAUSES_MS[tries];
    if (ms === undefined || !answer.mayPass) return fail('webhook-silent', {why: answer.why});
    await pause(ms);
  }
}

/** The address, or what is wrong with it. */
function addressOf(url: string): URL | string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !/^https?:$/.test(address.protocol)) return 'its address is neither http nor https';
  return address.username || address.password
    ? 'its address contains a user or a password; use a token for these'
    : address;
}

/** Undefined when it was taken. */
async function attempt(
  url: URL,
  token: string | undefined,
  body: string,
  {timeoutMs, stop}: Required<SendLimits>,
): Promise<{readonly why: string; readonly mayPass: boolean} | undefined> {
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
    // it is told as soon as it has answered: what else it says is of no use
    await answer.body.dump({limit: MAX_ANSWER_BYTES, signal}).catch(() => undefined);
    return judged(statusCode);
  } catch (thrown) {
    return signal.aborted
      ? {why: `it did not answer within ${timeoutMs / 1000} s`, mayPass: true}
      : {why: `it cannot be reached (${codeOf(thrown)})`, mayPass: true};
  } finally {
    await agent.destroy();
  }
}

function judged(status: number): {why: string; mayPass: boolean} | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return {why: `it redirects (${status})`, mayPass: false};
  return {why: `it answered ${status}`, mayPass: status >= 500 || status === 408 || status === 429};
}

/** Codes of the system and of undici are words in capitals; anything else may hold a secret. */
function codeOf(thrown: unknown): string {
  const {code} = thrown as {code?: unknown};
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'no connection';
}

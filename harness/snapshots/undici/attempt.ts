import type * as Undici from 'undici';
import type {Clock} from '../../domain/time.ts';
import type {DownloadOrder, DownloadOutcome} from '../download-ports.ts';
import {type Answer, discard, judge} from './judge.ts';
import type {Limits} from './limits.ts';
import {outcomeOfError} from './network-errors.ts';
import {nextAddress} from './redirect.ts';

export interface Client {
  readonly userAgent: string;
  readonly clock: Clock;
  readonly limits: Limits;
}

const MAX_REDIRECTS = 5;

/** Makes one attempt, including redirects, with its own connections. */
export async function attempt(order: DownloadOrder, url: URL, client: Client): Promise<DownloadOutcome> {
  const {connectMs, totalMs} = client.limits;
  // loaded by the first download: most commands make none, and loading takes longer than all else that they load
  const undici = await import('undici');
  const agent = new undici.Agent({connect: {timeout: connectMs}});
  const overall = new AbortController();
  const timer = setTimeout(() => overall.abort(), totalMs);
  const signal = AbortSignal.any([overall.signal, ...(order.signal ? [order.signal] : [])]);
  const secrets = order.secret ? [order.secret.value] : [];
  try {
    return await follow(order, url, {
      ...client,
      secrets,
      send: sender(undici.request, order, client, agent, signal),
    });
  } catch (thrown) {
    if (order.signal?.aborted) return {kind: 'stopped'};
    if (overall.signal.aborted) return {kind: 'timeout', seconds: totalMs / 1000};
    return outcomeOfError(thrown, client.limits, secrets);
  } finally {
    clearTimeout(timer);
    await agent.destroy();
  }
}

type Send = (url: URL) => Promise<Answer>;

/** Follows redirects itself, so that the secret is sent only to the first address. */
async function follow(
  order: DownloadOrder,
  first: URL,
  client: Client & {readonly secrets: readonly string[]; readonly send: Send},
): Promise<DownloadOutcome> {
  let at = first;
  const visited = new Set([first.href]);
  let answer = await client.send(withSecret(first, order.secret));
  for (let redirects = 0; isRedirect(answer.status); redirects += 1) {
    discard(answer);
    const next = nextAddress(at, answer, client.secrets);
    if (typeof next === 'string') return {kind: 'bad-redirect', reason: next};
    if (redirects === MAX_REDIRECTS || visited.has(next.href)) return {kind: 'redirect-loop'};
    visited.add(next.href);
    const permission = order.permit(next.href, 'redirect');
    if (!permission.may) return {kind: 'held-back', until: permission.until, reason: permission.reason};
    at = next;
    answer = await client.send(next);
  }
  return judge(answer, at, order, client);
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

function withSecret(url: URL, secret: DownloadOrder['secret']): URL {
  if (!secret) return url;
  const asked = new URL(url);
  const pair = `${encodeURIComponent(secret.parameter)}=${encodeURIComponent(secret.value)}`;
  asked.search = asked.search === '' ? pair : `${asked.search}&${pair}`;
  return asked;
}

function sender(
  request: typeof Undici.request,
  order: DownloadOrder,
  client: Client,
  agent: Undici.Agent,
  signal: AbortSignal,
): Send {
  const {known} = order;
  const headers = {
    'user-agent': client.userAgent,
    accept: '*/*',
    // a .tar.gz must arrive unchanged, so that its length is that of the file
    'accept-encoding': 'identity',
    ...(known?.etag === undefined ? {} : {'if-none-match': known.etag}),
    ...(known?.modified === undefined ? {} : {'if-modified-since': known.modified}),
  };
  const {headersMs, bodyMs} = client.limits;
  return async url => {
    const answer = await request(url, {
      dispatcher: agent,
      headers,
      signal,
      headersTimeout: headersMs,
      bodyTimeout: bodyMs,
    });
    return {
      status: answer.statusCode,
      body: answer.body,
      header(name) {
        const value = answer.headers[name];
        return typeof value === 'object' ? value[0] : value;
      },
    };
  };
}

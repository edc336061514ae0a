import type {Say} from '../domain/message.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type Clock, isoSeconds, type Micros} from '../domain/time.ts';
import type {DownloadFailure} from './download-failures.ts';
import type {
  Download,
  DownloadCache,
  DownloadFacts,
  DownloadLog,
  DownloadOrder,
  DownloadOutcome,
} from './download-ports.ts';
import {failureOf} from './judge-outcome.ts';
import {cacheName, keptCopy, sha256} from './kept-copy.ts';
import {paceRequests} from './pace-requests.ts';
import {addressOf, redact, withoutQuery} from './redact.ts';

export interface FetchOrder {
  readonly ruleset: string;
  /** The canonical file name, such as `snort3-community-rules.tar.gz`, or the name of a list. */
  readonly name: string;
  /** The URL without the secret. */
  readonly url: string;
  /** The secret; `variable` is the name of its environment variable, for messages. */
  readonly secret:
    | {readonly parameter: string; readonly value: string; readonly variable: string}
    | undefined;
  readonly expects: DownloadOrder['expects'];
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface Fetched {
  /** The absolute path in the cache. */
  readonly path: string;
  /** When the bytes were downloaded, even if the provider has confirmed since then that they are current. */
  readonly fetchedAt: Micros;
  /** False if the cached copy is used, because it is still current or because it is too early for a request. */
  readonly fresh: boolean;
  /** The final address if it was downloaded now, otherwise the requested one; safe to print. */
  readonly url: string;
  readonly sha256: string;
}

export interface FetchDeps {
  readonly download: Download;
  readonly log: DownloadLog;
  readonly cache: DownloadCache;
  readonly clock: Clock;
  readonly say: Say;
}

/** Fetches a source within its provider's limits. If that fails, the cached copy is kept. */
export async function fetchSource(
  order: FetchOrder,
  deps: FetchDeps,
): Promise<Result<Fetched, DownloadFailure>> {
  const {download, log, clock} = deps;
  const kept = await keptCopy(order, deps);
  const pace = paceRequests(log, clock, order.secret ? [order.secret.value] : []);
  const outcome = await download.get({
    url: order.url,
    secret: order.secret,
    expects: order.expects,
    maxBytes: order.maxBytes,
    known: kept,
    permit: pace.permit,
    ...(order.signal ? {signal: order.signal} : {}),
  });
  pace.answered(outcome);
  if (outcome.kind === 'got') return ok(await store(order, outcome, deps));
  if (kept && (outcome.kind === 'unchanged' || outcome.kind === 'held-back')) {
    return ok(fromCache(order, kept, outcome, deps));
  }
  if (outcome.kind === 'unchanged')
    throw new Error('the provider answered "unchanged", but there is no cached copy');
  return failed(failureOf(order, outcome, log, clock));
}

/** Writes the file before its facts: if ruletrial is killed in between, the file does not match them and is not used. */
async function store(
  order: FetchOrder,
  {bytes, etag, modified, url}: Extract<DownloadOutcome, {kind: 'got'}>,
  {log, cache, clock}: FetchDeps,
): Promise<Fetched> {
  const name = cacheName(order.url, order.name);
  const facts: DownloadFacts = {
    ...(etag === undefined ? {} : {etag}),
    ...(modified === undefined ? {} : {modified}),
    sha256: sha256(bytes),
    fetchedAt: clock.now(),
  };
  await cache.write(name, bytes);
  log.keep(addressOf(order.url), facts);
  return {path: cache.path(name), fetchedAt: facts.fetchedAt, fresh: true, url, sha256: facts.sha256};
}

function fromCache(
  order: FetchOrder,
  kept: DownloadFacts,
  outcome: Extract<DownloadOutcome, {kind: 'unchanged' | 'held-back'}>,
  {cache, say}: FetchDeps,
): Fetched {
  const url = redact(withoutQuery(order.url), order.secret ? [order.secret.value] : []);
  const from = `the copy of ${isoSeconds(kept.fetchedAt)} is used`;
  const reason =
    outcome.kind === 'unchanged'
      ? 'has not changed'
      : `was not fetched: ${outcome.reason}; next try after ${isoSeconds(outcome.until)}`;
  say({kind: 'info', text: `rulesets/${order.ruleset}.yaml: ${url} ${reason}: ${from}`});
  const path = cache.path(cacheName(order.url, order.name));
  return {path, fetchedAt: kept.fetchedAt, fresh: false, url, sha256: kept.sha256};
}

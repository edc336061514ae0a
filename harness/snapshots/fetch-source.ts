import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type Clock, isoSeconds, type Micros} from '../domain/time.ts';
import {askInPace} from './ask-in-pace.ts';
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
import {addressOf, redact, withoutQuery} from './redact.ts';

export interface FetchOrder {
  readonly ruleset: string;
  /** The canonical file name, such as `snort3-community-rules.tar.gz`, or a list's. */
  readonly name: string;
  /** Without the secret. */
  readonly url: string;
  /** `variable`: the name of the environment variable that holds the secret, for messages. */
  readonly secret:
    | {readonly parameter: string; readonly value: string; readonly variable: string}
    | undefined;
  readonly expects: DownloadOrder['expects'];
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface Fetched {
  /** Absolute path in the cache. */
  readonly path: string;
  /** When the bytes came, however often the provider has said since that they are still the newest. */
  readonly fetchedAt: Micros;
  /** False: the cached copy, because it is still the newest or because the provider is not to be asked yet. */
  readonly fresh: boolean;
  /** Safe to print: where it came from if it was downloaded now, otherwise the URL that was requested. */
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

/** Fetches a source in the pace that its provider allows. When that fails, what is in the cache stays as it is. */
export async function fetchSource(
  order: FetchOrder,
  deps: FetchDeps,
): Promise<Result<Fetched, DownloadFailure>> {
  const {download, log, clock} = deps;
  const kept = await keptCopy(order, deps);
  const pace = askInPace(log, clock, order.secret ? [order.secret.value] : []);
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
  if (outcome.kind === 'unchanged') throw new Error('a provider called a copy unchanged that is not there');
  return failed(failureOf(order, outcome, log, clock));
}

/** File first: if the harness dies in between, the file does not fit what is known of it, and counts as none. */
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
  const why =
    outcome.kind === 'unchanged'
      ? 'has not changed'
      : `was not fetched: ${outcome.why}; next try after ${isoSeconds(outcome.until)}`;
  say({kind: 'info', text: `rulesets/${order.ruleset}.yaml: ${url} ${why}: ${from}`});
  const path = cache.path(cacheName(order.url, order.name));
  return {path, fetchedAt: kept.fetchedAt, fresh: false, url, sha256: kept.sha256};
}

import type {Clock} from '../domain/time.ts';
import type {DownloadFailure} from './download-failures.ts';
import type {DownloadLog, DownloadOutcome} from './download-ports.ts';
import {hostOf, LOOK_BACK, mayStart} from './pace.ts';
import {redact, withoutQuery} from './redact.ts';

interface Failed {
  readonly ruleset: string;
  readonly name: string;
  readonly url: string;
  readonly secret: {readonly value: string; readonly variable: string} | undefined;
}

type Bad = Exclude<DownloadOutcome, {kind: 'got' | 'unchanged'}>;

/** Turns the outcome of a download into a failure with everything that its message needs. */
export function failureOf(order: Failed, outcome: Bad, log: DownloadLog, clock: Clock): DownloadFailure {
  const {ruleset, name} = order;
  const known = {ruleset, url: redact(withoutQuery(order.url), order.secret ? [order.secret.value] : [])};
  switch (outcome.kind) {
    case 'refused':
      return refusal(
        {...known, status: outcome.status, reason: outcome.reason, variable: order.secret?.variable},
        () => nextAllowed(order.url, log, clock),
      );
    case 'web-page':
      return {kind: 'download-web-page', ...known, page: outcome.url, title: outcome.title, name};
    case 'server-error':
      return {kind: 'download-outage', ...known, status: outcome.status};
    case 'cut-off':
      return {
        kind: 'download-cut-off',
        ...known,
        expectedBytes: outcome.expectedBytes,
        gotBytes: outcome.gotBytes,
      };
    case 'too-large':
      return {kind: 'download-too-large', ...known, limit: outcome.limit, name};
    case 'redirect-loop':
      return {kind: 'download-redirect', ...known, reason: 'in a circle, or too often'};
    case 'bad-redirect':
      return {kind: 'download-redirect', ...known, reason: outcome.reason};
    case 'timeout':
      return {kind: 'download-timeout', ...known, seconds: outcome.seconds};
    case 'network':
      return {kind: 'download-network', ...known, reason: outcome.reason};
    case 'not-gzip':
      return {kind: 'download-not-gzip', ...known, name};
    case 'empty':
      return {kind: 'download-empty', ...known, name};
    case 'held-back':
      return {kind: 'download-too-soon', ...known, until: outcome.until, reason: outcome.reason};
    case 'stopped':
      return {kind: 'download-stopped', ...known};
  }
}

type Refusal = Extract<DownloadFailure, {kind: 'download-refused'}>;

function refusal(facts: Omit<Refusal, 'kind'>, until: () => number): DownloadFailure {
  switch (facts.status) {
    case 403:
    case 429:
      return {kind: 'download-throttled', ...facts, until: until()};
    case 404:
    case 410:
      return {kind: 'download-not-found', ...facts};
    case 422:
      return {kind: 'download-no-snapshot', ...facts};
    default:
      return {kind: 'download-refused', ...facts};
  }
}

/** Returns when the next request is allowed, by the same rules that apply then. */
function nextAllowed(url: string, log: DownloadLog, clock: Clock): number {
  const now = clock.now();
  const permission = mayStart(log.requestsTo(hostOf(url), now - LOOK_BACK), url, now);
  return permission.may ? now : permission.until;
}

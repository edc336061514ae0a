import {setTimeout as wait} from 'node:timers/promises';
import type {Clock} from '../../domain/time.ts';
import type {Download, DownloadOutcome} from '../download-ports.ts';
import {parseUrl} from '../parse-url.ts';
import {redact} from '../redact.ts';
import {attempt} from './attempt.ts';
import {LIMITS, type Limits} from './limits.ts';

export interface DownloadOptions extends Partial<Limits> {
  /** The version of ruletrial, for the user agent. */
  readonly version: string;
  /** Used for dates in Retry-After. */
  readonly clock: Clock;
  /** Stops every download; an order's own signal stops only that one. */
  readonly stop?: AbortSignal;
  readonly retryPauseMs?: number;
  readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

const RETRY_PAUSE_MS = 5_000;

/** Downloads over HTTP with undici; temporary errors are retried once. */
export function undiciDownload(options: DownloadOptions): Download {
  const limits: Limits = {...LIMITS, ...options};
  const client = {userAgent: `ruletrial/${options.version}`, clock: options.clock, limits};
  const pause = options.pause ?? realPause;
  return {
    async get(given) {
      const signals = [options.stop, given.signal].filter(signal => signal !== undefined);
      const order = signals.length > 0 ? {...given, signal: AbortSignal.any(signals)} : given;
      if (order.signal?.aborted) return {kind: 'stopped'};
      const url = parseUrl(order.url);
      if (!url || !/^https?:$/.test(url.protocol)) {
        return {kind: 'network', reason: 'it is neither an http nor an https address'};
      }
      const permission = order.permit(order.url, 'first');
      if (!permission.may) return {kind: 'held-back', until: permission.until, reason: permission.reason};
      try {
        const first = await attempt(order, url, client);
        if (!mayRetry(first)) return first;
        await pause(options.retryPauseMs ?? RETRY_PAUSE_MS, order.signal);
        if (order.signal?.aborted) return {kind: 'stopped'};
        return order.permit(order.url, 'retry', first).may ? await attempt(order, url, client) : first;
      } catch (thrown) {
        throw withoutSecret(thrown, order.secret?.value);
      }
    },
  };
}

/** Returns whether a retry may succeed; a provider that asks for a pause gets no retry. */
function mayRetry(outcome: DownloadOutcome): boolean {
  switch (outcome.kind) {
    case 'server-error':
      return outcome.status >= 500 && outcome.retryAfterSeconds === undefined;
    case 'network':
    case 'cut-off':
    case 'timeout':
      return true;
    default:
      return false;
  }
}

/** Turns an unexpected exception into one without the secret. */
function withoutSecret(thrown: unknown, secret: string | undefined): Error {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const safe = new Error('the download failed unexpectedly');
  safe.stack = redact(text, secret === undefined ? [] : [secret]);
  return safe;
}

const realPause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  wait(ms, undefined, signal ? {signal} : {}).catch(() => undefined);

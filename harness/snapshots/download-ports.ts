import type {Micros} from '../domain/time.ts';
import type {PastRequest, Permission} from './pace.ts';

export interface DownloadOrder {
  /** Without the secret. */
  readonly url: string;
  /** A query parameter of the first address only, never of one that the provider redirects to. */
  readonly secret: {readonly parameter: string; readonly value: string} | undefined;
  /** `any`: rules, a list or an archive; a text that is gzipped is unpacked. */
  readonly expects: 'archive' | 'any';
  readonly maxBytes: number;
  /** What was said of the copy that is kept: the provider need not send it again. */
  readonly known: {readonly etag?: string; readonly modified?: string} | undefined;
  readonly signal?: AbortSignal;
  /** Asked before every request, those of redirects and of the retry as well; nothing is sent when it refuses. */
  permit(url: string, step: 'first' | 'redirect' | 'retry'): Permission;
}

/** How a download ended. Every text in it is safe to print: no secret, no query. */
export type DownloadOutcome =
  | {
      readonly kind: 'got';
      readonly bytes: Uint8Array;
      readonly etag: string | undefined;
      readonly modified: string | undefined;
      /** Where it came from in the end. */
      readonly url: string;
    }
  | {readonly kind: 'unchanged'}
  /** 4xx. `why`: the beginning of what the provider wrote. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
      readonly why: string;
    }
  /** Terms to accept, or a page to sign in. */
  | {readonly kind: 'web-page'; readonly url: string; readonly title: string}
  /** 5xx, or a status that answers no question of ours. */
  | {readonly kind: 'server-error'; readonly status: number; readonly retryAfterSeconds: number | undefined}
  /** `expectedBytes` is undefined if the provider sent no length, or a wrong one. */
  | {readonly kind: 'cut-off'; readonly expectedBytes: number | undefined; readonly gotBytes: number}
  | {readonly kind: 'too-large'; readonly limit: number}
  | {readonly kind: 'redirect-loop'}
  | {readonly kind: 'bad-redirect'; readonly why: string}
  | {readonly kind: 'timeout'; readonly seconds: number}
  | {readonly kind: 'network'; readonly why: string}
  /** No gzip at all, or one whose bytes are damaged. */
  | {readonly kind: 'not-gzip'}
  | {readonly kind: 'empty'}
  /** `permit` refused the first request, or a redirect. */
  | {readonly kind: 'held-back'; readonly until: Micros; readonly why: string}
  /** By the order's signal. */
  | {readonly kind: 'stopped'};

/** Never throws for what the network or the provider does. */
export interface Download {
  get(order: DownloadOrder): Promise<DownloadOutcome>;
}

/** What is known of the copy in the cache. */
export interface DownloadFacts {
  readonly etag?: string;
  readonly modified?: string;
  readonly sha256: string;
  readonly fetchedAt: Micros;
}

/** Requests and what came of them, kept over restarts. `url` is always as `addressOf` writes it. */
export interface DownloadLog {
  /** Requests to a host at `since` or later, in any order. */
  requestsTo(host: string, since: Micros): readonly PastRequest[];
  /** Durable when it returns. Said twice of the same url and at: the second takes the place of the first. */
  note(request: PastRequest): void;
  facts(url: string): DownloadFacts | undefined;
  keep(url: string, facts: DownloadFacts): void;
}

/** Files as they were downloaded. Names: a file's, or one folder and a file's. */
export interface DownloadCache {
  /** Absolute, there or not. */
  path(name: string): string;
  /** Undefined when it is not there or cannot be read. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

import type {Micros} from '../domain/time.ts';
import type {Asked, Permission} from './pace.ts';

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

/** How a download ended. Every text in it may be told: no secret, no query. */
export type DownloadOutcome =
  | {
      readonly is: 'got';
      readonly bytes: Uint8Array;
      readonly etag: string | undefined;
      readonly modified: string | undefined;
      /** Where it came from in the end. */
      readonly url: string;
    }
  | {readonly is: 'unchanged'}
  /** 4xx. `why`: the beginning of what the provider wrote. */
  | {
      readonly is: 'refused';
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
      readonly why: string;
    }
  /** Terms to accept, or a page to sign in. */
  | {readonly is: 'web-page'; readonly url: string; readonly title: string}
  /** 5xx, or a status that answers no question of ours. */
  | {readonly is: 'server-error'; readonly status: number; readonly retryAfterSeconds: number | undefined}
  /** `expectedBytes` is not known where the provider told no length, or told a wrong one. */
  | {readonly is: 'cut-off'; readonly expectedBytes: number | undefined; readonly gotBytes: number}
  | {readonly is: 'too-large'; readonly limit: number}
  | {readonly is: 'redirect-loop'}
  | {readonly is: 'bad-redirect'; readonly why: string}
  | {readonly is: 'timeout'; readonly seconds: number}
  | {readonly is: 'network'; readonly why: string}
  /** No gzip at all, or one whose bytes are damaged. */
  | {readonly is: 'not-gzip'}
  | {readonly is: 'empty'}
  /** `permit` refused the first request, or a redirect. */
  | {readonly is: 'held-back'; readonly until: Micros; readonly why: string}
  /** By the order's signal. */
  | {readonly is: 'stopped'};

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
  asked(host: string, since: Micros): readonly Asked[];
  /** Durable when it returns. Said twice of the same url and at: the second takes the place of the first. */
  note(asked: Asked): void;
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

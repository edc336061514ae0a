import type {Micros} from '../domain/time.ts';
import type {PastRequest, Permission} from './pace.ts';

export interface DownloadOrder {
  /** The URL without the secret. */
  readonly url: string;
  /** A query parameter that is sent only to the first address, never along a redirect. */
  readonly secret: {readonly parameter: string; readonly value: string} | undefined;
  /** `any` accepts rules, a list or an archive; gzipped text is unpacked. */
  readonly expects: 'archive' | 'any';
  readonly maxBytes: number;
  /** The validators of the cached copy; if it has not changed, the provider need not send it again. */
  readonly known: {readonly etag?: string; readonly modified?: string} | undefined;
  readonly signal?: AbortSignal;
  /** Called before every request, including redirects and the retry; nothing is sent if it refuses. */
  permit(url: string, step: 'first' | 'redirect' | 'retry', previous?: DownloadOutcome): Permission;
}

/** How a download ended. Every text in it is safe to print: no secret, no query. */
export type DownloadOutcome =
  | {
      readonly kind: 'got';
      readonly bytes: Uint8Array;
      readonly etag: string | undefined;
      readonly modified: string | undefined;
      /** The final address, after redirects. */
      readonly url: string;
    }
  | {readonly kind: 'unchanged'}
  /** A 4xx answer; `reason` is the beginning of its text. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
      readonly reason: string;
    }
  /** A web page: terms to accept, or a sign-in. */
  | {readonly kind: 'web-page'; readonly url: string; readonly title: string}
  /** A 5xx answer, or an unexpected status. */
  | {readonly kind: 'server-error'; readonly status: number; readonly retryAfterSeconds: number | undefined}
  /** `expectedBytes` is undefined if the provider sent no length, or a wrong one. */
  | {readonly kind: 'cut-off'; readonly expectedBytes: number | undefined; readonly gotBytes: number}
  | {readonly kind: 'too-large'; readonly limit: number}
  | {readonly kind: 'redirect-loop'}
  | {readonly kind: 'bad-redirect'; readonly reason: string}
  | {readonly kind: 'timeout'; readonly seconds: number; readonly notConnected?: true}
  /** `notConnected`: the name could not be resolved or no connection was made, so the provider got no request. */
  | {readonly kind: 'network'; readonly reason: string; readonly notConnected?: true}
  /** The data is not gzipped, or is damaged. */
  | {readonly kind: 'not-gzip'}
  | {readonly kind: 'empty'}
  /** `permit` refused the first request or a redirect. */
  | {readonly kind: 'held-back'; readonly until: Micros; readonly reason: string}
  /** The order's signal stopped it. */
  | {readonly kind: 'stopped'};

/** Downloads files; errors of the network or the provider are outcomes, not exceptions. */
export interface Download {
  get(order: DownloadOrder): Promise<DownloadOutcome>;
}

/** What is known about the cached copy. */
export interface DownloadFacts {
  readonly etag?: string;
  readonly modified?: string;
  readonly sha256: string;
  readonly fetchedAt: Micros;
}

/** Requests and their outcomes, which survive restarts. Each `url` has the form that `addressOf` returns. */
export interface DownloadLog {
  /** Returns the requests to a host since a time, in any order. */
  requestsTo(host: string, since: Micros): readonly PastRequest[];
  /** Stores a request; it is on the disk when this returns. A second note with the same url and time replaces the first. */
  note(request: PastRequest): void;
  facts(url: string): DownloadFacts | undefined;
  keep(url: string, facts: DownloadFacts): void;
}

/** Downloaded files. A name is a file name, with at most one folder before it. */
export interface DownloadCache {
  /** Returns the absolute path of a file, which need not exist. */
  path(name: string): string;
  /** Reads a file; undefined if it does not exist or cannot be read. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Writes a file atomically. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {failure} from './failures.ts';

/** The kinds of requests to a conducting process. */
export const REQUEST_KINDS = ['trial stop', 'trial run', 'trial replay', 'snapshot take', 'ingest'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export interface Request {
  readonly id: number;
  readonly kind: RequestKind;
  /** The content as parsed JSON, validated when it is performed. */
  readonly what: unknown;
}

/** How a request ended. A failure includes its message, since another version may not know the failure. */
export type RequestOutcome =
  | {readonly ok: true; readonly value: unknown}
  | {readonly ok: false; readonly failure: Failure; readonly words: string};

/** Makes the outcome of a request that could not be answered. */
export const unanswered = (message: string): RequestOutcome & {ok: false} => ({
  ok: false,
  failure: failure('unexpected', {reason: message}),
  words: message,
});

export const ENDED_BEFORE = unanswered('the process that runs trials ended before it');

/** A command refreshes its request; after this time without a refresh, it no longer waits for an answer. */
export const ASKER_GONE_AFTER: Micros = 10 * MICROS_PER_SECOND;

/** The requests of a state folder, as seen by the conducting process. */
export interface RequestStore {
  /**
   * Returns the requests that are not accepted yet, oldest first. Requests that nobody waits for or that cannot be read are
   * answered with a failure.
   */
  open(at: Micros): readonly Request[];
  /** Accepts a request; returns whether this process was the one that accepted it. */
  accept(id: number, at: Micros): boolean;
  /** Stores a progress message for the command that waits. */
  say(id: number, text: string): void;
  finish(id: number, outcome: RequestOutcome, at: Micros): void;
  /** Answers requests that an earlier process accepted but did not finish. */
  forget(at: Micros): void;
}

/** The requests of a state folder, as seen by a command that sends one. */
export interface RequestClient {
  send(kind: RequestKind, what: unknown, at: Micros): number;
  /** Shows that the command still waits; skipped if the store is busy, since the next refresh is early enough. */
  refresh(id: number, at: Micros): void;
  look(id: number): {
    readonly takenAt: Micros | undefined;
    readonly said: string;
    readonly outcome: RequestOutcome | undefined;
  };
  /** Withdraws a request; returns false if it has been accepted or answered. */
  withdraw(id: number): boolean;
}

/** Where notices are sent, with a token for authentication. */
export interface Webhook {
  readonly url: string;
  readonly token: string | undefined;
}

/** Calls a function once per second; supplied by `node-cron/`. */
export interface Ticker {
  start(tick: () => void): {stop(): void};
}

export type Perform = (request: Request, say: (text: string) => void) => Promise<Result<unknown, Failure>>;

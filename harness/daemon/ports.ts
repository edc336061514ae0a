import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {failure} from './failures.ts';

/** What may be asked of a conducting process. */
export const REQUEST_KINDS = ['trial stop', 'trial run', 'trial replay', 'snapshot take', 'ingest'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export interface Request {
  readonly id: number;
  readonly kind: RequestKind;
  /** As JSON holds it; read by whoever performs it. */
  readonly what: unknown;
}

/** How a request ended; a failure with its words, since its table may be another version's. */
export type RequestOutcome =
  | {readonly ok: true; readonly value: unknown}
  | {readonly ok: false; readonly failure: Failure; readonly words: string};

/** A request that came to no answer of its own, in words. */
export const unanswered = (words: string): RequestOutcome & {ok: false} => ({
  ok: false,
  failure: failure('unexpected', {reason: words}),
  words,
});

export const ENDED_BEFORE = unanswered('the process that runs trials ended before it');

/** An asker refreshes what it left; who has not for so long is gone, and wants no answer. */
export const ASKER_GONE_AFTER: Micros = 10 * MICROS_PER_SECOND;

/** Requests of a state folder. */
export interface RequestStore {
  /**
   * Those that nobody has taken and somebody waits for, the oldest first. Those of askers that are gone, and those that
   * cannot be read, are answered with words.
   */
  open(at: Micros): readonly Request[];
  /** Whether it was this process that took it. */
  take(id: number, at: Micros): boolean;
  /** What is going on, for whoever follows it. */
  say(id: number, text: string): void;
  finish(id: number, outcome: RequestOutcome, at: Micros): void;
  /** Requests that a process took and did not finish before it ended. */
  forget(at: Micros): void;
}

/** The asker's side. */
export interface RequestDesk {
  leave(kind: RequestKind, what: unknown, at: Micros): number;
  /** Somebody still waits for it; passed over where the store is busy, since the next sign is early enough. */
  refresh(id: number, at: Micros): void;
  look(id: number): {
    readonly takenAt: Micros | undefined;
    readonly said: string;
    readonly outcome: RequestOutcome | undefined;
  };
  /** Takes back one that nobody has taken or answered; false when somebody has. */
  withdraw(id: number): boolean;
}

/** Where notices are sent, and the token that shows who sends them. */
export interface Webhook {
  readonly url: string;
  readonly token: string | undefined;
}

/** Calls once a second; given by `node-cron/`. */
export interface Ticker {
  start(tick: () => void): {stop(): void};
}

export type Perform = (request: Request, say: (text: string) => void) => Promise<Result<unknown, Failure>>;

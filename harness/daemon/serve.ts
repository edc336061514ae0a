import {type Failure, thrownMessage} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Clock} from '../domain/time.ts';
import {failure} from './failures.ts';
import type {Perform, Request, RequestKind, RequestOutcome, RequestStore} from './ports.ts';

export interface ServeDeps {
  readonly requests: RequestStore;
  readonly clock: Clock;
  readonly perform: Perform;
  /** Returns the message of any failure. */
  readonly messageOf: (failure: Failure) => string;
  readonly say: Say;
}

/** Requests that are performed at once: a stop must not wait, and nothing may wait for a run, which can last weeks. */
const CONCURRENT: readonly RequestKind[] = ['trial stop', 'trial run'];

/**
 * Handles the requests from other processes one at a time, except those that run concurrently. `look` is called at least every
 * two seconds and never throws: what cannot be read or written is tried again with the next call.
 */
export class Serving {
  readonly #deps: ServeDeps;
  /** The kind of the request that others wait for. */
  #busy: RequestKind | undefined;
  readonly #working = new Set<Promise<void>>();
  /** Requests that were informed that they wait, and for which kind. */
  readonly #waiting = new Map<number, RequestKind>();
  /** Outcomes that could not be stored yet. */
  readonly #unwritten = new Map<number, RequestOutcome>();

  constructor(deps: ServeDeps) {
    this.#deps = deps;
    // requests that an earlier process did not finish
    deps.requests.forget(deps.clock.now());
  }

  look(): void {
    for (const [id, outcome] of this.#unwritten) this.#finish(id, outcome);
    const {requests, clock} = this.#deps;
    for (const request of attempt(() => requests.open(clock.now())) ?? []) {
      if (CONCURRENT.includes(request.kind)) this.#begin(request);
      else if (this.#busy) this.#noteWaiting(request.id, this.#busy);
      else {
        this.#busy = request.kind;
        this.#begin(request, () => {
          this.#busy = undefined;
        });
      }
    }
  }

  /** Waits until all current requests are done. */
  async end(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
    for (const [id, outcome] of this.#unwritten) this.#finish(id, outcome);
  }

  #begin(request: Request, after?: () => void): void {
    const work = this.#do(request).finally(() => {
      this.#working.delete(work);
      after?.();
    });
    this.#working.add(work);
  }

  /** Informs a command that its request waits. */
  #noteWaiting(id: number, kind: RequestKind): void {
    if (this.#waiting.get(id) === kind) return;
    if (this.#say(id, `is waiting for another request to end (${kind})`)) this.#waiting.set(id, kind);
  }

  async #do(request: Request): Promise<void> {
    const {requests, clock, perform, messageOf} = this.#deps;
    const {id} = request;
    if (!attempt(() => requests.accept(id, clock.now()))) return;
    this.#waiting.delete(id);
    try {
      const done = await perform(request, text => this.#say(id, text));
      this.#finish(id, done.ok ? done : {...done, words: messageOf(done.failure)});
      if (!done.ok) this.#warnOfFailed(request, messageOf(done.failure));
    } catch (thrown) {
      const reason = thrownMessage(thrown);
      const unexpected = failure('unexpected', {reason});
      const message = attempt(() => messageOf(unexpected)) ?? reason;
      this.#finish(id, {ok: false, failure: unexpected, words: message});
      this.#warnOfFailed(request, message);
    }
  }

  /** Reports a failed request here as well, since the command may have ended. */
  #warnOfFailed({kind}: Request, message: string): void {
    this.#deps.say({kind: 'warning', text: `the request (${kind}) failed: ${message}`});
  }

  #say(id: number, text: string): boolean {
    return (
      attempt(() => {
        this.#deps.requests.say(id, text);
        return true;
      }) ?? false
    );
  }

  #finish(id: number, outcome: RequestOutcome): void {
    const {requests, clock} = this.#deps;
    this.#unwritten.set(id, outcome);
    attempt(() => {
      requests.finish(id, outcome, clock.now());
      this.#unwritten.delete(id);
    });
  }
}

/** Runs work; returns undefined if it throws, because the store is busy or its disk is full. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

import {type Failure, thrownMessage} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Clock} from '../domain/time.ts';
import {failure} from './failures.ts';
import type {Perform, Request, RequestKind, RequestOutcome, RequestStore} from './ports.ts';

export interface ServeDeps {
  readonly requests: RequestStore;
  readonly clock: Clock;
  readonly perform: Perform;
  /** Words of any failure. */
  readonly messageOf: (failure: Failure) => string;
  readonly say: Say;
}

/** A stop waits for nothing; a run may last for weeks, and nothing waits for it. */
const BESIDE: readonly RequestKind[] = ['trial stop', 'trial run'];

/**
 * Takes the requests of other processes, one at a time so that none disturbs another, but for what is done beside. `look`
 * is called at least every two seconds, and never throws: what cannot be read or written now is tried with the next one.
 */
export class Serving {
  readonly #deps: ServeDeps;
  /** The kind that others wait for. */
  #busy: RequestKind | undefined;
  readonly #working = new Set<Promise<void>>();
  /** Told that they wait, and for what. */
  readonly #waiting = new Map<number, RequestKind>();
  /** Done, and not written down yet. */
  readonly #unwritten = new Map<number, RequestOutcome>();

  constructor(deps: ServeDeps) {
    this.#deps = deps;
    // what an earlier process left half done
    deps.requests.forget(deps.clock.now());
  }

  look(): void {
    for (const [id, outcome] of this.#unwritten) this.#finish(id, outcome);
    const {requests, clock} = this.#deps;
    for (const request of attempt(() => requests.open(clock.now())) ?? []) {
      if (BESIDE.includes(request.kind)) this.#begin(request);
      else if (this.#busy) this.#waits(request.id, this.#busy);
      else {
        this.#busy = request.kind;
        this.#begin(request, () => {
          this.#busy = undefined;
        });
      }
    }
  }

  /** Waits for all that is being done. */
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

  /** A sign to its asker that somebody is there. */
  #waits(id: number, kind: RequestKind): void {
    if (this.#waiting.get(id) === kind) return;
    if (this.#say(id, `is waiting for another request to end (${kind})`)) this.#waiting.set(id, kind);
  }

  async #do(request: Request): Promise<void> {
    const {requests, clock, perform, messageOf} = this.#deps;
    const {id} = request;
    if (!attempt(() => requests.take(id, clock.now()))) return;
    this.#waiting.delete(id);
    try {
      const done = await perform(request, text => this.#say(id, text));
      this.#finish(id, done.ok ? done : {...done, words: messageOf(done.failure)});
      if (!done.ok) this.#warnOfFailed(request, messageOf(done.failure));
    } catch (thrown) {
      const reason = thrownMessage(thrown);
      const unexpected = failure('unexpected', {reason});
      const words = attempt(() => messageOf(unexpected)) ?? reason;
      this.#finish(id, {ok: false, failure: unexpected, words});
      this.#warnOfFailed(request, words);
    }
  }

  /** Here as well: whoever asked may be gone. */
  #warnOfFailed({kind}: Request, words: string): void {
    this.#deps.say({kind: 'warning', text: `the request (${kind}) failed: ${words}`});
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

/** Undefined when it threw: the store may be busy, or its disk full. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

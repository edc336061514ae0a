import type {Failure} from '../domain/failure.ts';
import type {Clock} from '../domain/time.ts';
import type {Perform, Request, RequestStore} from './ports.ts';

export interface ServeOutside {
  readonly requests: RequestStore;
  readonly clock: Clock;
  readonly perform: Perform;
  /** Words of any failure. */
  readonly tell: (failure: Failure) => string;
}

/**
 * Takes the requests of other processes, one at a time so that none disturbs another; a stop waits for nothing. `look` is
 * called at least every two seconds.
 */
export class Serving {
  readonly #outside: ServeOutside;
  #working: Promise<void> | undefined;

  constructor(outside: ServeOutside) {
    this.#outside = outside;
    // what an earlier process left half done
    outside.requests.forget(outside.clock.now());
  }

  look(): void {
    for (const request of this.#outside.requests.open()) {
      if (request.kind === 'trial stop') void this.#do(request);
      else if (!this.#working) {
        this.#working = this.#do(request).finally(() => {
          this.#working = undefined;
        });
      }
    }
  }

  /** Waits for what is being done. */
  async end(): Promise<void> {
    await this.#working;
  }

  async #do(request: Request): Promise<void> {
    const {requests, clock, perform, tell} = this.#outside;
    if (!requests.take(request.id, clock.now())) return;
    try {
      const done = await perform(request, text => requests.say(request.id, text));
      const outcome = done.ok ? done : {...done, words: tell(done.failure)};
      requests.finish(request.id, outcome, clock.now());
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const failure = {kind: 'unexpected', reason} as Failure;
      requests.finish(request.id, {ok: false, failure, words: tell(failure)}, clock.now());
    }
  }
}

import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {
  ENDED_BEFORE,
  type RequestClient,
  type RequestKind,
  type RequestOutcome,
  unanswered,
} from './ports.ts';

const LOOK_EVERY_MS = 200;
/** How often the request is refreshed, and the conducting process is checked. */
const REFRESH_EVERY: Micros = MICROS_PER_SECOND;
/** A conducting process accepts requests within two seconds; after this time, no process will. */
const ACCEPTED_WITHIN: Micros = 6 * MICROS_PER_SECOND;

export interface RequestConductorDeps {
  readonly clock: Clock;
  readonly say: Say;
  /** Pauses; ends early if the signal is aborted, and never rejects. */
  pause(ms: number, stop: AbortSignal): Promise<void>;
  /** Returns whether a process conducts the state folder. */
  isConducted(): boolean;
  /** Returns whether this version has a message for this kind of failure. */
  knowsFailure(kind: string): boolean;
  readonly stop: AbortSignal;
}

/**
 * Sends a request to the conducting process and waits until it is done. Returns 'not-accepted' if there is no such process,
 * and 'interrupted' if it was stopped.
 */
export async function requestConductor(
  client: RequestClient,
  kind: RequestKind,
  content: unknown,
  deps: RequestConductorDeps,
): Promise<Result<unknown, Failure> | 'not-accepted' | 'interrupted'> {
  const id = client.send(kind, content, deps.clock.now());
  const ended = await follow(id, client, deps);
  if (ended === 'not-accepted') return ended;
  if (ended !== 'interrupted') return withKnownFailure(ended, deps);
  const text = client.withdraw(id)
    ? 'was withdrawn'
    : 'has already been accepted and continues without this command';
  deps.say({kind: 'warning', text: `the request (${kind}) ${text}`});
  return ended;
}

async function follow(
  id: number,
  client: RequestClient,
  {clock, say, pause, isConducted, stop}: RequestConductorDeps,
): Promise<RequestOutcome | 'not-accepted' | 'interrupted'> {
  const sentAt = clock.now();
  let refreshedAt = sentAt;
  let shown = '';
  while (!stop.aborted) {
    const {outcome, takenAt, said} = client.look(id);
    if (outcome) return outcome;
    if (said !== shown) say({kind: 'info', text: said});
    shown = said;
    // a message shows that a process has seen the request and will accept it later
    const isSeen = takenAt !== undefined || said !== '';
    if (!isSeen && clock.now() - sentAt > ACCEPTED_WITHIN && client.withdraw(id)) return 'not-accepted';
    if (clock.now() - refreshedAt > REFRESH_EVERY) {
      refreshedAt = clock.now();
      if (takenAt === undefined) client.refresh(id, refreshedAt);
      // it may have been answered at the last moment
      if (isSeen && !isConducted()) {
        const seen = client.look(id);
        if (seen.outcome) return seen.outcome;
        if (seen.takenAt !== undefined || client.withdraw(id)) return ENDED_BEFORE;
      }
    }
    await pause(LOOK_EVERY_MS, stop);
  }
  return 'interrupted';
}

/** Uses the message in the outcome if this version does not know the failure, since the other process may be another version. */
const withKnownFailure = (outcome: RequestOutcome, {knowsFailure}: RequestConductorDeps): RequestOutcome =>
  outcome.ok || knowsFailure(outcome.failure.kind) ? outcome : unanswered(outcome.words);

import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';
import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {ENDED_BEFORE, type RequestDesk, type RequestKind, type RequestOutcome, unanswered} from './ports.ts';

const LOOK_EVERY_MS = 200;
/** How often a sign of life is given, and one of the conducting process is looked for. */
const SIGN_EVERY: Micros = MICROS_PER_SECOND;
/** A conducting process takes requests within two seconds; after this long there is none that does. */
const TAKEN_WITHIN: Micros = 6 * MICROS_PER_SECOND;

export interface AskDeps {
  readonly clock: Clock;
  readonly say: Say;
  /** Ends early when the signal is aborted; never rejects. */
  pause(ms: number, stop: AbortSignal): Promise<void>;
  /** Whether any process conducts the state folder now. */
  isConducted(): boolean;
  /** Whether this version has words for a failure of this kind. */
  knowsFailure(kind: string): boolean;
  readonly stop: AbortSignal;
}

/**
 * Leaves a request for the conducting process and follows it to its end; 'not-accepted' where there is none, and
 * 'interrupted' when it was stopped.
 */
export async function askConductor(
  desk: RequestDesk,
  kind: RequestKind,
  what: unknown,
  deps: AskDeps,
): Promise<Result<unknown, Failure> | 'not-accepted' | 'interrupted'> {
  const id = desk.leave(kind, what, deps.clock.now());
  const ended = await follow(id, desk, deps);
  if (ended === 'not-accepted') return ended;
  if (ended !== 'interrupted') return withKnownFailure(ended, deps);
  const text = desk.withdraw(id)
    ? 'was withdrawn'
    : 'has already been accepted and continues without this command';
  deps.say({kind: 'warning', text: `the request (${kind}) ${text}`});
  return ended;
}

async function follow(
  id: number,
  desk: RequestDesk,
  {clock, say, pause, isConducted, stop}: AskDeps,
): Promise<RequestOutcome | 'not-accepted' | 'interrupted'> {
  const leftAt = clock.now();
  let signAt = leftAt;
  let shown = '';
  while (!stop.aborted) {
    const {outcome, takenAt, said} = desk.look(id);
    if (outcome) return outcome;
    if (said !== shown) say({kind: 'info', text: said});
    shown = said;
    // what was said is a sign that somebody is there, who takes it when others have ended
    const isMet = takenAt !== undefined || said !== '';
    if (!isMet && clock.now() - leftAt > TAKEN_WITHIN && desk.withdraw(id)) return 'not-accepted';
    if (clock.now() - signAt > SIGN_EVERY) {
      signAt = clock.now();
      if (takenAt === undefined) desk.refresh(id, signAt);
      // answered in the last moment, it was answered
      if (isMet && !isConducted()) {
        const seen = desk.look(id);
        if (seen.outcome) return seen.outcome;
        if (seen.takenAt !== undefined || desk.withdraw(id)) return ENDED_BEFORE;
      }
    }
    await pause(LOOK_EVERY_MS, stop);
  }
  return 'interrupted';
}

/** The conducting process may be of another version, and know other failures; their words came along. */
const withKnownFailure = (outcome: RequestOutcome, {knowsFailure}: AskDeps): RequestOutcome =>
  outcome.ok || knowsFailure(outcome.failure.kind) ? outcome : unanswered(outcome.words);

import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {allFailures} from '../cli/all-failures.ts';
import type {Settings} from '../cli/outside.ts';
import {
  ENDED_BEFORE,
  type RequestDesk,
  type RequestKind,
  type RequestOutcome,
  unanswered,
} from '../daemon/ports.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';

const LOOK_EVERY_MS = 200;
/** How often a sign of life is given, and one of the conducting process is looked for. */
const SIGN_EVERY_MS = 1000;
/** A conducting process takes requests within two seconds; after this long there is none that does. */
const TAKEN_WITHIN_MS = 6000;
/** Of a terminal that is closed too: the last one. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Leaves a request for the conducting process and follows it to its end; 'nobody-took-it' where there is none. */
export async function leaveRequest(
  settings: Settings,
  kind: RequestKind,
  what: unknown,
  say: Say,
): Promise<Result<unknown, Failure> | 'nobody-took-it'> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {openCatalogue} = await import('../sqlite/open-catalogue.ts');
  const {requestDesk} = await import('../sqlite/catalogue/requests.ts');
  const {isLocked} = await import('../sqlite/lock.ts');
  const {catalogue, lock} = stateFolder(resolve(settings.stateDir));
  const db = openCatalogue(catalogue);
  const interrupt = new AbortController();
  const halt = (signal: NodeJS.Signals) => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(signal);
  };
  for (const signal of SIGNALS) process.on(signal, halt);
  const stopListening = () => {
    for (const signal of SIGNALS) process.off(signal, halt);
  };
  try {
    const desk = requestDesk(db);
    const id = desk.leave(kind, what, Date.now() * 1000);
    const ended = await follow(id, desk, {say, isConducted: () => isLocked(lock), stop: interrupt.signal});
    if (ended !== 'interrupted') return ended === 'nobody-took-it' ? ended : tellable(ended);
    const taken = desk.withdraw(id) ? 'is taken back' : 'was taken already and goes on without this command';
    say({kind: 'warning', text: `the request (${kind}) ${taken}`});
  } finally {
    stopListening();
    db.close();
  }
  // it ends as it would have ended without having listened
  process.kill(process.pid, interrupt.signal.reason as NodeJS.Signals);
  return new Promise(() => {});
}

interface Following {
  readonly say: Say;
  /** Whether any process conducts the state folder now. */
  readonly isConducted: () => boolean;
  readonly stop: AbortSignal;
}

async function follow(
  id: number,
  desk: RequestDesk,
  {say, isConducted, stop}: Following,
): Promise<RequestOutcome | 'nobody-took-it' | 'interrupted'> {
  const leftAt = Date.now();
  let signAt = leftAt;
  let told = '';
  while (!stop.aborted) {
    const {outcome, takenAt, said} = desk.look(id);
    if (outcome) return outcome;
    if (said !== told) say({kind: 'info', text: said});
    told = said;
    // what was said is a sign that somebody is there, who takes it when others have ended
    const isMet = takenAt !== undefined || said !== '';
    if (!isMet && Date.now() - leftAt > TAKEN_WITHIN_MS && desk.withdraw(id)) return 'nobody-took-it';
    if (Date.now() - signAt > SIGN_EVERY_MS) {
      signAt = Date.now();
      if (takenAt === undefined) whenFree(() => desk.refresh(id, signAt * 1000));
      // answered in the last moment, it was answered
      if (isMet && !isConducted()) {
        const seen = desk.look(id);
        if (seen.outcome) return seen.outcome;
        if (seen.takenAt !== undefined || desk.withdraw(id)) return ENDED_BEFORE;
      }
    }
    await pause(LOOK_EVERY_MS, undefined, {signal: stop}).catch(() => {});
  }
  return 'interrupted';
}

/** The conducting process may write just now; the next sign is early enough. */
function whenFree(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if ((thrown as {code?: string}).code !== 'SQLITE_BUSY') throw thrown;
  }
}

/** The conducting process may be of another version, and know other failures; their words came along. */
const tellable = (outcome: RequestOutcome): RequestOutcome =>
  outcome.ok || Object.hasOwn(allFailures, outcome.failure.kind) ? outcome : unanswered(outcome.words);

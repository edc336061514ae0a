import {setTimeout as pause} from 'node:timers/promises';
import {allFailures} from '../cli/all-failures.ts';
import type {Settings} from '../cli/command-deps.ts';
import type {RequestKind} from '../daemon/ports.ts';
import {requestConductor} from '../daemon/request-conductor.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {stateHere} from './state-here.ts';
import {systemClock} from './system-clock.ts';

/** Signals that interrupt the wait; SIGHUP comes when the terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Sends a request to the conducting process and waits until it is done; 'not-accepted' if there is no such process. */
export async function sendRequest(
  settings: Settings,
  kind: RequestKind,
  content: unknown,
  say: Say,
): Promise<Result<unknown, Failure> | 'not-accepted'> {
  const {openCatalogue} = await import('../sqlite/open-catalogue.ts');
  const {requestClient} = await import('../sqlite/catalogue/requests.ts');
  const {isLocked} = await import('../sqlite/lock.ts');
  const {catalogue, lock} = await stateHere(settings);
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
    const ended = await requestConductor(requestClient(db), kind, content, {
      clock: systemClock,
      say,
      pause: (ms, stop) => pause(ms, undefined, {signal: stop}).catch(() => {}),
      isConducted: () => isLocked(lock),
      knowsFailure: one => Object.hasOwn(allFailures, one),
      stop: interrupt.signal,
    });
    if (ended !== 'interrupted') return ended;
  } finally {
    stopListening();
    db.close();
  }
  // end in the same way as without signal handlers
  process.kill(process.pid, interrupt.signal.reason as NodeJS.Signals);
  return new Promise(() => {});
}

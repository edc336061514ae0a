import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {allFailures} from '../cli/all-failures.ts';
import type {Settings} from '../cli/command-deps.ts';
import {askConductor} from '../daemon/ask-conductor.ts';
import type {RequestKind} from '../daemon/ports.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';
import {systemClock} from './system-clock.ts';

/** Of a terminal that is closed too: the last one. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Leaves a request for the conducting process and follows it to its end; 'not-accepted' where there is none. */
export async function leaveRequest(
  settings: Settings,
  kind: RequestKind,
  what: unknown,
  say: Say,
): Promise<Result<unknown, Failure> | 'not-accepted'> {
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
    const ended = await askConductor(requestDesk(db), kind, what, {
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
  // it ends as it would have ended without having listened
  process.kill(process.pid, interrupt.signal.reason as NodeJS.Signals);
  return new Promise(() => {});
}

import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {DownloadLog, DownloadOrder, DownloadOutcome} from './download-ports.ts';
import {
  HELD_BACK,
  hostOf,
  LOOK_BACK,
  mayContinue,
  mayStart,
  NOT_CONNECTED,
  type PastRequest,
} from './pace.ts';
import {addressOf, redact} from './redact.ts';

/**
 * Permits and logs the requests of one download. Each is logged before it is sent, so that none is lost in a crash, and its
 * outcome afterwards. A permit is checked and logged in one step, so downloads at the same time share the limits.
 */
export function paceRequests(
  log: DownloadLog,
  clock: Clock,
  secrets: readonly string[],
): {permit: DownloadOrder['permit']; answered(outcome: DownloadOutcome): void} {
  let open: PastRequest | undefined;
  let first: PastRequest | undefined;
  let lastAt = 0;
  const close = (outcome: string, notBefore?: Micros) => {
    if (open) log.note({...open, outcome, notBefore});
    open = undefined;
  };
  return {
    permit(url, step, previous) {
      const now = clock.now();
      const host = hostOf(url);
      if (previous && isNotConnected(previous)) close(NOT_CONNECTED);
      const history = log.requestsTo(host, now - LOOK_BACK);
      const permission = step === 'first' ? mayStart(history, url, now) : mayContinue(history, url, now);
      if (!permission.may) return permission;
      close(step === 'retry' ? 'retried' : 'redirected');
      // two requests to one address within one tick of the clock get different times
      lastAt = Math.max(now, lastAt + 1);
      open = {host, url: redact(addressOf(url), secrets), at: lastAt, outcome: 'sent', notBefore: undefined};
      first ??= open;
      log.note(open);
      return permission;
    },
    answered(outcome) {
      close(nameOf(outcome), requestedPause(outcome, clock.now()));
      if (first && outcome.kind === 'held-back') log.note({...first, outcome: HELD_BACK});
    },
  };
}

const isNotConnected = (outcome: DownloadOutcome): boolean =>
  'notConnected' in outcome && outcome.notConnected === true;

function nameOf(outcome: DownloadOutcome): string {
  if (isNotConnected(outcome)) return NOT_CONNECTED;
  switch (outcome.kind) {
    case 'refused':
    case 'server-error':
      return `${outcome.kind} ${outcome.status}`;
    case 'held-back':
      return HELD_BACK;
    default:
      return outcome.kind;
  }
}

function requestedPause(outcome: DownloadOutcome, now: Micros): Micros | undefined {
  if (outcome.kind !== 'refused' && outcome.kind !== 'server-error') return undefined;
  const seconds = outcome.retryAfterSeconds;
  return seconds === undefined ? undefined : now + Math.min(seconds * MICROS_PER_SECOND, LOOK_BACK);
}

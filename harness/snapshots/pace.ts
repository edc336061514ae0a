import {isoSeconds, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {parseUrl} from './parse-url.ts';
import {addressOf} from './redact.ts';

/** A request that was sent, or was about to be sent when ruletrial was killed. */
export interface PastRequest {
  /** The host, with its port if that is not the default. */
  readonly host: string;
  /** The URL in the form that `addressOf` returns, without the query. */
  readonly url: string;
  readonly at: Micros;
  /** `sent` while there is no answer; then `got`, `refused 404` and so on. */
  readonly outcome: string;
  /** Until when the provider asked to wait, with Retry-After. */
  readonly notBefore: Micros | undefined;
}

export type Permission = {readonly may: true} | Refusal;

interface Refusal {
  readonly may: false;
  readonly until: Micros;
  readonly reason: string;
}

const MINUTE = 60 * MICROS_PER_SECOND;

/** "more than 3 downloads or update checks in 5 minutes" is abuse (blog.snort.org, 2017-01-06). */
const HOST_REQUESTS = 3;
const HOST_SPAN = 5 * MINUTE;
/** The interval that snort.org recommends in the same place. */
const ADDRESS_SPAN = 60 * MINUTE;
/** Pause after 403 and 429 without Retry-After, the same as in PulledPork; not documented by snort.org. */
const THROTTLE_SPAN = 15 * MINUTE;

/** How long a request matters, in microseconds; longer pauses that a provider asks for are limited to this. */
export const LOOK_BACK = 7 * 24 * 60 * MINUTE;

/** Outcome of a download that ruletrial itself interrupted: its address is exempt from the hourly limit once. */
export const HELD_BACK = 'held-back';

/** Outcome of a request that never left, since there was no connection: it does not count. */
export const NOT_CONNECTED = 'not-connected';

/** Decides whether a download may start now. If not, it may at `until`, unless other requests are made before. */
export function mayStart(history: readonly PastRequest[], url: string, now: Micros): Permission {
  return strictest([...hostRefusals(history, url, now), ...addressRefusals(history, url, now)]);
}

/** Decides whether a running download may send another request: a retry or a redirect. */
export function mayContinue(history: readonly PastRequest[], url: string, now: Micros): Permission {
  return strictest(hostRefusals(history, url, now));
}

function strictest(refusals: readonly Refusal[]): Permission {
  return refusals.reduce<Permission>((worst, one) => (worst.may || worst.until < one.until ? one : worst), {
    may: true,
  });
}

function hostRefusals(history: readonly PastRequest[], url: string, now: Micros): Refusal[] {
  const host = hostOf(url);
  const here = countedRequests(history, now).filter(request => request.host === host);
  const pauses = here.flatMap(request => {
    const until = pauseOf(request);
    return until > now ? [refusal(until, `${host} answered "${request.outcome}" and asked for a pause`)] : [];
  });
  const recent = here
    .map(({at}) => at)
    .filter(at => Math.abs(now - at) < HOST_SPAN)
    .sort((a, b) => b - a);
  const third = recent[HOST_REQUESTS - 1];
  if (third === undefined) return pauses;
  return [
    ...pauses,
    refusal(third + HOST_SPAN, `${host} gets at most ${HOST_REQUESTS} requests in 5 minutes`),
  ];
}

function addressRefusals(history: readonly PastRequest[], url: string, now: Micros): Refusal[] {
  const address = addressOf(url);
  const recent = countedRequests(history, now).filter(
    request => request.url === address && Math.abs(now - request.at) < ADDRESS_SPAN,
  );
  const [lastHeldBack] = recent.filter(({outcome}) => outcome === HELD_BACK).sort((a, b) => b.at - a.at);
  return recent
    .filter(request => request !== lastHeldBack)
    .map(({at, outcome}) =>
      refusal(
        at + ADDRESS_SPAN,
        outcome.startsWith('refused')
          ? `it answered "${outcome}" at ${isoSeconds(at)}, limit one attempt per hour`
          : `last attempt ${isoSeconds(at)}, limit one per hour`,
      ),
    );
}

/** Returns until when an answer forbids further requests to the host; 0 for no pause. */
const pauseOf = ({at, outcome, notBefore}: PastRequest): Micros =>
  notBefore ?? (/^refused (403|429)$/.test(outcome) ? at + THROTTLE_SPAN : 0);

/** Ignores requests that never left, and those with times in the future, from a clock that was wrong. */
const countedRequests = (history: readonly PastRequest[], now: Micros): readonly PastRequest[] =>
  history.filter(({at, outcome}) => at < now + ADDRESS_SPAN && outcome !== NOT_CONNECTED);

const refusal = (until: Micros, reason: string): Refusal => ({may: false, until, reason});

/** Returns the host whose limits apply, with its port. */
export const hostOf = (url: string): string => parseUrl(url)?.host ?? '';

import {isoSeconds, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {parseUrl} from './parse-url.ts';
import {addressOf} from './redact.ts';

/** One request that was sent, or was about to be when the harness died. */
export interface PastRequest {
  /** With its port, where that is not the usual one. */
  readonly host: string;
  /** As `addressOf` writes it: no query. */
  readonly url: string;
  readonly at: Micros;
  /** `sent` while there is no answer; then `got`, `refused 404` and so on. */
  readonly outcome: string;
  /** What the provider asked for by Retry-After. */
  readonly notBefore: Micros | undefined;
}

export type Permission = {readonly may: true} | Refusal;

interface Refusal {
  readonly may: false;
  readonly until: Micros;
  readonly why: string;
}

const MINUTE = 60 * MICROS_PER_SECOND;

/** "more than 3 downloads or update checks in 5 minutes" is abuse (blog.snort.org, 2017-01-06). */
const HOST_REQUESTS = 3;
const HOST_SPAN = 5 * MINUTE;
/** What snort.org recommends, ibid. */
const ADDRESS_SPAN = 60 * MINUTE;
/** Pause after 403 and 429 without a Retry-After header, as PulledPork has it; not documented by snort.org. */
const THROTTLE_SPAN = 15 * MINUTE;

/** How far back a request can still matter, microseconds: no pause that a provider asks for is taken as longer. */
export const LOOK_BACK = 7 * 24 * 60 * MINUTE;

/** Outcome of a download that we broke off ourselves: its address need not wait for an hour, once. */
export const HELD_BACK = 'held-back';

/** Whether a download may begin now. At `until` it may, if nothing else is asked before. */
export function mayAsk(history: readonly PastRequest[], url: string, now: Micros): Permission {
  return strictest([...hostRefusals(history, url, now), ...addressRefusals(history, url, now)]);
}

/** Whether a running download may send another request: a retry or a redirect. */
export function mayGoOn(history: readonly PastRequest[], url: string, now: Micros): Permission {
  return strictest(hostRefusals(history, url, now));
}

function strictest(refusals: readonly Refusal[]): Permission {
  return refusals.reduce<Permission>((worst, one) => (worst.may || worst.until < one.until ? one : worst), {
    may: true,
  });
}

function hostRefusals(history: readonly PastRequest[], url: string, now: Micros): Refusal[] {
  const host = hostOf(url);
  const here = plausible(history, now).filter(request => request.host === host);
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
  const lately = plausible(history, now).filter(
    request => request.url === address && Math.abs(now - request.at) < ADDRESS_SPAN,
  );
  const [lastHeldBack] = lately.filter(({outcome}) => outcome === HELD_BACK).sort((a, b) => b.at - a.at);
  return lately
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

/** Until when its answer asks for no more requests to the host; 0 for no pause. */
const pauseOf = ({at, outcome, notBefore}: PastRequest): Micros =>
  notBefore ?? (/^refused (403|429)$/.test(outcome) ? at + THROTTLE_SPAN : 0);

/** Ignores requests with times in the future, from a clock that was wrong. */
const plausible = (history: readonly PastRequest[], now: Micros): readonly PastRequest[] =>
  history.filter(({at}) => at < now + ADDRESS_SPAN);

const refusal = (until: Micros, why: string): Refusal => ({may: false, until, why});

/** The host whose limits count, with its port. */
export const hostOf = (url: string): string => parseUrl(url)?.host ?? '';

import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {MICROS_PER_SECOND} from '../../harness/domain/time.ts';
import {mayContinue, mayStart, type PastRequest} from '../../harness/snapshots/pace.ts';

const MINUTE = 60 * MICROS_PER_SECOND;
const NOW = Date.UTC(2026, 5, 1) * 1000;
const URL_A = 'https://snort.org/a';

const asked = (minutesAgo: number, more: Partial<PastRequest> = {}): PastRequest => ({
  host: 'snort.org',
  url: 'https://snort.org/other',
  at: NOW - minutesAgo * MINUTE,
  outcome: 'got',
  notBefore: undefined,
  ...more,
});

const until = (history: readonly PastRequest[], url = URL_A, ask = mayStart): number | 'now' => {
  const permission = ask(history, url, NOW);
  return permission.may ? 'now' : (permission.until - NOW) / MINUTE;
};

describe('a provider', () => {
  it('is asked three times in five minutes, not oftener', () => {
    expect(until([asked(4), asked(1)])).toBe('now');
    expect(until([asked(4), asked(1), asked(2)])).toBe(1);
    expect(until([asked(5), asked(1), asked(2)])).toBe('now');
    expect(until([asked(4), asked(3), asked(2), asked(1)])).toBe(2);
  });

  it('is another one with another host or port', () => {
    const three = [asked(1), asked(2), asked(3)];
    expect(until(three, 'https://www.snort.org/a')).toBe('now');
    expect(until(three, 'https://snort.org:8443/a')).toBe('now');
  });

  it('is the same whatever its host: this machine has no other rules', () => {
    const here = {host: '127.0.0.1:81', url: 'http://127.0.0.1:81/b'};
    expect(until([asked(1, here), asked(2, here), asked(3, here)], 'http://127.0.0.1:81/a')).toBe(2);
  });

  it.each([
    ['refused 403', undefined, 13],
    ['refused 429', undefined, 13],
    ['refused 429', NOW + 40 * MINUTE, 40],
    ['refused 429', NOW - MINUTE, 'now'],
    ['server-error 503', NOW + 40 * MINUTE, 40],
    ['server-error 503', undefined, 'now'],
    ['refused 404', undefined, 'now'],
  ] as const)('that answered %s (not before %s) is left alone as a whole', (outcome, notBefore, minutes) => {
    const history = [asked(2, {outcome, notBefore})];
    expect(until(history)).toBe(minutes);
    expect(until(history, URL_A, mayContinue)).toBe(minutes);
  });
});

describe('an address', () => {
  it('is asked once an hour', () => {
    expect(until([asked(59, {url: URL_A})])).toBe(1);
    expect(until([asked(60, {url: URL_A})])).toBe('now');
  });

  it('is left alone for an hour when it refused, and that is the reason told', () => {
    const history = [asked(10, {url: URL_A, outcome: 'refused 422'})];
    expect(mayStart(history, URL_A, NOW)).toEqual({
      may: false,
      until: NOW + 50 * MINUTE,
      reason: 'it answered "refused 422" at 2026-05-31T23:50:00Z, limit one attempt per hour',
    });
  });

  it('is asked again within the hour for a retry or a redirect of the same download', () => {
    expect(until([asked(1, {url: URL_A, outcome: 'sent'})], URL_A, mayContinue)).toBe('now');
  });

  it('need not wait for an hour when the download was broken off by us', () => {
    const heldBack = {url: URL_A, outcome: 'held-back'};
    expect(until([asked(6, heldBack)])).toBe('now');
    expect(until([asked(20, heldBack), asked(6, heldBack)])).toBe(40);
  });

  it('counts as asked when the harness died before the answer', () => {
    expect(until([asked(10, {url: URL_A, outcome: 'sent'})])).toBe(50);
  });

  it('was not asked where there was no connection', () => {
    expect(until([asked(10, {url: URL_A, outcome: 'not-connected'})])).toBe('now');
  });

  it('is not bound by what a wrong clock wrote', () => {
    expect(until([asked(-60 * 24 * 365, {url: URL_A, outcome: 'refused 429'})])).toBe('now');
  });
});

const OUTCOMES = [
  'got',
  'sent',
  'refused 403',
  'refused 404',
  'refused 429',
  'server-error 500',
  'held-back',
];

/** Wishes to ask, at any time within a few hours, in any order. */
const wishes = fc.array(
  fc.record({
    url: fc.constantFrom(
      'https://a.example/1',
      'https://a.example/2',
      'https://a.example/3',
      'https://b.example/1',
    ),
    at: fc.integer({min: 0, max: 40}).map(half => NOW + half * 30 * MICROS_PER_SECOND),
    outcome: fc.constantFrom(...OUTCOMES),
    first: fc.boolean(),
  }),
  {maxLength: 60},
);

describe('the pace, whatever is wished', () => {
  it('never lets more than three requests to a host into any five minutes', () => {
    fc.assert(
      fc.property(wishes, all => {
        const sent: PastRequest[] = [];
        for (const {url, at, outcome, first} of all) {
          if (!(first ? mayStart : mayContinue)(sent, url, at).may) continue;
          sent.push({host: new URL(url).host, url, at, outcome, notBefore: undefined});
        }
        for (const {host, at} of sent) {
          const window = sent.filter(one => one.host === host && one.at >= at && one.at < at + 5 * MINUTE);
          expect(window.length).toBeLessThanOrEqual(3);
        }
      }),
      {numRuns: 500, seed: 20_260_601},
    );
  });

  it('lets in at the time that it names, and not a moment before', () => {
    fc.assert(
      fc.property(wishes, fc.nat(60), (all, later) => {
        const history = all.map(({url, at, outcome}) => ({
          host: new URL(url).host,
          url,
          at,
          outcome,
          notBefore: undefined,
        }));
        const now = NOW + 20 * MINUTE + later * 30 * MICROS_PER_SECOND;
        const permission = mayStart(history, 'https://a.example/1', now);
        if (permission.may) return;
        expect(permission.until).toBeGreaterThan(now);
        expect(mayStart(history, 'https://a.example/1', permission.until).may).toBe(true);
        expect(mayStart(history, 'https://a.example/1', permission.until - 1).may).toBe(false);
      }),
      {numRuns: 500, seed: 20_260_601},
    );
  });
});

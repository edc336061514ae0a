import {beforeEach, describe, expect, it} from 'vitest';
import type {RequestClient, RequestOutcome} from '../../harness/daemon/ports.ts';
import {requestConductor} from '../../harness/daemon/request-conductor.ts';
import {MICROS_PER_SECOND} from '../../harness/domain/time.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';

describe('a request to the conducting process', () => {
  const clock = virtualClock();
  let row: {takenAt: number | undefined; said: string; outcome: RequestOutcome | undefined};
  let refreshed: number[];
  let isWithdrawn: boolean;
  let isConducted: boolean;
  let said: string[];
  let pauses: number;
  let stop: AbortController;
  /** What happens meanwhile, by the number of pauses. */
  let meanwhile: (pause: number) => void;

  const desk: RequestClient = {
    send: () => 1,
    refresh: (_, at) => refreshed.push(at),
    look: () => row,
    withdraw() {
      if (row.takenAt !== undefined || row.outcome) return false;
      isWithdrawn = true;
      return true;
    },
  };

  beforeEach(() => {
    row = {takenAt: undefined, said: '', outcome: undefined};
    [refreshed, isWithdrawn, isConducted, said, pauses] = [[], false, true, [], 0];
    stop = new AbortController();
    meanwhile = () => {};
  });

  const ask = () =>
    requestConductor(
      desk,
      'ingest',
      {},
      {
        clock,
        say: message => 'text' in message && said.push(message.text),
        async pause(ms) {
          clock.add(ms / 1000);
          pauses += 1;
          meanwhile(pauses);
        },
        isConducted: () => isConducted,
        knowsFailure: kind => kind === 'known',
        stop: stop.signal,
      },
    );

  it('that nobody takes within six seconds is taken back', async () => {
    const from = clock.now();
    expect(await ask()).toBe('not-accepted');
    expect(isWithdrawn).toBe(true);
    expect((clock.now() - from) / MICROS_PER_SECOND).toBeCloseTo(6.2);
  });

  it('is refreshed once a second until it is taken, and each word of the other is said once', async () => {
    meanwhile = pause => {
      if (pause === 3) row.said = 'waits';
      if (pause === 60) row.takenAt = clock.now();
      if (pause === 100) row.outcome = {ok: true, value: 7};
    };
    expect(await ask()).toEqual({ok: true, value: 7});
    expect(said).toEqual(['waits']);
    // twelve seconds in steps of 0.2 s: a sign whenever more than one second has gone
    expect(refreshed).toHaveLength(9);
  });

  it('ends where the conducting process ended after it had taken it, but for an answer of its last moment', async () => {
    row.takenAt = clock.now();
    isConducted = false;
    expect(await ask()).toMatchObject({ok: false, words: 'the process that runs trials ended before it'});
    row.outcome = {ok: true, value: 'late'};
    expect(await ask()).toEqual({ok: true, value: 'late'});
  });

  it.each([
    ['was withdrawn', undefined],
    ['has already been accepted and continues without this command', 5],
  ])('that is interrupted %s', async (words, takenAt) => {
    meanwhile = () => {
      row.takenAt = takenAt;
      stop.abort();
    };
    expect(await ask()).toBe('interrupted');
    expect(said).toEqual([`the request (ingest) ${words}`]);
  });

  it('gives a failure of another version by its words alone', async () => {
    row.outcome = {ok: false, failure: {kind: 'known'}, words: 'as here'};
    expect(await ask()).toMatchObject({failure: {kind: 'known'}});
    row.outcome = {ok: false, failure: {kind: 'of-next-year'}, words: 'the moon is full'};
    expect(await ask()).toMatchObject({failure: {kind: 'unexpected', reason: 'the moon is full'}});
  });
});

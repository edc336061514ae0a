import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Message} from '../../harness/domain/message.ts';
import type {NoticeKind} from '../../harness/live/notice-kinds.ts';
import type {LiveStore} from '../../harness/live/ports.ts';
import {announcerHere} from '../../harness/wiring/announce.ts';
import {provider} from '../fakes/provider.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';

const VARIABLE = 'HOOK_OF_ANNOUNCE_TEST';

describe('what a webhook is told of a trial', () => {
  const told: string[] = [];
  const say = (message: Message) => {
    if ('text' in message) told.push(message.text);
  };
  afterEach(() => {
    vi.unstubAllEnvs();
    told.length = 0;
  });

  /** Notices in memory; `touched` counts every call. */
  function memory(name = 'daily-1') {
    const notices: {id: number; text: string; sent: boolean}[] = [];
    const store = {
      notices,
      touched: 0,
      broken: false,
      name,
      plan: {live: {notify: {urlVariable: VARIABLE}}} as unknown as LiveStore['plan'],
      add: (text: string) => notices.push({id: notices.length, text, sent: false}),
      unsent() {
        store.touched += 1;
        if (store.broken) throw new Error('database is locked');
        return notices
          .filter(({sent}) => !sent)
          .map(({id, text}) => ({id, text, at: 1, kind: 'slot-missed' as NoticeKind}));
      },
      sent(id: number) {
        store.touched += 1;
        const notice = notices[id];
        if (notice) notice.sent = true;
      },
    };
    return store;
  }

  /** A webhook that answers after so long; with undefined, never. */
  async function hook(afterMs: () => number | undefined, status = 204) {
    const texts: string[] = [];
    const {url} = await provider((request, response) => {
      request.on('data', chunk => texts.push((JSON.parse(String(chunk)) as {text: string}).text));
      request.on('end', () => {
        const ms = afterMs();
        if (ms !== undefined) setTimeout(() => response.writeHead(status).end(), ms);
      });
    });
    vi.stubEnv(VARIABLE, url);
    return texts;
  }

  const announcing = (deadlineMs?: number) => announcerHere({clock: virtualClock(), say}, deadlineMs);

  it('is begun once, however often it is looked at, and all of it is there at the end, each notice once', async () => {
    const texts = await hook(() => 60);
    const [store, notify] = [memory(), await announcing()];
    store.add('one');
    for (let tick = 0; tick < 20; tick += 1) await notify(store);
    expect(store.touched).toBe(1);
    await vi.waitFor(() => expect(texts).toEqual(['one']), 55_000);
    store.add('two');
    store.add('three');
    await notify(store);
    await notify(store, 'last');
    expect(texts).toEqual(['one', 'two', 'three']);
    expect(store.notices.every(({sent}) => sent)).toBe(true);
    const {touched} = store;
    store.add('after the seal');
    await notify(store);
    await notify(store, 'last');
    await pause(100);
    expect([store.touched, texts.length]).toEqual([touched, 3]);
  });

  it('does not keep the seal waiting for longer than its deadline, and touches its store no more', async () => {
    const texts = await hook(() => undefined);
    const [store, notify] = [memory(), await announcing(150)];
    store.add('one');
    await notify(store);
    await vi.waitFor(() => expect(texts).toEqual(['one']), 55_000);
    // the webhook never answers: only the deadline lets this come to its end
    await notify(store, 'last');
    const {touched} = store;
    await pause(200);
    expect([texts, store.touched, told]).toEqual([['one'], touched, []]);
    expect(store.notices[0]?.sent).toBe(false);
  });

  it('does not keep the seal waiting where it refuses', async () => {
    const texts = await hook(() => 0, 404);
    const [store, notify] = [memory(), await announcing()];
    store.add('one');
    store.add('two');
    await notify(store, 'last');
    expect(texts).toEqual(['one']);
    expect(told).toEqual([
      `daily-1: ${VARIABLE}: the webhook was not notified: it answered 404. Check the variables named under "notify:"; unsent notices will be sent again`,
    ]);
  });

  it('is told by a warning where its store cannot be read, and no rejection goes unhandled', async () => {
    await hook(() => 0);
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    onTestFinished(() => {
      process.off('unhandledRejection', note);
    });
    const [store, notify] = [memory(), await announcing()];
    store.broken = true;
    void notify(store);
    void notify(store);
    await pause(50);
    await notify(store, 'last');
    expect(unhandled).toEqual([]);
    expect(told).toEqual([
      'daily-1: notices for its webhook cannot be read or marked as sent: database is locked',
    ]);
  });

  it.each([undefined, ''])('is told by one warning a trial where its variable holds %j', async value => {
    vi.stubEnv(VARIABLE, value);
    const notify = await announcing();
    for (const store of [memory(), memory(), memory('weekly-1')]) {
      await notify(store);
      await notify(store, 'last');
    }
    expect(told).toEqual([
      `daily-1: ${VARIABLE} is not set, so nobody is notified`,
      `weekly-1: ${VARIABLE} is not set, so nobody is notified`,
    ]);
  });

  it('is nothing, and no warning, where none is declared', async () => {
    const [store, notify] = [memory(), await announcing()];
    store.plan = {live: {}} as unknown as LiveStore['plan'];
    await notify(store, 'last');
    expect([told, store.touched]).toEqual([[], 0]);
  });
});

import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Settings} from '../../harness/cli/command-deps.ts';
import type {RequestOutcome, RequestStore} from '../../harness/daemon/ports.ts';
import type {Message} from '../../harness/domain/message.ts';
import {requestStore} from '../../harness/sqlite/catalogue/requests.ts';
import {isLocked, takeLock} from '../../harness/sqlite/lock.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {sendRequest} from '../../harness/wiring/requests.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** Milliseconds: how soon a thing comes is the machine's matter. */
const LONG = 55_000;

describe('a request to the conducting process', () => {
  const at = () => Date.now() * 1000;
  let settings: Settings;
  let db: ReturnType<typeof openCatalogue>;
  let store: RequestStore;
  let lock: ReturnType<typeof takeLock>;
  let told: string[];
  let answer: ReturnType<typeof sendRequest>;

  /** A conducting process is there, and the request was left; gives its number. */
  async function left(): Promise<number> {
    answer = sendRequest(settings, 'ingest', {a: 1}, (message: Message) => {
      if ('text' in message) told.push(message.text);
    });
    return vi.waitFor(() => {
      const [request] = store.open(at());
      if (!request) throw new Error('nothing was left yet');
      return request.id;
    }, LONG);
  }

  beforeEach(() => {
    vi.useFakeTimers({toFake: ['Date'], shouldAdvanceTime: true});
    const stateDir = tempFolder();
    settings = {project: stateDir, stateDir, reports: stateDir, engine: 'auto'};
    db = openCatalogue(join(stateDir, 'catalogue.db'));
    store = requestStore(db);
    lock = takeLock(join(stateDir, 'lock.db'));
    told = [];
  });
  afterEach(() => {
    vi.useRealTimers();
    db.close();
  });

  const later = (seconds: number): void => {
    vi.setSystemTime(Date.now() + seconds * 1000);
  };
  const ended = {ok: false, words: 'the process that runs trials ended before it'};

  it('is told when it ended after it had taken the request', async () => {
    store.accept(await left(), at());
    lock?.release();
    expect(await answer).toMatchObject(ended);
  });

  it('gets the answer that it gave in its last moment', async () => {
    const id = await left();
    store.accept(id, at());
    store.finish(id, {ok: true, value: 'done'}, at());
    lock?.release();
    expect(await answer).toEqual({ok: true, value: 'done'});
  });

  it('goes on waiting behind another request, with signs of life, and takes it back when the process ends', async () => {
    const id = await left();
    store.say(id, 'waits for another request to end (ingest)');
    for (let turn = 0; turn < 3; turn += 1) {
      later(8);
      // refreshed since: somebody waits for it
      await vi.waitFor(() => expect(madeAt(id)).toBeGreaterThan(at() - 2_000_000), LONG);
      expect(store.open(at())).toMatchObject([{id}]);
    }
    expect(told).toEqual(['waits for another request to end (ingest)']);
    lock?.release();
    expect(await answer).toMatchObject(ended);
    expect(madeAt(id)).toBeUndefined();
  });

  it('takes it back where nobody takes it', async () => {
    const id = await left();
    later(7);
    expect(await answer).toBe('not-accepted');
    expect(madeAt(id)).toBeUndefined();
    lock?.release();
  });

  it('is told the words of a failure that this version does not know', async () => {
    const id = await left();
    const outcome: RequestOutcome = {ok: false, failure: {kind: 'of-next-year'}, words: 'the moon is full'};
    store.finish(id, outcome, at());
    expect(await answer).toMatchObject({
      ok: false,
      failure: {kind: 'unexpected', reason: 'the moon is full'},
    });
    lock?.release();
  });

  it('sees whether the lock is held, and keeps nobody from it', () => {
    const path = join(settings.stateDir, 'lock.db');
    expect(isLocked(path)).toBe(true);
    lock?.release();
    expect(isLocked(path)).toBe(false);
    expect(isLocked(join(settings.stateDir, 'none.db'))).toBe(false);
    const again = takeLock(path);
    expect(again).toBeDefined();
    again?.release();
  });

  const madeAt = (id: number) =>
    db.prepare('SELECT made_at FROM request WHERE id = ?').pluck().get(id) as number | undefined;
});

import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {RequestKind} from '../../harness/daemon/ports.ts';
import {Serving} from '../../harness/daemon/serve.ts';
import type {Failure} from '../../harness/domain/failure.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {requestDesk, requestStore} from '../../harness/sqlite/requests.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

describe('requests of other processes', () => {
  const settled = () => new Promise(resolve => setTimeout(resolve, 0));
  let db: ReturnType<typeof openCatalogue>;
  let asked: {kind: RequestKind; what: unknown}[];
  let release: (() => void)[];

  beforeEach(() => {
    db = openCatalogue(`${tempFolder()}/catalogue.db`);
    asked = [];
    release = [];
  });
  afterEach(() => db.close());

  const serving = () =>
    new Serving({
      requests: requestStore(db),
      clock: virtualClock(),
      tell: (failure: Failure) => `words of ${failure.kind}`,
      perform: async ({kind, what}, say) => {
        asked.push({kind, what});
        say('at it');
        if (what === 'throws') throw new Error('the sky fell');
        if (what === 'fails') return {ok: false, failure: {kind: 'trial-missing'}};
        if (what === 'waits') await new Promise<void>(resolve => release.push(resolve));
        return {ok: true, value: {done: what}};
      },
    });

  it('are taken in the order in which they were left, one at a time, and answered', async () => {
    const desk = requestDesk(db);
    const [one, two] = [desk.leave('ingest', 'waits', 1), desk.leave('snapshot take', 'b', 2)];
    const taking = serving();
    taking.look();
    taking.look();
    expect(asked.map(({what}) => what)).toEqual(['waits']);
    expect(desk.look(one)).toMatchObject({said: 'at it', outcome: undefined});
    expect(desk.look(two).takenAt).toBeUndefined();
    release[0]?.();
    await taking.end();
    taking.look();
    await taking.end();
    expect(desk.look(one).outcome).toEqual({ok: true, value: {done: 'waits'}});
    expect(desk.look(two).outcome).toEqual({ok: true, value: {done: 'b'}});
  });

  it('to stop a trial wait for nothing', async () => {
    const desk = requestDesk(db);
    desk.leave('ingest', 'waits', 1);
    const stop = desk.leave('trial stop', 'x', 2);
    const taking = serving();
    taking.look();
    await settled();
    expect(desk.look(stop).outcome).toEqual({ok: true, value: {done: 'x'}});
    release[0]?.();
    await taking.end();
  });

  it('that fail or throw are answered with words, and the next one is taken', async () => {
    const desk = requestDesk(db);
    const ids = [
      desk.leave('ingest', 'fails', 1),
      desk.leave('ingest', 'throws', 2),
      desk.leave('ingest', 'c', 3),
    ];
    const taking = serving();
    for (let turn = 0; turn < 3; turn += 1) {
      taking.look();
      await taking.end();
    }
    const outcomes = ids.map(id => desk.look(id).outcome);
    expect(outcomes[0]).toMatchObject({ok: false, words: 'words of trial-missing'});
    expect(outcomes[1]).toMatchObject({ok: false, failure: {kind: 'unexpected', reason: 'the sky fell'}});
    expect(outcomes[2]).toMatchObject({ok: true});
  });

  it('that an earlier process took and did not finish are answered, and not done again', () => {
    const desk = requestDesk(db);
    const id = desk.leave('ingest', 'a', 1);
    requestStore(db).take(id, 2);
    serving().look();
    expect(asked).toEqual([]);
    expect(desk.look(id).outcome).toMatchObject({ok: false, words: 'the conducting process ended before it'});
  });

  it('can be taken back only as long as nobody took them', () => {
    const desk = requestDesk(db);
    const [one, two] = [desk.leave('ingest', 'a', 1), desk.leave('ingest', 'b', 1)];
    requestStore(db).take(two, 2);
    expect([desk.withdraw(one), desk.withdraw(two)]).toEqual([true, false]);
    expect(requestStore(db).open()).toEqual([]);
  });

  it('of a kind that is not known are left alone', () => {
    db.prepare("INSERT INTO request(kind, what, made_at) VALUES('rm', '{}', 1)").run();
    expect(requestStore(db).open()).toEqual([]);
  });
});

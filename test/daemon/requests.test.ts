import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {RequestKind, RequestStore} from '../../harness/daemon/ports.ts';
import {Serving} from '../../harness/daemon/serve.ts';
import type {Failure} from '../../harness/domain/failure.ts';
import {MICROS_PER_SECOND} from '../../harness/domain/time.ts';
import {requestClient, requestStore} from '../../harness/sqlite/catalogue/requests.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

describe('requests of other processes', () => {
  const settled = () => new Promise(resolve => setTimeout(resolve, 0));
  const clock = virtualClock();
  const NOW = clock.now();
  let db: ReturnType<typeof openCatalogue>;
  let asked: {kind: RequestKind; what: unknown}[];
  let release: (() => void)[];

  beforeEach(() => {
    db = openCatalogue(`${tempFolder()}/catalogue.db`);
    asked = [];
    release = [];
  });
  afterEach(() => db.close());

  const serving = (broken: Partial<RequestStore> = {}) =>
    new Serving({
      say: () => {},
      requests: {...requestStore(db), ...broken},
      clock,
      messageOf: (failure: Failure) => `words of ${failure.kind}`,
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
    const desk = requestClient(db);
    const [one, two] = [desk.send('ingest', 'waits', NOW), desk.send('snapshot take', 'b', NOW)];
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
    const desk = requestClient(db);
    desk.send('ingest', 'waits', NOW);
    const stop = desk.send('trial stop', 'x', NOW);
    const taking = serving();
    taking.look();
    await settled();
    expect(desk.look(stop).outcome).toEqual({ok: true, value: {done: 'x'}});
    release[0]?.();
    await taking.end();
  });

  it('that fail or throw are answered with words, and the next one is taken', async () => {
    const desk = requestClient(db);
    const ids = [
      desk.send('ingest', 'fails', NOW),
      desk.send('ingest', 'throws', NOW),
      desk.send('ingest', 'c', NOW),
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
    const desk = requestClient(db);
    const id = desk.send('ingest', 'a', NOW);
    requestStore(db).accept(id, 2);
    serving().look();
    expect(asked).toEqual([]);
    expect(desk.look(id).outcome).toMatchObject({
      ok: false,
      words: 'the process that runs trials ended before it',
    });
  });

  it('can be taken back only as long as nobody took them', () => {
    const desk = requestClient(db);
    const [one, two] = [desk.send('ingest', 'a', NOW), desk.send('ingest', 'b', NOW)];
    requestStore(db).accept(two, 2);
    expect([desk.withdraw(one), desk.withdraw(two)]).toEqual([true, false]);
    expect(requestStore(db).open(NOW)).toEqual([]);
  });

  it('of a kind that is not known are left alone', () => {
    db.prepare("INSERT INTO request(kind, what, made_at) VALUES('rm', '{}', ?)").run(NOW);
    expect(requestStore(db).open(NOW)).toEqual([]);
  });

  it('that are no JSON are answered with words, and hinder nobody', async () => {
    const desk = requestClient(db);
    const bad = db.prepare("INSERT INTO request(kind, what, made_at) VALUES('ingest', '{\"a', ?)").run(NOW);
    const good = desk.send('ingest', 'b', NOW);
    const taking = serving();
    taking.look();
    await taking.end();
    expect(desk.look(Number(bad.lastInsertRowid)).outcome).toMatchObject({
      ok: false,
      words: expect.stringContaining('are not JSON'),
    });
    expect(desk.withdraw(Number(bad.lastInsertRowid))).toBe(false);
    expect(desk.look(good).outcome).toEqual({ok: true, value: {done: 'b'}});
    expect(asked.map(({what}) => what)).toEqual(['b']);
  });

  it('whose askers are gone are not carried out; those of askers that wait are, however old', () => {
    const desk = requestClient(db);
    const [gone, waits, ahead] = [
      desk.send('trial stop', 'gone', NOW - 11 * MICROS_PER_SECOND),
      desk.send('trial stop', 'waits', NOW - 600 * MICROS_PER_SECOND),
      desk.send('trial stop', 'of a clock that was set back', NOW + 600 * MICROS_PER_SECOND),
    ];
    desk.refresh(waits, NOW - 9 * MICROS_PER_SECOND);
    serving().look();
    expect(asked.map(({what}) => what)).toEqual(['waits']);
    for (const id of [gone, ahead])
      expect(desk.look(id).outcome).toMatchObject({
        ok: false,
        words: 'the command that made it is no longer waiting',
      });
  });

  it('to run a trial let others go on, however long it lasts', async () => {
    const desk = requestClient(db);
    desk.send('trial run', 'waits', NOW);
    const next = desk.send('snapshot take', 'b', NOW);
    const taking = serving();
    taking.look();
    await settled();
    expect(desk.look(next).outcome).toEqual({ok: true, value: {done: 'b'}});
    let ended = false;
    const end = taking.end().then(() => {
      ended = true;
    });
    await settled();
    expect(ended).toBe(false);
    release[0]?.();
    await end;
  });

  it('that wait for another one are told so, once', async () => {
    const desk = requestClient(db);
    desk.send('ingest', 'waits', NOW);
    const next = desk.send('snapshot take', 'b', NOW);
    const said: string[] = [];
    const {say} = requestStore(db);
    const taking = serving({
      say(id, text) {
        if (id === next) said.push(text);
        say(id, text);
      },
    });
    for (let turn = 0; turn < 3; turn += 1) taking.look();
    expect(said).toEqual(['is waiting for another request to end (ingest)']);
    expect(desk.look(next)).toMatchObject({said: said[0], takenAt: undefined});
    release[0]?.();
    await taking.end();
    taking.look();
    await taking.end();
    expect(desk.look(next)).toMatchObject({said: 'at it', outcome: {ok: true}});
  });

  it('of a store that cannot be used now are looked at again, and nothing is thrown', async () => {
    const desk = requestClient(db);
    const id = desk.send('ingest', 'a', NOW);
    const busy = new Set(['open', 'accept', 'say', 'finish']);
    const store = requestStore(db);
    const whenFree =
      <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
      (...args: A): R => {
        if (busy.delete(name)) throw new Error('database is locked');
        return call(...args);
      };
    const taking = serving({
      open: whenFree('open', store.open),
      accept: whenFree('accept', store.accept),
      say: whenFree('say', store.say),
      finish: whenFree('finish', store.finish),
    });
    for (let turn = 0; turn < 4; turn += 1) {
      taking.look();
      await taking.end();
    }
    expect(busy.size).toBe(0);
    expect(asked).toHaveLength(1);
    expect(desk.look(id).outcome).toEqual({ok: true, value: {done: 'a'}});
  });
});

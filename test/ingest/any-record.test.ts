import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {ingestRecords} from '../../harness/ingest/ingest-records.ts';
import type {IngestOrder} from '../../harness/ingest/ingestion.ts';
import type {IngestStore, LogSource, RecordFormat} from '../../harness/ingest/ports.ts';
import {Database} from '../../harness/sqlite/database.ts';
import {logOf} from '../fixtures/logs.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** A record of another program: somebody tried to log in. */
interface Login {
  readonly at: number;
  readonly user: string;
  readonly password: string;
}

const LOGIN = /^(\d+)\tlogin\t([^\t]+)\t([^\t]*)$/;

/** `EPOCH SECONDS, "login", user, password`, parted by tabs. */
const logins: RecordFormat<Login> = {
  names: {log: 'a log of logins', record: 'a login', next: 'Give the log of the login trap'},
  parse(line) {
    const [, at, user, password] = LOGIN.exec(Buffer.from(line).toString()) ?? [];
    if (user === undefined || password === undefined) return {reason: 'not a login'};
    return {record: {at: Number(at), user, password}};
  },
  mayBegin: line => /^\d/.test(Buffer.from(line.subarray(0, 1)).toString()),
  isOther: () => false,
};

const SCHEMA = `
CREATE TABLE log(id INTEGER PRIMARY KEY, trap INT, log TEXT, first TEXT, name TEXT, offset INT, digest TEXT,
  UNIQUE(trap, log));
CREATE TABLE login(trap INT, at INT, user TEXT, password TEXT);
CREATE TABLE reject(trap INT, log TEXT, offset INT, reason TEXT);`;

/** A store of its own in a real file: nothing of a trial's is used. */
function loginStore() {
  const db = new Database(join(tempFolder(), 'logins.db'));
  onTestFinished(() => void db.close());
  db.exec(SCHEMA);
  const known = db.prepare(
    'SELECT log, first, name, offset, digest FROM log WHERE trap = ? AND first = coalesce(?, first)',
  );
  const open = db.prepare(
    'INSERT INTO log(trap, log, first, name, offset) VALUES(?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
  );
  const move = db.prepare('UPDATE log SET offset = ?, digest = ? WHERE trap = ? AND log = ? AND offset = ?');
  const login = db.prepare('INSERT INTO login VALUES(?, ?, ?, ?)');
  const reject = db.prepare('INSERT INTO reject VALUES(?, ?, ?, ?)');
  const store: IngestStore<Login> = {
    known: (trap, first) => known.all(trap, first ?? null) as ReturnType<IngestStore<Login>['known']>,
    lines: () => [],
    running: new Map(),
    commit: db.transaction(
      ({owner, records, rejects, moves}: Parameters<IngestStore<Login>['commit']>[0]) => {
        for (const {log, first, name, from, to, digest} of moves) {
          open.run(owner, log, first, name);
          if (move.run(to, digest, owner, log, from).changes !== 1) throw new Error('not at the cursor');
        }
        for (const {at, user, password} of records) login.run(owner, at, user, password);
        for (const {log, reject: one} of rejects) reject.run(owner, log, one.offset, one.reason);
      },
    ),
  };
  const rows = (question: string): unknown[] => db.prepare(question).raw().all();
  return {store, users: () => rows('SELECT user FROM login ORDER BY at').flat(), rows};
}

const ofTrap = (
  store: IngestStore<Login>,
  logs: readonly LogSource[],
  more: Partial<IngestOrder<Login, Login>> = {},
): IngestOrder<Login, Login> => ({
  ...{owner: 3, logs, store, formatOf: () => logins, place: login => login, finished: false},
  ...more,
});

const line = (n: number): string => `${1_780_000_000 + n}\tlogin\tuser${n}\tpw${n}`;
const lines = (...numbers: readonly number[]): string => numbers.map(n => `${line(n)}\n`).join('');
const NOW = '/l/trap.log';

describe('records of another program', () => {
  it('are each stored once, however often the log is read, grown, rolled over, or renamed', async () => {
    const {store, users} = loginStore();
    const take = (...logs: readonly LogSource[]) => ingestRecords(ofTrap(store, logs));
    expect(await take(logOf(NOW, `${lines(1, 2)}${line(3).slice(0, 20)}`))).toMatchObject({
      value: {records: 2, waiting: 20},
    });
    expect(await take(logOf(NOW, lines(1, 2, 3)))).toMatchObject({value: {records: 1, waiting: 0}});
    const old = logOf(`${NOW}.1`, lines(1, 2, 3, 4));
    expect(await take(old, logOf(NOW, lines(5)))).toMatchObject({value: {records: 2}});
    expect(await take(logOf('/elsewhere/copy', lines(1, 2, 3, 4)))).toMatchObject({value: {records: 0}});
    expect(users()).toEqual(['user1', 'user2', 'user3', 'user4', 'user5']);
  });

  it('are stored once by a harness that died at a commit, before it reached the file or after', async () => {
    for (const when of ['before', 'after'] as const) {
      const {store, users} = loginStore();
      const dying: IngestStore<Login> = {
        ...store,
        commit(batch) {
          if (when === 'after') store.commit(batch);
          throw new Error('killed');
        },
      };
      const logs = [logOf(NOW, lines(1, 2, 3))];
      await expect(ingestRecords(ofTrap(dying, logs))).rejects.toThrow('killed');
      expect(users()).toHaveLength(when === 'after' ? 3 : 0);
      store.running.clear();
      await ingestRecords(ofTrap(store, logs));
      expect(users()).toEqual(['user1', 'user2', 'user3']);
    }
  });

  it('leave lines that are none as rejects with their place', async () => {
    const {store, users, rows} = loginStore();
    const noise = 'session closed';
    await ingestRecords(ofTrap(store, [logOf(NOW, `${lines(1)}${noise}\n${lines(2)}`)]));
    await ingestRecords(ofTrap(store, [logOf(NOW, `${lines(1)}${noise}\n${lines(2)}`)]));
    expect(users()).toEqual(['user1', 'user2']);
    expect(rows('SELECT trap, offset, reason FROM reject')).toEqual([[3, lines(1).length, 'not a login']]);
  });

  it('are one record where a rollover tore its line, by the rule of their own format', async () => {
    const {store, users, rows} = loginStore();
    const torn = line(2);
    const logs = [
      logOf(`${NOW}.1`, `${lines(1)}${torn.slice(0, 15)}`),
      logOf(NOW, `${torn.slice(15)}\n${lines(3)}`),
    ];
    expect(await ingestRecords(ofTrap(store, logs))).toMatchObject({value: {records: 3, rejects: 0}});
    expect(users()).toEqual(['user1', 'user2', 'user3']);
    expect(rows('SELECT * FROM reject')).toEqual([]);
  });

  it('are called by their own name where a file holds none', async () => {
    const {store} = loginStore();
    expect(await ingestRecords(ofTrap(store, [logOf(NOW, '{"rule":"1:2:3"}\nno login\n')]))).toMatchObject({
      failure: {
        ...{kind: 'not-a-log', is: 'is not a log of logins', record: 'a login'},
        next: 'Give the log of the login trap',
      },
    });
  });
});

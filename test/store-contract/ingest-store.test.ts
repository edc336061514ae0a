import {describe, expect, it} from 'vitest';
import {type Alert, CONTEXT_FIELDS, NUMBER_FIELDS} from '../../harness/domain/alert.ts';
import type {CursorMove, IngestStore} from '../../harness/ingest/ports.ts';
import {MAX_WORD} from '../../harness/sqlite/journal/bounded-words.ts';
import {DICTIONARY_ROWS, V6_BASE} from '../../harness/sqlite/journal/dictionaries.ts';
import {openTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {openTrial} from '../../harness/sqlite/open-trial.ts';
import type {PlacedAlert} from '../../harness/trial/ports.ts';
import {newTrial, rollupsOf} from '../fixtures/trials.ts';

const context = Object.fromEntries(CONTEXT_FIELDS.map(field => [field, ''])) as Alert['context'];

function alert(more: Partial<Alert> = {}): Alert {
  return {
    at: 1_780_000_000_000_000,
    gid: 1,
    sid: 2_100_498,
    rev: 7,
    msg: 'id check',
    class: 'bad-unknown',
    priority: 2,
    context: {...context, proto: 'TCP', action: 'allow'},
    src: '192.0.2.1',
    dst: '198.51.100.7',
    iface: 'eth0',
    numbers: NUMBER_FIELDS.map(() => null),
    extra: null,
    ...more,
  };
}

const move = (log: string, from: number, to: number, name = 'alert_json.txt'): CursorMove => ({
  ...{log, first: log, name, from, to},
  digest: `bytes to ${to}`,
});

const cursorOf = (ingest: IngestStore<PlacedAlert>, run: number, log: string): number =>
  ingest.known(run, log)[0]?.offset ?? 0;

function openRun() {
  const trial = newTrial();
  trial.store.addArm('a');
  const run = trial.store.ingestedRun('a', 0);
  const {ingest} = trial.store;
  const commit = (alerts: readonly Alert[], from: number, to: number, log = 'digest') =>
    ingest.commit({
      owner: run,
      records: alerts.map(one => ({alert: one, capture: 0})),
      rejects: [],
      moves: [move(log, from, to)],
    });
  return {...trial, run, ingest, commit};
}

const everything = (db: ReturnType<typeof openRun>['db']): unknown =>
  [
    'alert',
    'alert_extra',
    'reject',
    'log',
    'rule',
    'context',
    'iface',
    'address6',
    'run_rule',
    'hour_rule',
    'run_rule_source',
  ].map(table => db.prepare(`SELECT * FROM ${table}`).all());

describe('the ingest store', () => {
  it('begins every log at byte 0, and moves its cursor with what it stores', () => {
    const {ingest, run, commit} = openRun();
    expect(cursorOf(ingest, run, 'digest')).toBe(0);
    commit([alert()], 0, 100);
    expect(cursorOf(ingest, run, 'digest')).toBe(100);
    expect(cursorOf(ingest, run, 'other')).toBe(0);
    commit([alert()], 100, 2 ** 40);
    expect(cursorOf(ingest, run, 'digest')).toBe(2 ** 40);
  });

  it.each([
    ['behind', 50],
    ['before', 150],
    ['at the beginning of', 0],
  ])('throws and changes nothing when a batch begins %s the cursor', (_, from) => {
    const {commit, db, ingest, run} = openRun();
    commit([alert()], 0, 100);
    const before = everything(db);
    const fresh = alert({sid: 1, msg: 'new', src: '2001:db8::9', iface: 'eth9', extra: '{"x":1}'});
    expect(() => commit([fresh], from, 200)).toThrow(`the cursor of alert_json.txt is not at byte ${from}`);
    expect(everything(db)).toEqual(before);
    expect(cursorOf(ingest, run, 'digest')).toBe(100);
  });

  it('throws and changes nothing when one of several cursors is not where the batch begins', () => {
    const {db, ingest, run} = openRun();
    const before = everything(db);
    expect(() =>
      ingest.commit({
        owner: run,
        records: [{alert: alert(), capture: 0}],
        rejects: [{reject: {offset: 0, length: 1, reason: 'x', head: Uint8Array.of(1)}, log: 'one'}],
        moves: [move('one', 0, 10, 'one'), move('two', 5, 10, 'two')],
      }),
    ).toThrow('the cursor of two is not at byte 5');
    expect(everything(db)).toEqual(before);
  });

  it('forgets the ids of a batch that was rolled back', () => {
    const {commit, db, ingest, run} = openRun();
    const one = alert({
      sid: 1,
      msg: 'one',
      src: '2001:db8::1',
      iface: 'eth1',
      context: {...context, dir: 'C2S'},
    });
    const two = alert({
      sid: 2,
      msg: 'two',
      src: '2001:db8::2',
      iface: 'eth2',
      context: {...context, dir: 'S2C'},
    });
    // its last statement fails: the reject names a log without a cursor
    expect(() =>
      ingest.commit({
        owner: run,
        records: [one, two].map(alert => ({alert, capture: 0})),
        rejects: [{reject: {offset: 0, length: 1, reason: 'x', head: Uint8Array.of(1)}, log: 'unknown'}],
        moves: [move('digest', 0, 8)],
      }),
    ).toThrow();
    expect(db.prepare('SELECT count(*) FROM rule').pluck().get()).toBe(0);
    commit([two], 0, 1);
    commit([one], 1, 2);
    expect(db.prepare('SELECT msg, dir, iface, src_addr FROM v_alert ORDER BY alert').raw().all()).toEqual([
      ['two', 'S2C', 'eth2', '2001:db8::2'],
      ['one', 'C2S', 'eth1', '2001:db8::1'],
    ]);
  });

  it('stores batches of every length whole, with and without extras', () => {
    const {commit, db, store, run} = openRun();
    let from = 0;
    let total = 0;
    for (const length of [0, 1, 63, 64, 65, 127, 128, 129, 200]) {
      const alerts = Array.from({length}, (_, n) =>
        alert({sid: n % 7, src: `192.0.2.${n}`, extra: n % 10 === 3 ? `{"n":${n}}` : null}),
      );
      commit(alerts, from, from + length);
      from += length;
      total += length;
      expect(store.alertsOf(run)).toBe(total);
      expect(db.prepare('SELECT count(*) FROM alert').pluck().get()).toBe(total);
    }
    const extras = db.prepare('SELECT src_addr, extra FROM v_alert WHERE extra IS NOT NULL').all() as {
      src_addr: string;
      extra: string;
    }[];
    expect(extras.length).toBeGreaterThan(70);
    for (const {src_addr, extra} of extras) expect(extra).toBe(`{"n":${src_addr.slice('192.0.2.'.length)}}`);
    const {kept, counted} = rollupsOf(db);
    expect(kept).toEqual(counted);
  });

  it('keeps the beginning of a word that is too long for a dictionary, and all of it beside its alert', () => {
    const {commit, db} = openRun();
    const long = `y${'x\u{1f600}'.repeat(10_000)}`;
    commit([alert({msg: long, iface: long, extra: '{"sgt":7}', context: {...context, service: long}})], 0, 1);
    const row = db.prepare('SELECT msg, service, iface, extra FROM v_alert').get() as Record<string, string>;
    for (const word of [row.msg, row.service, row.iface]) {
      expect(word?.length).toBeLessThanOrEqual(MAX_WORD);
      expect(word?.endsWith('x\u2026')).toBe(true);
    }
    expect(JSON.parse(row.extra ?? '')).toEqual({sgt: 7, msg: long, service: long, iface: long});
  });

  it('keeps rules of one id with other words apart', () => {
    const {commit, db} = openRun();
    const alerts = [{}, {msg: 'other'}, {class: 'none'}, {priority: 1}, {rev: 8}, {}].map(alert);
    commit(alerts, 0, 1);
    expect(db.prepare('SELECT msg, classtype, priority, rev FROM v_alert ORDER BY alert').all()).toEqual(
      alerts.map(({msg, class: classtype, priority, rev}) => ({msg, classtype, priority, rev})),
    );
    expect(db.prepare('SELECT count(*) FROM rule').pluck().get()).toBe(5);
  });

  it('finds IPv4 addresses by range, lowest and highest included', () => {
    const {commit, db} = openRun();
    const addresses = [
      '0.0.0.0',
      '9.255.255.255',
      '10.0.0.0',
      '10.20.30.40',
      '10.255.255.255',
      '11.0.0.0',
      '255.255.255.255',
    ];
    commit(
      addresses.map(src => alert({src, dst: src})),
      0,
      1,
    );
    const within = db
      .prepare(
        'SELECT src_addr FROM v_alert JOIN alert ON alert.id = v_alert.alert WHERE src BETWEEN ? AND ? ORDER BY src',
      )
      .pluck();
    const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    expect(within.all(number('10.0.0.0'), number('10.255.255.255'))).toEqual(addresses.slice(2, 5));
    expect(within.all(0, V6_BASE - 1)).toEqual(addresses);
    expect(db.prepare('SELECT dst_addr FROM v_alert ORDER BY alert').pluck().all()).toEqual(addresses);
  });

  it('finds IPv6 addresses by range of their bytes, and prints them as RFC 5952 has it', () => {
    const {commit, db} = openRun();
    const given = [
      '2001:DB8:0:0:0:0:0:1',
      '2001:db8::1',
      '2001:db8:ffff::',
      '2001:db9::',
      '::FFFF:10.9.8.7',
      'fe80::1',
    ];
    commit(
      given.map(src => alert({src})),
      0,
      1,
    );
    const shown = [
      '2001:db8::1',
      '2001:db8::1',
      '2001:db8:ffff::',
      '2001:db9::',
      '::ffff:10.9.8.7',
      'fe80::1',
    ];
    expect(db.prepare('SELECT src_addr FROM v_alert ORDER BY alert').pluck().all()).toEqual(shown);
    expect(db.prepare('SELECT count(*) FROM address6').pluck().get()).toBe(5);
    const found = db
      .prepare(`SELECT address6.text FROM alert JOIN address6 ON address6.id = alert.src - 4294967296
        WHERE address6.ip BETWEEN ? AND ? ORDER BY alert.id`)
      .pluck()
      .all(
        Buffer.from('20010db8000000000000000000000000', 'hex'),
        Buffer.from('20010db8ffffffffffffffffffffffff', 'hex'),
      );
    expect(found).toEqual(shown.slice(0, 3));
    expect(db.prepare('SELECT min(src) FROM alert').pluck().get()).toBeGreaterThan(V6_BASE);
  });

  it('takes no new words when its dictionaries are full, and keeps them beside their alerts', () => {
    const {path, run, db, store} = openRun();
    const other = openTrial(path);
    other.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${DICTIONARY_ROWS})
      INSERT INTO rule(gid, sid, rev, priority, classtype, msg) SELECT 9, i, 0, 1, '', '' FROM n`);
    other.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${DICTIONARY_ROWS})
      INSERT INTO context(action, dir, proto, pkt_gen, service, eth_type, tcp_flags) SELECT i, '', '', '', '', '', '' FROM n`);
    other.close();
    // a harness that begins now
    const again = openTrialStore(path);
    const odd = alert({msg: 'unheard of', extra: '{"sgt":7}'});
    again.ingest.commit({
      owner: run,
      records: [odd, odd, alert({gid: 9, sid: 5, rev: 0, priority: 1, class: '', msg: ''})].map(one => ({
        alert: one,
        capture: 0,
      })),
      rejects: [],
      moves: [move('digest', 0, 1)],
    });
    again.close();
    const rows = db.prepare('SELECT rule, msg, proto, extra FROM v_alert ORDER BY rule').all();
    const beside = expect.stringContaining('"sgt":7');
    expect(rows).toEqual([
      {rule: '1:2100498:7', msg: '', proto: '', extra: beside},
      {rule: '1:2100498:7', msg: '', proto: '', extra: beside},
      {rule: '9:5:0', msg: '', proto: '', extra: expect.stringContaining('"proto":"TCP"')},
    ]);
    expect(JSON.parse((rows as {extra: string}[])[0]?.extra ?? '')).toMatchObject({
      sgt: 7,
      msg: 'unheard of',
      class: 'bad-unknown',
      priority: 2,
      proto: 'TCP',
      action: 'allow',
    });
    // one bare row for the rule's id, one for no context at all
    expect(db.prepare('SELECT count(*) FROM rule').pluck().get()).toBe(DICTIONARY_ROWS + 1);
    expect(db.prepare('SELECT count(*) FROM context').pluck().get()).toBe(DICTIONARY_ROWS + 1);
    expect(store.alertsOf(run)).toBe(3);
  });
});

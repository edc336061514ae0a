import {describe, expect, it} from 'vitest';
import {NUMBER_FIELDS} from '../../harness/domain/alert.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {logOf} from '../fixtures/logs.ts';
import {ingest, newTrial, replayPlan} from '../fixtures/trials.ts';

/** What people's own questions rest on: a column may be added at the end, none may go or change its name. */
const VIEWS = {
  v_alert:
    'alert run arm capture at gid sid rev rule msg classtype priority action dir proto service pkt_gen eth_type ' +
    'tcp_flags iface src_addr src_port dst_addr dst_port pkt_num pkt_len flowstart_time client_bytes client_pkts ' +
    'server_bytes server_pkts icmp_code icmp_type icmp_id icmp_seq ip_id ip_len ttl tos vlan tcp_ack tcp_len tcp_seq ' +
    'tcp_win udp_len eth_len mpls extra',
  v_run:
    'run arm unit attempt started_at ended_at outcome counted exit_code signal received analyzed dropped ' +
    'alerts_logged wall_ms cpu_ms peak_bytes last_words',
  v_rule_fired: 'arm gid sid rev msg classtype priority alerts first_at last_at captures',
};

describe('the views', () => {
  it.each(Object.entries(VIEWS))('%s has the columns that people ask for', (view, columns) => {
    const {db} = newTrial();
    const found = db.prepare(`SELECT name FROM pragma_table_info('${view}') ORDER BY cid`).pluck().all();
    expect(found.slice(0, columns.split(' ').length)).toEqual(columns.split(' '));
  });

  it('give each time in ISO 8601 with its microseconds, and none where it is unknown', async () => {
    const {store, db} = newTrial();
    const untimed = alertLine(2).replace(/"(seconds|timestamp)" : ("[^"]*"|\d+), /g, '');
    await ingest(store, 'a', [logOf('x', `${alertLine(1)}\n${untimed}\n`)]);
    const iso = (at: number) => `${new Date(Math.floor(at / 1e6) * 1000).toISOString().slice(0, 19)}.000001Z`;
    const [timed, other] = db.prepare('SELECT at, time FROM v_alert ORDER BY alert').all() as {
      at: number;
      time: string;
    }[];
    expect(timed?.time).toBe(iso(timed?.at ?? 0));
    expect(other).toEqual({at: null, time: null});
    const fired = db.prepare('SELECT first_time, last_time FROM v_rule_fired WHERE first_at = ?');
    expect(fired.get(timed?.at)).toEqual({first_time: timed?.time, last_time: timed?.time});
    const run = db.prepare('SELECT started_at, started_time, ready_time FROM v_run').get() as {
      started_at: number;
      started_time: string;
      ready_time: unknown;
    };
    expect(Date.parse(run.started_time)).toBe(Math.floor(run.started_at / 1000));
    expect(run.ready_time).toBeNull();
  });

  it('answer plain SQL over the alerts of counted runs', async () => {
    const {store, db} = newTrial();
    await ingest(store, 'a', [logOf('x', [1, 2, 3, 6].map(n => `${alertLine(n)}\n`).join(''))]);
    await ingest(store, 'b', [logOf('x', `${alertLine(4)}\n`)]);
    expect(db.prepare("SELECT count(*) FROM v_alert WHERE arm = 'a' AND dst_port = 80").pluck().get()).toBe(
      4,
    );
    expect(db.prepare("SELECT rule, src_addr, iface, capture FROM v_alert WHERE arm = 'b'").get()).toEqual({
      rule: '1:2100502:7',
      src_addr: '192.0.2.4',
      iface: null,
      capture: null,
    });
    expect(
      db
        .prepare('SELECT arm, sid, alerts, first_at, last_at, captures FROM v_rule_fired ORDER BY arm, sid')
        .all(),
    ).toEqual([
      // alerts 1 and 6 are of one rule
      {
        arm: 'a',
        sid: 2_100_499,
        alerts: 2,
        first_at: 1_780_000_001_000_001,
        last_at: 1_780_000_006_000_006,
        captures: 0,
      },
      expect.objectContaining({arm: 'a', sid: 2_100_500, alerts: 1}),
      expect.objectContaining({arm: 'a', sid: 2_100_501, alerts: 1}),
      expect.objectContaining({arm: 'b', sid: 2_100_502, alerts: 1}),
    ]);
    expect(db.prepare('SELECT arm, outcome, counted FROM v_run ORDER BY run').all()).toEqual([
      {arm: 'a', outcome: 'ingested', counted: 1},
      {arm: 'b', outcome: 'ingested', counted: 1},
    ]);
  });

  it('leave out alerts of runs that do not count, and show those that do with their capture', () => {
    const {store, db} = newTrial(replayPlan(['a'], 2));
    const runs = [1, 2].map(attempt =>
      store.startRun({arm: 'a', unit: 1, attempt, captures: ['2.pcap'], at: 5}),
    );
    for (const run of runs) {
      store.ingest.commit({
        owner: run,
        records: [
          {
            alert: {
              at: run,
              gid: 1,
              sid: 2,
              rev: 3,
              msg: '',
              class: '',
              priority: 0,
              context: {
                action: '',
                dir: '',
                proto: '',
                pkt_gen: '',
                service: '',
                eth_type: '',
                tcp_flags: '',
              },
              src: null,
              dst: null,
              iface: null,
              numbers: NUMBER_FIELDS.map(() => null),
              extra: null,
            },
            capture: store.captureIds().get('2.pcap') ?? 0,
          },
        ],
        rejects: [],
        moves: [{log: 'x', first: 'x', name: 'x', from: 0, to: 1, digest: ''}],
      });
    }
    const [first = 0, second = 0] = runs;
    store.cancelRun(first, 6);
    expect(db.prepare('SELECT * FROM v_alert').all()).toEqual([]);
    store.finishRun(
      second,
      {
        outcome: 'captures-over',
        exitCode: 0,
        signal: undefined,
        packets: {received: 10, analyzed: 9, dropped: 1, discarded: 0},
        alertsLogged: 1,
        cost: {wallMs: 12.4, cpuMs: 7, peakBytes: 8},
        problems: [{path: '2.pcap', reason: 'truncated'}],
        endReason: undefined,
      },
      7,
    );
    expect(db.prepare('SELECT run, at, capture, iface, src_addr FROM v_alert').all()).toEqual([
      {run: second, at: second, capture: '2.pcap', iface: '2.pcap', src_addr: null},
    ]);
    expect(db.prepare('SELECT * FROM v_run WHERE run = ?').get(second)).toMatchObject({
      arm: 'a',
      unit: 1,
      attempt: 2,
      started_at: 5,
      ended_at: 7,
      outcome: 'captures-over',
      counted: 1,
      received: 10,
      analyzed: 9,
      dropped: 1,
      alerts_logged: 1,
      wall_ms: 12,
      cpu_ms: 7,
      peak_bytes: 8,
    });
    expect(db.prepare('SELECT alerts, captures FROM v_rule_fired').all()).toEqual([{alerts: 1, captures: 1}]);
  });
});

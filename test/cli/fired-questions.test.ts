import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {GroupRow} from '../../harness/answers/alert-counts.ts';
import type {FiredRow} from '../../harness/answers/figures.ts';
import type {Database} from '../../harness/sqlite/database.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** Each question on the command line, and the SQL condition that must select the same alerts. */
const QUESTIONS: readonly [args: string[], where: string][] = [
  [['--protocol', 'icmp'], "proto = 'ICMP'"],
  [['--protocol', 'TCP', '--port', '22'], "proto = 'TCP' AND dst_port = 22"],
  [['--action', 'ALLOW'], "action = 'allow'"],
  [
    ['--from', '2026-06-01T01:40:10Z', '--to', '2026-06-01T01:41Z'],
    'at >= 1780278010000000 AND at < 1780278060000000',
  ],
  [['--from', '2026-06-01T03:40:10', '--time-zone', 'Europe/Berlin'], 'at >= 1780278010000000'],
  [['--from', '2026-06-01 05:10:10+0330'], 'at >= 1780278010000000'],
  [['--from', '2026-06-01'], 'at >= 1780272000000000'],
  [['--arm', 'broad', '--class', 'misc activity'], "arm = 'broad' AND class = 'Misc activity'"],
];

const WRONG: readonly [args: string[], reason: string][] = [
  [['--source', '192.0.2.300'], '--source: expected an IPv4 or IPv6 address, found "192.0.2.300"'],
  [['--port', '70000'], '--port: expected a number from 0 to 65535'],
  [['--top', '0'], '--top: expected a number of rows, 1 or more'],
  [
    ['--from', '2026-02-30'],
    '--from: expected a time such as 2026-06-01T05:00Z or 2026-06-01, found "2026-02-30"',
  ],
  [
    ['--to', '2026-06-01T25:00'],
    '--to: expected a time such as 2026-06-01T05:00Z or 2026-06-01, found "2026-06-01T25:00"',
  ],
  [['--time-zone', 'Mars'], '--time-zone: expected a zone such as Europe/Berlin or +01:00, found "Mars"'],
  [['--sid', 'x'], '--sid: expected SID or GID:SID, found "x"'],
];

describe('fired', () => {
  const rig = new Rig();
  let db: Database;
  const fired = async (...args: string[]): Promise<FiredRow[]> =>
    JSON.parse((await rig.ok(['fired', 'example', '--json', ...args])).stdout);
  const counted = (where: string) =>
    db
      .prepare(`SELECT arm, gid, sid, rev, count(*) AS alerts, count(DISTINCT src_addr) AS sources, min(at) AS first
        FROM v_alert WHERE ${where} GROUP BY arm, gid, sid, rev, msg, class, priority`)
      .all();
  const asCounted = (rows: readonly FiredRow[]) =>
    rows.map(({arm, gid, sid, rev, alerts, sourceAddresses, firstAt}) => ({
      ...{arm, gid, sid, rev, alerts},
      ...{sources: sourceAddresses, first: firstAt},
    }));

  beforeAll(async () => {
    await rig.ok(['init']);
    await rig.ok(['trial', 'run', 'example'], NO_SNORT);
    db = rig.trial('example-1');
  });
  afterAll(() => {
    db.close();
    rig.remove();
  });

  it.each(QUESTIONS)('%j counts the alerts that SQL selects', async (args, where) => {
    const rows = asCounted(await fired(...args));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toHaveLength(counted(where).length);
    expect(rows).toEqual(expect.arrayContaining(counted(where)));
  });

  it.each<[by: string, value: string, args: string[], where: string]>([
    ['protocol', 'proto', [], 'true'],
    ['source', "coalesce(src_addr, '')", ['--arm', 'broad'], "arm = 'broad'"],
    ['port', "coalesce(CAST(dst_port AS TEXT), '')", ['--protocol', 'tcp'], "proto = 'TCP'"],
    ['action', 'action', [], 'true'],
    ['class', 'class', ['--text', 'smb1'], "msg LIKE '%SMB1%'"],
    ['hour', "substr(time, 1, 13) || ':00Z'", ['--sid', '1:1000002'], 'gid = 1 AND sid = 1000002'],
    [
      'protocol',
      'proto',
      ['--only-arm', 'broad'],
      `arm = 'broad' AND NOT EXISTS
        (SELECT 1 FROM v_alert AS other WHERE other.arm <> 'broad' AND other.gid = v_alert.gid AND other.sid = v_alert.sid)`,
    ],
  ])('counts alerts by %s (%s, %j) as SQL does', async (by, value, args, where) => {
    const rows: GroupRow[] = JSON.parse(
      (await rig.ok(['fired', 'example', '--json', '--by', by, ...args])).stdout,
    );
    const counts = db
      .prepare(`SELECT arm, ${value} AS value, count(*) AS alerts, count(DISTINCT gid || ':' || sid) AS rules
        FROM v_alert WHERE ${where} GROUP BY arm, value`)
      .all();
    expect(counts.length).toBeGreaterThan(0);
    const found = rows.map(row => ({arm: row.arm, value: row.value, alerts: row.alerts, rules: row.rules}));
    expect(found).toHaveLength(counts.length);
    expect(found).toEqual(expect.arrayContaining(counts));
  });

  it('says how many of all alerts match', async () => {
    const {stdout} = await rig.ok(['fired', 'example', '--protocol', 'icmp', '--arm', 'broad']);
    const alerts = (where: string) =>
      db.prepare(`SELECT count(*) FROM v_alert WHERE arm = 'broad' AND ${where}`).pluck().get();
    expect(stdout).toMatch(new RegExp(`^broad +${alerts("proto = 'ICMP'")} +${alerts('true')} +`, 'm'));
    const all = await rig.ok(['fired', 'example']);
    expect(all.stdout).not.toContain('Alerts that match');
  });

  it('by source address finds what that address set off, in any spelling of it', async () => {
    const [source] = db
      .prepare("SELECT src_addr FROM v_alert WHERE src_addr LIKE '%.%' LIMIT 1")
      .pluck()
      .all();
    expect(asCounted(await fired('--source', String(source)))).toEqual(
      expect.arrayContaining(counted(`src_addr = '${source}'`)),
    );
    expect(await fired('--source', '2001:DB8:0::FFFF')).toEqual([]);
  });

  it('by only one arm lists rules that no other arm fired', async () => {
    const rows = await fired('--only-arm', 'specific');
    const others = new Set((await fired()).filter(({arm}) => arm !== 'specific').map(({sid}) => sid));
    const own = (await fired('--arm', 'specific')).filter(({sid}) => !others.has(sid));
    expect(own.length).toBeGreaterThan(0);
    expect(rows).toEqual(own);
  });

  it.each([[[]], [['--by', 'source']], [['--by', 'hour']]])(
    'lists the loudest rows of each arm: %j',
    async by => {
      const all = await fired(...by);
      const top = await fired(...by, '--top', '2');
      for (const arm of ['broad', 'desktop', 'specific']) {
        const ofArm = (rows: FiredRow[]) => rows.filter(row => row.arm === arm).map(({alerts}) => alerts);
        const loudest = ofArm(all).sort((a, b) => b - a);
        expect(ofArm(top).sort((a, b) => b - a)).toEqual(loudest.slice(0, 2));
      }
      // in the order of all rows, which is that of time for hours
      expect(top).toEqual(all.filter(row => top.some(one => JSON.stringify(one) === JSON.stringify(row))));
    },
  );

  it('prints a table as CSV', async () => {
    const {stdout} = await rig.ok([
      'fired',
      'example',
      '--arm',
      'broad',
      '--by',
      'protocol',
      '--format',
      'csv',
    ]);
    const counts = db.prepare("SELECT proto, count(*) AS n FROM v_alert WHERE arm = 'broad' GROUP BY proto");
    for (const {proto, n} of counts.all() as {proto: string; n: number}[])
      expect(stdout).toMatch(new RegExp(`^"?broad"?,"?${proto}"?,"?${n}"?,`, 'm'));
  });

  it.each(WRONG)('refuses %j', async (args, reason) => {
    const {exit, stderr} = await rig.ask(['fired', 'example', ...args]);
    expect([exit, stderr]).toEqual([2, `ruletrial: ${reason}. See: ruletrial fired --help\n`]);
  });
});

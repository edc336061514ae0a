import {createHash} from 'node:crypto';
import sql, {join, type Sql} from 'sql-template-tag';
import type {FiredRow, RulesQuestion} from '../report/fired-rules.ts';
import type {AlertDigest, RunFacts} from '../trial/compare-runs.ts';
import type {Trial} from './open-trial.ts';
import {readPlan} from './trial-store.ts';

/** Rules that fired, by what was asked; a text is found in the message, whatever its case. */
export function rulesFired(db: Trial, question: RulesQuestion): readonly FiredRow[] {
  const wanted: Sql[] = [sql`run.counted`];
  if (question.arm !== undefined) wanted.push(sql`arm.name = ${question.arm}`);
  if (question.sid !== undefined) wanted.push(sql`rule.sid = ${question.sid}`);
  if (question.gid !== undefined) wanted.push(sql`rule.gid = ${question.gid}`);
  if (question.classtype !== undefined)
    wanted.push(sql`lower(rule.classtype) = lower(${question.classtype})`);
  if (question.text !== undefined) wanted.push(sql`instr(lower(rule.msg), lower(${question.text})) > 0`);
  const asked = sql`SELECT arm.name AS arm, gid, sid, rev, msg, classtype, priority, sum(run_rule.n) AS alerts,
    count(DISTINCT nullif(run_rule.capture, 0)) AS captures, min(first) AS firstAt, max(last) AS lastAt,
    (SELECT count(DISTINCT src) FROM run_rule_source AS pair JOIN run AS other ON other.id = pair.run AND other.counted
     WHERE pair.rule = rule.id AND other.arm = arm.id) AS sources
    FROM run_rule JOIN run ON run.id = run_rule.run JOIN arm ON arm.id = run.arm JOIN rule ON rule.id = run_rule.rule
    WHERE ${join(wanted, ' AND ')} GROUP BY arm.id, rule.id ORDER BY alerts DESC, arm.id, gid, sid, rev`;
  return db.prepare(asked.sql).all(asked.values) as FiredRow[];
}

const ALL_COLUMNS = `arm, capture, at, pkt_num, rule, msg, classtype, priority, action, dir, proto, service, pkt_gen,
  eth_type, tcp_flags, src_addr, src_port, dst_addr, dst_port, pkt_len, flowstart_time, client_bytes, client_pkts,
  server_bytes, server_pkts, icmp_code, icmp_type, ip_id, ip_len, ttl, tos, vlan, tcp_ack, tcp_len, tcp_seq, tcp_win,
  udp_len, eth_len, mpls, extra`;

/** A digest of every arm's alerts over every capture, the same on any machine. */
function alertDigests(db: Trial): readonly AlertDigest[] {
  const rows = db
    .prepare(`SELECT ${ALL_COLUMNS} FROM v_alert ORDER BY ${ALL_COLUMNS}`)
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  const open = new Map<
    string,
    {arm: string; capture: string; alerts: number; hash: ReturnType<typeof createHash>}
  >();
  for (const row of rows) {
    const [arm, capture] = [String(row[0]), String(row[1])];
    const key = `${arm}\n${capture}`;
    const group = open.get(key) ?? {arm, capture, alerts: 0, hash: createHash('sha256')};
    open.set(key, group);
    group.alerts += 1;
    group.hash.update(JSON.stringify(row.slice(2)));
  }
  return [...open.values()].map(({hash, ...group}) => ({...group, digest: hash.digest('hex')}));
}

/** What a rerun is compared by. */
export function readRunFacts(db: Trial): RunFacts {
  const arms = db
    .prepare('SELECT name AS arm, loaded, enabled FROM arm ORDER BY id')
    .all() as RunFacts['arms'];
  return {plan: readPlan(db).plan, arms, digests: alertDigests(db)};
}

/** Digests of all snapshots that the trial runs or ever ran; a live trial takes new ones as it goes. */
export function snapshotsUsed(db: Trial): readonly string[] {
  const planned = readPlan(db).plan.arms.flatMap(({ruleset}) => ruleset?.digest ?? []);
  const ran = db
    .prepare(
      "SELECT DISTINCT json ->> '$.ruleset.digest' FROM loaded WHERE json ->> '$.ruleset.digest' IS NOT NULL",
    )
    .pluck()
    .all() as string[];
  return [...new Set([...planned, ...ran])];
}

/**
 * Live trials: slots, what each loads, switches, outages, recordings, notices, load. Of a live run only alerts in
 * [counted_from, counted_to) count. `run.counted`: 1 counts, 2 is the paired answer of `then: replay`.
 */
export const live = `
ALTER TABLE trial ADD COLUMN stopped_at INT;
ALTER TABLE run ADD COLUMN slot INT;
ALTER TABLE run ADD COLUMN ready_at INT;
ALTER TABLE run ADD COLUMN counted_from INT;
ALTER TABLE run ADD COLUMN counted_to INT;
ALTER TABLE run ADD COLUMN paired INT NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN loads INT;
ALTER TABLE run ADD COLUMN alerts_stored INT;
ALTER TABLE run ADD COLUMN first_alert INT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN slot INT;
ALTER TABLE capture ADD COLUMN link_type INT;
CREATE INDEX run_slot ON run(slot);

CREATE TABLE loaded(id INTEGER PRIMARY KEY, arm INT NOT NULL REFERENCES arm, json TEXT NOT NULL UNIQUE);
CREATE TABLE slot(id INTEGER PRIMARY KEY, rotation INT NOT NULL, begins_at INT NOT NULL, ends_at INT NOT NULL,
  state TEXT, reason TEXT, closed_at INT);
CREATE TABLE slot_arm(slot INT NOT NULL REFERENCES slot, arm INT NOT NULL REFERENCES arm, loads INT, words TEXT,
  prepared_at INT, gave_up_at INT, PRIMARY KEY(slot, arm)) WITHOUT ROWID;
CREATE TABLE switch(id INTEGER PRIMARY KEY, slot INT NOT NULL, arm INT NOT NULL, old_run INT, new_run INT NOT NULL,
  ready_at INT NOT NULL, old_ended_at INT, blind_us INT NOT NULL, blind_packets INT);
CREATE TABLE outage(id INTEGER PRIMARY KEY, from_at INT NOT NULL, to_at INT NOT NULL, kind TEXT NOT NULL,
  expected INT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE recording(id INTEGER PRIMARY KEY, slot INT NOT NULL, file TEXT NOT NULL UNIQUE, from_at INT NOT NULL,
  to_at INT, packets INT, dropped INT, bytes INT, state TEXT NOT NULL);
CREATE TABLE notice(id INTEGER PRIMARY KEY, at INT NOT NULL, kind TEXT NOT NULL, slot INT, arm TEXT, text TEXT NOT NULL,
  sent_at INT);
CREATE TABLE machine_load(at INTEGER PRIMARY KEY, user REAL, system REAL, iowait REAL, idle REAL, load1 REAL,
  memory_bytes INT, memory_used_bytes INT, disk_free_bytes INT);
CREATE TABLE process_load(at INT NOT NULL, name TEXT NOT NULL, run INT, cores REAL, memory_bytes INT, threads INT,
  received INT, analyzed INT, dropped INT, log_bytes INT, PRIMARY KEY(at, name)) WITHOUT ROWID;

DROP VIEW v_run;
CREATE VIEW v_run AS SELECT run.id AS run, arm.name AS arm, run.unit, run.attempt, run.started_at, run.ended_at,
  run.outcome, run.counted, run.exit_code, run.signal, run.received, run.analyzed, run.dropped, run.alerts_logged,
  run.wall_ms, run.cpu_ms, run.peak_bytes, run.last_words, run.slot, run.paired, run.ready_at, run.counted_from,
  run.counted_to
  FROM run JOIN arm ON arm.id = run.arm;
`;

/** An alert counts when its run does, and of a live run when it lies in the counted time. */
const COUNTED = `(run.counted_from IS NULL OR alert.at >= run.counted_from)
  AND (run.counted_to IS NULL OR alert.at < run.counted_to)`;

const address = (column: string, six: string): string =>
  `coalesce(${six}.text, ((alert.${column} >> 24) & 255) || '.' || ((alert.${column} >> 16) & 255) || '.' ||
  ((alert.${column} >> 8) & 255) || '.' || (alert.${column} & 255))`;

/** The columns of v_alert. */
export const alertColumns = `alert.id AS alert, alert.run, arm.name AS arm,
  capture.path AS capture, alert.at, rule.gid, rule.sid, rule.rev,
  rule.gid || ':' || rule.sid || ':' || rule.rev AS rule, rule.msg, rule.classtype, rule.priority, context.action,
  context.dir, context.proto, context.service, context.pkt_gen, context.eth_type, context.tcp_flags,
  coalesce(iface.name, capture.path) AS iface, ${address('src', 'src6')} AS src_addr, alert.src_port,
  ${address('dst', 'dst6')} AS dst_addr, alert.dst_port, alert.pkt_num, alert.pkt_len, alert.flowstart_time,
  alert.client_bytes, alert.client_pkts, alert.server_bytes, alert.server_pkts, alert.icmp_code, alert.icmp_type,
  alert.icmp_id, alert.icmp_seq, alert.ip_id, alert.ip_len, alert.ttl, alert.tos, alert.vlan, alert.tcp_ack,
  alert.tcp_len, alert.tcp_seq, alert.tcp_win, alert.udp_len, alert.eth_len, alert.mpls, alert_extra.json AS extra,
  run.slot AS slot`;

/** What v_alert joins to a table of runs. */
export const alertTables = `ON run.id = alert.run AND ${COUNTED}
  JOIN arm ON arm.id = run.arm JOIN rule ON rule.id = alert.rule JOIN context ON context.id = alert.context
  LEFT JOIN capture ON capture.id = alert.capture LEFT JOIN iface ON iface.id = alert.iface
  LEFT JOIN address6 AS src6 ON src6.id = alert.src - 4294967296
  LEFT JOIN address6 AS dst6 ON dst6.id = alert.dst - 4294967296
  LEFT JOIN alert_extra ON alert_extra.alert = alert.id`;

const alerts = (counted: number): string =>
  `SELECT ${alertColumns} FROM alert JOIN run ${alertTables} WHERE run.counted = ${counted}`;

/** The views, told anew: alerts that count, and those of the paired answer. */
export const liveViews = `
DROP VIEW v_alert;
CREATE VIEW v_alert AS ${alerts(1)};
CREATE VIEW v_paired_alert AS ${alerts(2)};
DROP VIEW v_rule_fired;
CREATE VIEW v_rule_fired AS SELECT arm.name AS arm, rule.gid, rule.sid, rule.rev, rule.msg, rule.classtype,
  rule.priority, sum(run_rule.n) AS alerts, min(run_rule.first) AS first_at, max(run_rule.last) AS last_at,
  count(DISTINCT nullif(run_rule.capture, 0)) AS captures
  FROM run_rule JOIN run ON run.id = run_rule.run AND run.counted = 1 JOIN arm ON arm.id = run.arm
  JOIN rule ON rule.id = run_rule.rule GROUP BY arm.id, rule.id;
CREATE VIEW v_slot AS SELECT slot.id AS slot, rotation, begins_at, ends_at, arm.name AS arm, slot.state, slot.reason,
  slot_arm.words FROM slot JOIN slot_arm ON slot_arm.slot = slot.id JOIN arm ON arm.id = slot_arm.arm;
`;

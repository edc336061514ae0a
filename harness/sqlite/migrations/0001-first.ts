/** The store of one trial. Times are epoch microseconds UTC; addresses: IPv4 0..2^32-1, IPv6 2^32 + address6.id. */
export const first = `
CREATE TABLE trial(id INTEGER PRIMARY KEY CHECK(id = 1), name TEXT NOT NULL, plan TEXT NOT NULL, sealed_at INT);
CREATE TABLE arm(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, loaded INT, enabled INT, builtins INT);
CREATE TABLE capture(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INT NOT NULL);

CREATE TABLE run(id INTEGER PRIMARY KEY, arm INT NOT NULL REFERENCES arm, unit INT NOT NULL, attempt INT NOT NULL,
  started_at INT NOT NULL, ended_at INT, outcome TEXT, counted INT NOT NULL DEFAULT 0, exit_code INT, signal TEXT,
  received INT, analyzed INT, dropped INT, alerts_logged INT, wall_ms INT, cpu_ms INT, peak_bytes INT, last_words TEXT);
CREATE INDEX run_unit ON run(arm, unit);
CREATE TABLE run_capture(run INT NOT NULL REFERENCES run, capture INT NOT NULL REFERENCES capture, problem TEXT,
  PRIMARY KEY(run, capture)) WITHOUT ROWID;
CREATE TABLE log(id INTEGER PRIMARY KEY, run INT NOT NULL REFERENCES run, digest TEXT NOT NULL, name TEXT NOT NULL,
  offset INT NOT NULL, UNIQUE(run, digest));
CREATE TABLE reject(id INTEGER PRIMARY KEY, log INT NOT NULL REFERENCES log, offset INT NOT NULL, length INT NOT NULL,
  reason TEXT NOT NULL, head BLOB NOT NULL);

CREATE TABLE rule(id INTEGER PRIMARY KEY, gid INT NOT NULL, sid INT NOT NULL, rev INT NOT NULL, priority INT NOT NULL,
  classtype TEXT NOT NULL, msg TEXT NOT NULL, UNIQUE(gid, sid, rev, priority, classtype, msg));
CREATE TABLE context(id INTEGER PRIMARY KEY, action TEXT NOT NULL, dir TEXT NOT NULL, proto TEXT NOT NULL,
  pkt_gen TEXT NOT NULL, service TEXT NOT NULL, eth_type TEXT NOT NULL, tcp_flags TEXT NOT NULL,
  UNIQUE(action, dir, proto, pkt_gen, service, eth_type, tcp_flags));
CREATE TABLE iface(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE address6(id INTEGER PRIMARY KEY, ip BLOB NOT NULL UNIQUE, text TEXT NOT NULL);

CREATE TABLE alert(id INTEGER PRIMARY KEY, run INT, capture INT, at INT, rule INT,
  context INT, iface INT, src INT, dst INT, src_port INT, dst_port INT, pkt_num INT, pkt_len INT,
  flowstart_time INT, client_bytes INT, client_pkts INT, server_bytes INT, server_pkts INT, icmp_code INT, icmp_type INT,
  icmp_id INT, icmp_seq INT, ip_id INT, ip_len INT, ttl INT, tos INT, vlan INT, tcp_ack INT, tcp_len INT, tcp_seq INT,
  tcp_win INT, udp_len INT, eth_len INT, mpls INT);
CREATE INDEX alert_at ON alert(at);
CREATE INDEX alert_rule ON alert(rule, at);
CREATE INDEX alert_src ON alert(src, at);
CREATE TABLE alert_extra(alert INTEGER PRIMARY KEY, json TEXT NOT NULL);

CREATE TABLE run_rule(run INT NOT NULL, capture INT NOT NULL, rule INT NOT NULL, n INT NOT NULL, first INT, last INT,
  PRIMARY KEY(run, capture, rule)) WITHOUT ROWID;
CREATE TABLE hour_rule(run INT NOT NULL, hour INT NOT NULL, rule INT NOT NULL, n INT NOT NULL,
  PRIMARY KEY(run, hour, rule)) WITHOUT ROWID;
CREATE TABLE run_rule_source(run INT NOT NULL, capture INT NOT NULL, rule INT NOT NULL, src INT NOT NULL, n INT NOT NULL,
  PRIMARY KEY(run, capture, rule, src)) WITHOUT ROWID;

CREATE VIEW v_run AS SELECT run.id AS run, arm.name AS arm, run.unit, run.attempt, run.started_at, run.ended_at,
  run.outcome, run.counted, run.exit_code, run.signal, run.received, run.analyzed, run.dropped, run.alerts_logged,
  run.wall_ms, run.cpu_ms, run.peak_bytes, run.last_words
  FROM run JOIN arm ON arm.id = run.arm;
CREATE VIEW v_alert AS SELECT alert.id AS alert, alert.run, arm.name AS arm, capture.path AS capture, alert.at,
  rule.gid, rule.sid, rule.rev, rule.gid || ':' || rule.sid || ':' || rule.rev AS rule, rule.msg, rule.classtype,
  rule.priority, context.action, context.dir, context.proto, context.service, context.pkt_gen, context.eth_type,
  context.tcp_flags, coalesce(iface.name, capture.path) AS iface, coalesce(src6.text, ((alert.src >> 24) & 255) || '.' || ((alert.src >> 16) & 255) || '.' || ((alert.src >> 8) & 255) || '.' || (alert.src & 255)) AS src_addr, alert.src_port,
  coalesce(dst6.text, ((alert.dst >> 24) & 255) || '.' || ((alert.dst >> 16) & 255) || '.' || ((alert.dst >> 8) & 255) || '.' || (alert.dst & 255)) AS dst_addr, alert.dst_port, alert.pkt_num, alert.pkt_len, alert.flowstart_time,
  alert.client_bytes, alert.client_pkts, alert.server_bytes, alert.server_pkts, alert.icmp_code, alert.icmp_type,
  alert.icmp_id, alert.icmp_seq, alert.ip_id, alert.ip_len, alert.ttl, alert.tos, alert.vlan, alert.tcp_ack,
  alert.tcp_len, alert.tcp_seq, alert.tcp_win, alert.udp_len, alert.eth_len, alert.mpls, alert_extra.json AS extra
  FROM alert JOIN run ON run.id = alert.run AND run.counted JOIN arm ON arm.id = run.arm
  JOIN rule ON rule.id = alert.rule JOIN context ON context.id = alert.context
  LEFT JOIN capture ON capture.id = alert.capture LEFT JOIN iface ON iface.id = alert.iface
  LEFT JOIN address6 AS src6 ON src6.id = alert.src - 4294967296
  LEFT JOIN address6 AS dst6 ON dst6.id = alert.dst - 4294967296
  LEFT JOIN alert_extra ON alert_extra.alert = alert.id;
CREATE VIEW v_rule_fired AS SELECT arm.name AS arm, rule.gid, rule.sid, rule.rev, rule.msg, rule.classtype,
  rule.priority, sum(run_rule.n) AS alerts, min(run_rule.first) AS first_at, max(run_rule.last) AS last_at,
  count(DISTINCT nullif(run_rule.capture, 0)) AS captures
  FROM run_rule JOIN run ON run.id = run_rule.run AND run.counted JOIN arm ON arm.id = run.arm
  JOIN rule ON rule.id = run_rule.rule GROUP BY arm.id, rule.id;
`;

import {alertColumns, alertTables} from './0003-live.ts';

/** The views of counted alerts, each row with its part. */
export const alertView = `CREATE VIEW v_alert AS SELECT ${alertColumns}, run.part AS part FROM alert JOIN counted_run AS run ${alertTables};`;
export const ruleFiredView = `CREATE VIEW v_rule_fired AS SELECT arm.name AS arm, rule.gid, rule.sid, rule.rev, rule.msg, rule.classtype,
  rule.priority, sum(run_rule.n) AS alerts, min(run_rule.first) AS first_at, max(run_rule.last) AS last_at,
  count(DISTINCT nullif(run_rule.capture, 0)) AS captures,
  (SELECT count(DISTINCT src) FROM run_rule_source AS pair JOIN counted_run AS other ON other.id = pair.run
   WHERE pair.rule = rule.id AND other.arm = arm.id AND other.part = run.part) AS sources, run.part AS part
  FROM run_rule JOIN counted_run AS run ON run.id = run_rule.run JOIN arm ON arm.id = run.arm
  JOIN rule ON rule.id = run_rule.rule GROUP BY run.part, arm.id, rule.id;`;

/**
 * A trial's parts by name: `run_part` names that of every run, `counted_run` holds the runs whose alerts count. The views
 * name the part of each row; one part is never added to another.
 */
export const parts = `
CREATE VIEW run_part AS SELECT run.*,
  iif(run.paired OR (SELECT plan ->> '$.kind' FROM trial) = 'replay', 'same-traffic', 'live') AS part FROM run;
CREATE VIEW counted_run AS SELECT * FROM run_part WHERE counted > 0;

DROP VIEW v_paired_alert;
DROP VIEW v_alert;
${alertView}

DROP VIEW v_rule_fired;
${ruleFiredView}

DROP VIEW v_run;
CREATE VIEW v_run AS SELECT run.id AS run, arm.name AS arm, run.unit, run.attempt, run.started_at, run.ended_at,
  run.outcome, run.counted > 0 AS counted, run.exit_code, run.signal, run.received, run.analyzed, run.dropped,
  run.alerts_logged, run.wall_ms, run.cpu_ms, run.peak_bytes, run.last_words, run.slot, run.part, run.ready_at,
  run.counted_from, run.counted_to, run.discarded, run.events_cut
  FROM run_part AS run JOIN arm ON arm.id = run.arm;
`;

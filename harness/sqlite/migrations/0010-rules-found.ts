import {alertColumns, alertTables} from './0003-live.ts';

/** Words of a rule as it is shown: those of the log, and what the log lacks as a snapshot has it. */
const shownColumns = alertColumns
  .replace('rule.msg,', 'coalesce(shown.msg, rule.msg) AS msg,')
  .replace('rule.classtype,', 'coalesce(shown.classtype, rule.classtype) AS classtype,')
  .replace('rule.priority,', 'coalesce(shown.priority, rule.priority) AS priority,');

const SHOWN = `LEFT JOIN found_rule AS found ON found.arm = arm.id AND found.rule = rule.id
  LEFT JOIN rule AS shown ON shown.id = found.shown`;

/** Rows of a rollup by part, arm and the rule that is shown. Each rollup is read once: a lookup for every rule would read it as often as there are rules. */
const byShownRule = (rollup: string, sums: string): string =>
  `SELECT run.part AS part, run.arm AS arm, coalesce(found.shown, pair.rule) AS rule, ${sums}
  FROM ${rollup} AS pair JOIN counted_run AS run ON run.id = pair.run
  LEFT JOIN found_rule AS found ON found.arm = run.arm AND found.rule = pair.rule GROUP BY 1, 2, 3`;

/** The view of alerts, with the words that a snapshot adds. */
export const foundAlertView = `CREATE VIEW v_alert AS SELECT ${shownColumns}, run.part AS part,
  coalesce(shown.classtype, rule.classtype) AS class FROM alert JOIN counted_run AS run ${alertTables} ${SHOWN};`;
/** The view of rules that fired, with the words that a snapshot adds. */
export const foundRuleView = `CREATE VIEW v_rule_fired AS SELECT arm.name AS arm, rule.gid, rule.sid, rule.rev, rule.msg, rule.classtype, rule.priority,
  fired.alerts, fired.first_at, fired.last_at, fired.captures, coalesce(met.sources, 0) AS sources, fired.part AS part,
  rule.classtype AS class
  FROM (${byShownRule('run_rule', 'sum(n) AS alerts, min(first) AS first_at, max(last) AS last_at, count(DISTINCT nullif(capture, 0)) AS captures')}) AS fired
  LEFT JOIN (${byShownRule('run_rule_source', 'count(DISTINCT src) AS sources')}) AS met
  ON met.part = fired.part AND met.arm = fired.arm AND met.rule = fired.rule
  JOIN arm ON arm.id = fired.arm JOIN rule ON rule.id = fired.rule;`;

/**
 * Rules of imported logs as found in snapshots. `arm_snapshot`: the snapshot that was named for an arm, or those in which its
 * rules were matched, the first first. `found_rule`: a rule that fired in an arm, the snapshot that knows it, and the row of
 * `rule` that is shown in its place, with the words that the log lacks. The views show those.
 */
export const rulesFound = `
ALTER TABLE known_rule ADD COLUMN class TEXT NOT NULL DEFAULT '';
CREATE TABLE arm_snapshot(arm INT NOT NULL REFERENCES arm, position INT NOT NULL, digest TEXT NOT NULL, name TEXT NOT NULL,
  named INT NOT NULL, PRIMARY KEY(arm, position)) WITHOUT ROWID;
CREATE TABLE found_rule(arm INT NOT NULL REFERENCES arm, rule INT NOT NULL REFERENCES rule, shown INT NOT NULL REFERENCES rule,
  digest TEXT NOT NULL, PRIMARY KEY(arm, rule)) WITHOUT ROWID;

DROP VIEW v_alert;
${foundAlertView}
DROP VIEW v_rule_fired;
${foundRuleView}
`;

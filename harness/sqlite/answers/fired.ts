import sql, {join, type Sql} from 'sql-template-tag';
import type {AlertTotal, Group, GroupRow} from '../../answers/alert-counts.ts';
import type {FiredRow} from '../../answers/figures.ts';
import type {FiredQuestion} from '../../answers/ports.ts';
import type {Trial} from '../open-trial.ts';
import {knownRows} from './known.ts';

/** Reads the rules that fired and that match the question. */
export function readFired(db: Trial, question: FiredQuestion): readonly FiredRow[] {
  const asked = sql`WITH fired AS (${firedRules(question)})
    SELECT part, arm, gid, sid, rev, msg, class, priority, alerts, captures, sources AS sourceAddresses,
    first_at AS firstAt, last_at AS lastAt FROM fired AS chosen WHERE ${join(ruleConditions(question), ' AND ')}
    ORDER BY part, alerts DESC, arm, gid, sid, rev, msg, class, priority`;
  return loudest(knownRows<FiredRow>(db.prepare(asked.sql).all(asked.values)), question.top);
}

/** The value of each group in the view of alerts, as text; '' if an alert has none. */
const VALUES: Readonly<Record<Group, Sql>> = {
  protocol: sql`proto`,
  source: sql`coalesce(src_addr, '')`,
  port: sql`coalesce(CAST(dst_port AS TEXT), '')`,
  action: sql`action`,
  class: sql`class`,
  hour: sql`coalesce(strftime('%Y-%m-%dT%H:00Z', at / 1000000, 'unixepoch'), '')`,
};

/** Counts the alerts that match the question by a property. */
export function readAlertsBy(db: Trial, by: Group, question: FiredQuestion): readonly GroupRow[] {
  const value = VALUES[by];
  const order = by === 'hour' ? sql`value, arm` : sql`alerts DESC, arm, value`;
  const conditions = [...alertConditions(question), ...ruleConditions(question)];
  const asked = sql`WITH fired AS (${firedRules(question)})
    SELECT part, arm, ${value} AS value, count(*) AS alerts, count(DISTINCT gid || ':' || sid) AS rules,
    count(DISTINCT src_addr) AS sourceAddresses, min(at) AS firstAt, max(at) AS lastAt
    FROM v_alert AS chosen WHERE ${join(conditions, ' AND ')} GROUP BY part, arm, value
    ORDER BY part, ${order}`;
  return loudest(knownRows<GroupRow>(db.prepare(asked.sql).all(asked.values)), question.top);
}

/** Returns the rows with the most alerts of each part and arm, in their order. */
function loudest<Row extends AlertTotal>(
  rows: readonly Row[],
  top = Number.POSITIVE_INFINITY,
): readonly Row[] {
  const taken = new Map<string, number>();
  const chosen = new Set<Row>();
  for (const row of [...rows].sort((a, b) => b.alerts - a.alerts)) {
    const arm = `${row.part} ${row.arm}`;
    const place = (taken.get(arm) ?? 0) + 1;
    taken.set(arm, place);
    if (place <= top) chosen.add(row);
  }
  return rows.filter(row => chosen.has(row));
}

/** Counts the alerts of each part and arm that match the question. */
export function readAlertTotals(db: Trial, question: FiredQuestion): readonly AlertTotal[] {
  const asked = sql`WITH fired AS (${firedRules(question)}) SELECT part, arm, sum(alerts) AS alerts FROM fired AS chosen
    WHERE ${join(ruleConditions(question), ' AND ')} GROUP BY part, arm ORDER BY part, arm`;
  return db.prepare(asked.sql).all(asked.values) as AlertTotal[];
}

/** Selects from the view of fired rules, or counts anew if the question restricts the alerts themselves. */
function firedRules(question: FiredQuestion): Sql {
  const conditions = alertConditions(question);
  if (conditions.length === 0) return sql`SELECT * FROM v_rule_fired`;
  return sql`SELECT part, arm, gid, sid, rev, msg, class, priority, count(*) AS alerts, count(DISTINCT capture) AS captures,
    count(DISTINCT src_addr) AS sources, min(at) AS first_at, max(at) AS last_at
    FROM v_alert WHERE ${join(conditions, ' AND ')} GROUP BY part, arm, gid, sid, rev, msg, class, priority`;
}

function alertConditions({protocol, source, port, action, from, to}: FiredQuestion): Sql[] {
  return [
    ...(protocol === undefined ? [] : [sql`lower(proto) = lower(${protocol})`]),
    ...(source === undefined ? [] : [sql`src_addr = ${source}`]),
    ...(port === undefined ? [] : [sql`dst_port = ${port}`]),
    ...(action === undefined ? [] : [sql`lower(action) = lower(${action})`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
  ];
}

/** Conditions on the rules of `chosen`, which are rows of fired rules or alerts. */
function ruleConditions({
  part,
  arm,
  gid,
  sid,
  class: className,
  text,
  firedByNoOtherArm,
}: FiredQuestion): Sql[] {
  return [
    sql`true`,
    ...(part === undefined ? [] : [sql`part = ${part}`]),
    ...(arm === undefined ? [] : [sql`arm = ${arm}`]),
    ...(sid === undefined ? [] : [sql`sid = ${sid}`]),
    ...(gid === undefined ? [] : [sql`gid = ${gid}`]),
    ...(className === undefined ? [] : [sql`lower(class) = lower(${className})`]),
    ...(text === undefined ? [] : [sql`instr(lower(msg), lower(${text})) > 0`]),
    ...(firedByNoOtherArm
      ? [
          sql`NOT EXISTS (SELECT 1 FROM fired AS other WHERE other.part = chosen.part AND other.gid = chosen.gid
            AND other.sid = chosen.sid AND other.arm <> chosen.arm)`,
        ]
      : []),
  ];
}

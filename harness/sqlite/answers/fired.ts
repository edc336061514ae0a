import sql, {join, type Sql} from 'sql-template-tag';
import type {FiredRow} from '../../answers/figures.ts';
import type {FiredQuestion} from '../../answers/ports.ts';
import type {Trial} from '../open-trial.ts';
import {knownRows} from './known.ts';

/** Reads the rules that fired and that match the question. */
export function readFired(db: Trial, question: FiredQuestion): readonly FiredRow[] {
  const {top} = question;
  const asked = sql`WITH fired AS (${firedRules(question)})
    SELECT part, arm, gid, sid, rev, msg, class, priority, alerts, captures, sources AS sourceAddresses,
    first_at AS firstAt, last_at AS lastAt FROM fired WHERE ${join(ruleConditions(question), ' AND ')}
    ORDER BY part, alerts DESC, arm, gid, sid, rev, msg, class, priority LIMIT ${top ?? -1}`;
  return knownRows<FiredRow>(db.prepare(asked.sql).all(asked.values));
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
          sql`NOT EXISTS (SELECT 1 FROM fired AS other WHERE other.part = fired.part AND other.gid = fired.gid
            AND other.sid = fired.sid AND other.arm <> fired.arm)`,
        ]
      : []),
  ];
}

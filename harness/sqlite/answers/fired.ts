import sql, {join, type Sql} from 'sql-template-tag';
import type {FiredRow} from '../../answers/figures.ts';
import type {FiredQuestion} from '../../answers/ports.ts';
import type {Trial} from '../open-trial.ts';
import {knownRows} from './known.ts';

/** Reads the rules that fired and that match the question. */
export function readFired(db: Trial, question: FiredQuestion): readonly FiredRow[] {
  const {part, arm, gid, sid, class: className, text} = question;
  const wanted: Sql[] = [sql`true`];
  if (part !== undefined) wanted.push(sql`part = ${part}`);
  if (arm !== undefined) wanted.push(sql`arm = ${arm}`);
  if (sid !== undefined) wanted.push(sql`sid = ${sid}`);
  if (gid !== undefined) wanted.push(sql`gid = ${gid}`);
  if (className !== undefined) wanted.push(sql`lower(class) = lower(${className})`);
  if (text !== undefined) wanted.push(sql`instr(lower(msg), lower(${text})) > 0`);
  const asked = sql`SELECT part, arm, gid, sid, rev, msg, class, priority, alerts, captures, sources AS sourceAddresses,
    first_at AS firstAt, last_at AS lastAt FROM v_rule_fired WHERE ${join(wanted, ' AND ')}
    ORDER BY part, alerts DESC, arm, gid, sid, rev, msg, class, priority`;
  return knownRows<FiredRow>(db.prepare(asked.sql).all(asked.values));
}

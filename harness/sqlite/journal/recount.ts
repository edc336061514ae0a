import type {Trial} from '../open-trial.ts';

/** Microseconds of an hour, as in hour_rule. */
const HOUR = 3_600_000_000;

/**
 * Takes out of a run's rollups what lies outside [from, to): warm-up and handover are stored, not counted. One pass over
 * the alerts since the run began; rules without such alerts stay as they are.
 */
export function recount(db: Trial, run: number, from: number | null, to: number | null): void {
  const firstAlert = Number(db.prepare('SELECT first_alert FROM run WHERE id = ?').pluck().get(run) ?? 0);
  const bounds = {
    run,
    first: firstAlert,
    from: from ?? Number.MIN_SAFE_INTEGER,
    to: to ?? Number.MAX_SAFE_INTEGER,
  };
  const own = 'alert.id > @first AND alert.run = @run';
  const inside = 'alert.at >= @from AND alert.at < @to';
  const rules = db
    .prepare(`SELECT DISTINCT rule FROM alert WHERE ${own} AND (${inside}) IS NOT TRUE`)
    .pluck()
    .all(bounds) as number[];
  if (rules.length === 0) return;
  const of = {...bounds, rules: JSON.stringify(rules)};
  const affected = 'IN (SELECT value FROM json_each(@rules))';
  // the plus keeps SQLite on the run's own alerts, away from the index over all of a rule's
  const counted = `FROM alert WHERE ${own} AND +alert.rule ${affected} AND ${inside}`;
  for (const table of ['run_rule', 'hour_rule', 'run_rule_source'])
    db.prepare(`DELETE FROM ${table} WHERE run = @run AND rule ${affected}`).run({run, rules: of.rules});
  db.prepare(`INSERT INTO run_rule SELECT run, capture, rule, count(*), min(at), max(at) ${counted}
    GROUP BY run, capture, rule`).run(of);
  db.prepare(`INSERT INTO hour_rule SELECT run, at / ${HOUR}, rule, count(*) ${counted}
    GROUP BY run, at / ${HOUR}, rule`).run(of);
  db.prepare(`INSERT INTO run_rule_source SELECT run, capture, rule, src, count(*) ${counted}
    AND src IS NOT NULL GROUP BY run, capture, rule, src`).run(of);
}

import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {Trial} from './open-trial.ts';

const HOUR = 3600 * MICROS_PER_SECOND;

/** What one alert adds to the rollups. */
export interface Counted {
  readonly capture: number;
  readonly rule: number;
  readonly at: number | null;
  readonly src: number | null;
}

interface RuleSum {
  capture: number;
  rule: number;
  n: number;
  first: number | null;
  last: number | null;
}

/** Adds up a batch in memory, then one upsert for each key, in the transaction of the alerts themselves. */
export function rollups(db: Trial): (run: number, alerts: readonly Counted[]) => void {
  const addRule = db.prepare(`INSERT INTO run_rule VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    n = n + excluded.n, first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
    last = max(coalesce(last, excluded.last), coalesce(excluded.last, last)), sources = sources + excluded.sources`);
  const addHour = db.prepare(
    `INSERT INTO hour_rule VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
  );
  // n is returned to tell a new pair (n as given) from a known one
  const addSource = db
    .prepare(`INSERT INTO run_rule_source VALUES(?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET n = n + excluded.n RETURNING n`)
    .pluck();
  return (run, alerts) => {
    const rules = new Map<string, RuleSum>();
    const hours = new Map<string, {hour: number; rule: number; n: number}>();
    const sources = new Map<string, {of: string; src: number; n: number}>();
    for (const {capture, rule, at, src} of alerts) {
      const key = `${capture} ${rule}`;
      addToRule(rules, key, capture, rule, at);
      if (at !== null) {
        const hour = Math.floor(at / HOUR);
        const known = hours.get(`${hour} ${rule}`);
        if (known) known.n += 1;
        else hours.set(`${hour} ${rule}`, {hour, rule, n: 1});
      }
      if (src === null) continue;
      const pair = sources.get(`${key} ${src}`);
      if (pair) pair.n += 1;
      else sources.set(`${key} ${src}`, {of: key, src, n: 1});
    }
    const fresh = new Map<string, number>();
    for (const {of, src, n} of sources.values()) {
      const sum = rules.get(of);
      if (sum && addSource.get(run, sum.capture, sum.rule, src, n) === n)
        fresh.set(of, (fresh.get(of) ?? 0) + 1);
    }
    for (const [key, sum] of rules) {
      addRule.run(run, sum.capture, sum.rule, sum.n, sum.first, sum.last, fresh.get(key) ?? 0);
    }
    for (const {hour, rule, n} of hours.values()) addHour.run(run, hour, rule, n);
  };
}

function addToRule(
  rules: Map<string, RuleSum>,
  key: string,
  capture: number,
  rule: number,
  at: number | null,
): void {
  const sum = rules.get(key);
  if (!sum) {
    rules.set(key, {capture, rule, n: 1, first: at, last: at});
    return;
  }
  sum.n += 1;
  if (at === null) return;
  sum.first = sum.first === null ? at : Math.min(sum.first, at);
  sum.last = sum.last === null ? at : Math.max(sum.last, at);
}

import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {Trial} from './open-trial.ts';

const HOUR = 3600 * MICROS_PER_SECOND;

/** Keys of two numbers in one: rule ids and captures stay far below 2^20, addresses take 33 bits. */
const RULES = 2 ** 20;
const ADDRESSES = 2 ** 33;

interface RuleSum {
  readonly rule: number;
  n: number;
  first: number | null;
  last: number | null;
  /** New pairs of rule and source address. */
  fresh: number;
}

interface CaptureSums {
  readonly rules: Map<number, RuleSum>;
  /** rule * ADDRESSES + src -> alerts */
  readonly sources: Map<number, number>;
}

/** Adds up a batch in memory, then one upsert for each key, in the transaction of the alerts themselves. */
export function rollups(db: Trial) {
  const addRule = db.prepare(`INSERT INTO run_rule VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    n = n + excluded.n, first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
    last = max(coalesce(last, excluded.last), coalesce(excluded.last, last)), sources = sources + excluded.sources`);
  const addHour = db.prepare(
    'INSERT INTO hour_rule VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  );
  const newSource = db.prepare('INSERT INTO run_rule_source VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const addSource = db.prepare(
    'UPDATE run_rule_source SET n = n + ? WHERE run = ? AND capture = ? AND rule = ? AND src = ?',
  );

  function writeCapture(run: number, capture: number, {rules, sources}: CaptureSums): void {
    // in the order of the table's key, so that neighbours are written together
    for (const key of Float64Array.from(sources.keys()).sort()) {
      const rule = Math.floor(key / ADDRESSES);
      const src = key - rule * ADDRESSES;
      const n = sources.get(key) ?? 0;
      const sum = rules.get(rule);
      if (newSource.run(run, capture, rule, src, n).changes === 0) addSource.run(n, run, capture, rule, src);
      else if (sum) sum.fresh += 1;
    }
    for (const {rule, n, first, last, fresh} of rules.values())
      addRule.run(run, capture, rule, n, first, last, fresh);
  }

  return {
    begin(run: number) {
      const captures = new Map<number, CaptureSums>();
      /** hour * RULES + rule -> alerts */
      const hours = new Map<number, number>();
      return {
        add(capture: number, rule: number, at: number | null, src: number | null): void {
          let sums = captures.get(capture);
          if (!sums) {
            sums = {rules: new Map(), sources: new Map()};
            captures.set(capture, sums);
          }
          addToRule(sums.rules, rule, at);
          if (at !== null) {
            const key = Math.floor(at / HOUR) * RULES + rule;
            hours.set(key, (hours.get(key) ?? 0) + 1);
          }
          if (src === null) return;
          const key = rule * ADDRESSES + src;
          sums.sources.set(key, (sums.sources.get(key) ?? 0) + 1);
        },
        write(): void {
          for (const [capture, sums] of captures) writeCapture(run, capture, sums);
          for (const [key, n] of hours) {
            const hour = Math.floor(key / RULES);
            addHour.run(run, hour, key - hour * RULES, n);
          }
        },
      };
    },
  };
}

function addToRule(rules: Map<number, RuleSum>, rule: number, at: number | null): void {
  const sum = rules.get(rule);
  if (!sum) {
    rules.set(rule, {rule, n: 1, first: at, last: at, fresh: 0});
    return;
  }
  sum.n += 1;
  if (at === null) return;
  sum.first = sum.first === null ? at : Math.min(sum.first, at);
  sum.last = sum.last === null ? at : Math.max(sum.last, at);
}

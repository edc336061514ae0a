import {MICROS_PER_SECOND} from '../../domain/time.ts';
import type {Trial} from '../open-trial.ts';
import {manyRows} from './many-rows.ts';

const HOUR = 3600 * MICROS_PER_SECOND;

/** What one batch adds to one rule on one capture. */
interface RuleSum {
  n: number;
  first: number | null;
  last: number | null;
  /** The hour of the last alert (epoch seconds / 3600) and its alerts; hours before it are closed. */
  hour: number;
  inHour: number;
  readonly closed: {readonly hour: number; readonly n: number}[];
  /** Alerts by source address. */
  readonly sources: Map<number, number>;
}

/** Adds up a batch in memory, then one upsert for each key, in the transaction of the alerts themselves. */
export function rollups(db: Trial) {
  const addRule = db.prepare(`INSERT INTO run_rule VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    n = n + excluded.n, first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
    last = max(coalesce(last, excluded.last), coalesce(excluded.last, last))`);
  const addUp = 'ON CONFLICT DO UPDATE SET n = n + excluded.n';
  const hours = manyRows(db, 'hour_rule', 4, addUp);
  const pairs = manyRows(db, 'run_rule_source', 5, addUp);

  function write(run: number, capture: number, rule: number, sum: RuleSum): void {
    addRule.run(run, capture, rule, sum.n, sum.first, sum.last);
    closeHour(sum);
    for (const {hour, n} of sum.closed) hours.add(run, hour, rule, n);
    // in the order of the table's key, so that neighbours are written together
    const sources = [...sum.sources].sort(([a], [b]) => a - b);
    for (const [src, n] of sources) pairs.add(run, capture, rule, src, n);
  }

  return {
    begin(run: number) {
      // a transaction that was rolled back may have left some
      hours.forget();
      pairs.forget();
      const captures = new Map<number, Map<number, RuleSum>>();
      return {
        add(capture: number, rule: number, at: number | null, src: number | null): void {
          const rules = captures.get(capture) ?? new Map<number, RuleSum>();
          if (rules.size === 0) captures.set(capture, rules);
          const sum = rules.get(rule) ?? emptySum();
          if (sum.n === 0) rules.set(rule, sum);
          sum.n += 1;
          if (at !== null) addTime(sum, at);
          if (src !== null) sum.sources.set(src, (sum.sources.get(src) ?? 0) + 1);
        },
        write(): void {
          for (const [capture, rules] of captures) {
            for (const [rule, sum] of [...rules].sort(([a], [b]) => a - b)) write(run, capture, rule, sum);
          }
          hours.flush();
          pairs.flush();
        },
      };
    },
  };
}

const emptySum = (): RuleSum => ({
  n: 0,
  first: null,
  last: null,
  hour: 0,
  inHour: 0,
  closed: [],
  sources: new Map(),
});

function addTime(sum: RuleSum, at: number): void {
  if (sum.first === null || at < sum.first) sum.first = at;
  if (sum.last === null || at > sum.last) sum.last = at;
  const hour = Math.floor(at / HOUR);
  if (hour !== sum.hour) {
    closeHour(sum);
    sum.hour = hour;
  }
  sum.inHour += 1;
}

function closeHour(sum: RuleSum): void {
  if (sum.inHour > 0) sum.closed.push({hour: sum.hour, n: sum.inHour});
  sum.inHour = 0;
}

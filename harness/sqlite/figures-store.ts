import type {
  ArmFigures,
  BadRunFigures,
  CaptureFigures,
  Figures,
  OnlyOneFigures,
  RuleFigures,
} from '../analysis/figures.ts';
import {isLivePlan, type TrialPlan} from '../domain/trial.ts';
import {MAX_ATTEMPTS} from '../trial/next-step.ts';
import {readKnownRules} from './known-rules.ts';
import {readListed} from './listed.ts';
import {readLiveFigures} from './live-figures.ts';
import {withNewestLoads} from './newest-loads.ts';
import type {Trial} from './open-trial.ts';
import {pairedPlan} from './paired-store.ts';
import {readPlan} from './trial-store.ts';

/** All counts of a trial that its report is judged from, in one read transaction. */
export function readFigures(db: Trial): Figures {
  return db
    .transaction((): Figures => {
      const {plan} = readPlan(db);
      if (!isLivePlan(plan)) return partFigures(db, plan, 1);
      const whole = partFigures(db, withNewestLoads(db, plan), 1);
      const paired = pairedPlan(db, plan, 'report');
      return {
        ...whole,
        live: readLiveFigures(db),
        snapshots: readSnapshots(db, 1),
        ...(paired.captures.length > 0
          ? {paired: {...partFigures(db, paired, 2), snapshots: readSnapshots(db, 2)}}
          : {}),
      };
    })
    .deferred();
}

/** Figures of the main part (1), or of a live trial's paired answer (2). */
function partFigures(db: Trial, plan: TrialPlan, part: 1 | 2): Figures {
  const {name, sealedAt} = readPlan(db);
  const known = readKnownRules(db, plan);
  const planned = new Set(plan.arms.map(arm => arm.name));
  const replays = plan.kind === 'replay';
  const captures = replays ? readCaptures(db, part) : [];
  return {
    trial: name,
    plan,
    sealedAt,
    arms: (db.prepare(ARMS).all({part}) as ArmFigures[]).filter(({arm}) => planned.has(arm)),
    rules: (db.prepare(RULES).all({part}) as RuleFigures[]).map(rule => ({
      ...rule,
      facts: known.factsOf(rule.arm, rule.gid, rule.sid),
    })),
    loaded: known.loaded,
    listed: readListed(db, part),
    captures,
    runs: (db.prepare(BAD_RUNS).all({max: MAX_ATTEMPTS, part}) as BadRow[]).map(row => ({
      ...row,
      captures: (JSON.parse(row.captures) as (string | null)[]).flatMap(path => path ?? []).sort(),
      givenUp: row.givenUp === 1,
    })),
    onlyOne:
      !replays || plan.arms.length < 2
        ? []
        : (db.prepare(ONLY_ONE).all({part, arms: plan.arms.length}) as OnlyOneFigures[]),
  };
}

type BadRow = Omit<BadRunFigures, 'givenUp' | 'captures'> & {
  readonly givenUp: number;
  readonly captures: string;
};

const GUESSED =
  'FROM log JOIN run ON run.id = log.run WHERE run.arm = arm.id AND counted = @part AND guessed > 0';

const ARMS = `SELECT arm.name AS arm, loaded, enabled, builtins,
  (SELECT count(*) FROM run_capture JOIN run ON run.id = run_capture.run WHERE run.arm = arm.id AND counted = @part) AS capturesDone,
  sum(received) AS received, sum(analyzed) AS analyzed, sum(dropped) AS dropped, sum(discarded) AS discarded, sum(events_cut) AS eventsCut, sum(alerts_logged) AS alertsLogged,
  sum(wall_ms) AS wallMs, sum(cpu_ms) AS cpuMs, max(peak_bytes) AS peakBytes, count(run.id) AS countedRuns,
  (SELECT count(DISTINCT src) FROM run_rule_source JOIN run ON run.id = run_rule_source.run WHERE run.arm = arm.id AND counted = @part) AS sources,
  (SELECT count(*) FROM reject JOIN log ON log.id = reject.log JOIN run ON run.id = log.run WHERE run.arm = arm.id AND counted = @part) AS rejects,
  (SELECT sum(guessed) ${GUESSED}) AS guessed, (SELECT min(guessed_from) ${GUESSED}) AS guessedFrom, (SELECT max(guessed_to) ${GUESSED}) AS guessedTo,
  (SELECT count(*) FROM run WHERE run.arm = arm.id AND outcome = 'cancelled' AND paired = @part - 1) AS cancelledRuns,
  (SELECT count(*) FROM run WHERE run.arm = arm.id AND outcome IN ('exited-early', 'never-ready', 'hung') AND paired = @part - 1) AS earlyRuns
  FROM arm LEFT JOIN run ON run.arm = arm.id AND counted = @part GROUP BY arm.id ORDER BY arm.id`;

const RULES = `SELECT arm.name AS arm, gid, sid, rev, msg, classtype, priority, sum(run_rule.n) AS alerts,
  count(DISTINCT nullif(run_rule.capture, 0)) AS captures, min(first) AS firstAt, max(last) AS lastAt,
  (SELECT count(DISTINCT src) FROM run_rule_source AS pair JOIN run AS other ON other.id = pair.run AND other.counted = @part
   WHERE pair.rule = rule.id AND other.arm = arm.id) AS sources
  FROM run_rule JOIN run ON run.id = run_rule.run AND run.counted = @part JOIN arm ON arm.id = run.arm
  JOIN rule ON rule.id = run_rule.rule GROUP BY arm.id, rule.id ORDER BY arm.id, alerts DESC`;

const CAPTURES = `SELECT arm.name AS arm, capture.path AS capture, problem,
  coalesce(sum(run_rule.n), 0) AS alerts, count(DISTINCT rule.gid || ':' || rule.sid) AS rules,
  CASE WHEN (SELECT count(*) FROM run_capture AS other WHERE other.run = run.id) = 1 THEN run.analyzed END AS analyzed
  FROM run_capture JOIN run ON run.id = run_capture.run AND run.counted = @part JOIN arm ON arm.id = run.arm
  JOIN capture ON capture.id = run_capture.capture
  LEFT JOIN run_rule ON run_rule.run = run.id AND run_rule.capture = capture.id LEFT JOIN rule ON rule.id = run_rule.rule
  GROUP BY arm.id, capture.id ORDER BY arm.id, capture.id`;

const readCaptures = (db: Trial, part: 1 | 2): CaptureFigures[] =>
  db.prepare(CAPTURES).all({part}) as CaptureFigures[];

const BAD_RUNS = `SELECT arm.name AS arm, json_group_array(DISTINCT capture.path) AS captures, count(DISTINCT run.id) AS attempts,
  max(coalesce(last_words, signal, 'exit code ' || exit_code)) AS lastWords, count(DISTINCT run.id) >= @max AND NOT EXISTS
  (SELECT 1 FROM run AS good WHERE good.arm = run.arm AND good.unit = run.unit AND good.counted = @part) AS givenUp
  FROM run JOIN arm ON arm.id = run.arm LEFT JOIN run_capture ON run_capture.run = run.id
  LEFT JOIN capture ON capture.id = run_capture.capture
  WHERE outcome IN ('exited-early', 'never-ready') AND paired = @part - 1 GROUP BY run.arm, run.unit`;

// the same packet of the same capture, alerted by the same rule: whatever its revision or message; of captures that
// every arm has read, since what an arm did not read it could not alert on
const ONLY_ONE = `WITH whole AS (SELECT capture FROM run_capture JOIN run ON run.id = run_capture.run AND run.counted = @part
    GROUP BY capture HAVING count(DISTINCT run.arm) = @arms),
  place AS (
    SELECT run.arm, alert.capture, gid, sid, alert.at, pkt_num, src, dst, src_port, dst_port,
      max(msg) AS msg, count(*) AS n
    FROM alert JOIN run ON run.id = alert.run AND run.counted = @part JOIN rule ON rule.id = alert.rule
    WHERE alert.capture IN (SELECT capture FROM whole)
    GROUP BY run.arm, alert.capture, gid, sid, alert.at, pkt_num, src, dst, src_port, dst_port),
  told AS (SELECT *, count(*) OVER
    (PARTITION BY capture, gid, sid, at, pkt_num, src, dst, src_port, dst_port) AS arms FROM place)
  SELECT arm.name AS arm, capture.path AS capture, gid, sid, max(msg) AS msg, sum(n) AS alerts
  FROM told JOIN arm ON arm.id = told.arm JOIN capture ON capture.id = told.capture WHERE arms = 1
  GROUP BY told.arm, told.capture, gid, sid ORDER BY alerts DESC, arm.id, capture.path, gid, sid`;

const SNAPSHOTS = `SELECT arm.name AS arm, count(DISTINCT loaded.json ->> '$.ruleset.digest') AS snapshots
  FROM run JOIN arm ON arm.id = run.arm JOIN loaded ON loaded.id = run.loads WHERE run.counted = ? GROUP BY arm.id`;

const readSnapshots = (db: Trial, part: 1 | 2): Figures['snapshots'] =>
  db.prepare(SNAPSHOTS).all(part) as Figures['snapshots'];

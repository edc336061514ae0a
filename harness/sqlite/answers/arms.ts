import type {ArmFigures} from '../../answers/figures.ts';
import type {PartName} from '../../answers/parts.ts';
import type {TrialPlan} from '../../domain/trial.ts';
import type {Trial} from '../open-trial.ts';
import {knownRows} from './known.ts';
import {IN_COUNTED_TIME, OWN_RUNS} from './parts.ts';

type Grouped = 'byClass' | 'byPriority' | 'byAction' | 'byProtocol';

/** Alerts of one rule of an arm in one context. */
interface ContextRow {
  readonly arm: string;
  readonly action: string;
  readonly protocol: string;
  readonly alerts: number;
  readonly rule: string;
}

/** Reads what each arm of a part fired, read and consumed. */
export function readArms(db: Trial, part: PartName, {arms}: TrialPlan): ArmFigures[] {
  const planned = new Set(arms.map(({name}) => name));
  const classes = byArm<ArmFigures['byClass'][number]>(db, CLASSES, part);
  const contexts = db.prepare(CONTEXTS).all({part}) as ContextRow[];
  const priorities = byArm<ArmFigures['byPriority'][number]>(db, PRIORITIES, part);
  return knownRows<Omit<ArmFigures, Grouped>>(db.prepare(ARMS).all({part}))
    .filter(({arm}) => planned.has(arm))
    .map(row => ({
      ...row,
      byClass: classes(row.arm),
      byAction: byContext(contexts, row.arm, 'action').map(({value: action, ...sum}) => ({action, ...sum})),
      byProtocol: byContext(contexts, row.arm, 'protocol').map(({value: protocol, ...sum}) => ({
        protocol,
        ...sum,
      })),
      byPriority: priorities(row.arm),
    }));
}

/** Adds up the alerts of an arm by a word of their contexts, most alerts first. */
function byContext(rows: readonly ContextRow[], arm: string, word: 'action' | 'protocol') {
  const sums = new Map<string, {alerts: number; rules: Set<string>}>();
  for (const row of rows) {
    if (row.arm !== arm) continue;
    const sum = sums.get(row[word]) ?? {alerts: 0, rules: new Set()};
    sums.set(row[word], sum);
    sum.alerts += row.alerts;
    sum.rules.add(row.rule);
  }
  return [...sums]
    .map(([value, {alerts, rules}]) => ({value, alerts, rules: rules.size}))
    .sort((a, b) => b.alerts - a.alerts || (a.value < b.value ? -1 : 1));
}

function byArm<Row>(db: Trial, statement: string, part: PartName): (arm: string) => Row[] {
  const rows = db.prepare(statement).all({part}) as (Row & {arm: string})[];
  return name => rows.filter(({arm}) => arm === name).map(({arm: _, ...row}) => row as Row);
}

const CLASSES = `SELECT arm, coalesce(nullif(classtype, ''), 'none') AS class, sum(alerts) AS alerts,
  count(DISTINCT gid || ':' || sid) AS rules FROM v_rule_fired WHERE part = @part
  GROUP BY arm, 2 ORDER BY alerts DESC, class`;

// no rollup knows the context: every alert is read, but only ids are compared
const CONTEXTS = `WITH met AS (SELECT run.arm, alert.rule, alert.context, count(*) AS n
    FROM alert JOIN counted_run AS run ON run.id = alert.run AND run.part = @part AND ${IN_COUNTED_TIME}
    GROUP BY run.arm, alert.rule, alert.context)
  SELECT arm.name AS arm, coalesce(nullif(action, ''), 'none') AS action, coalesce(nullif(proto, ''), 'none') AS protocol,
  n AS alerts, gid || ':' || sid AS rule FROM met JOIN arm ON arm.id = met.arm JOIN rule ON rule.id = met.rule
  JOIN context ON context.id = met.context`;

const PRIORITIES = `SELECT arm, priority, sum(alerts) AS alerts, count(DISTINCT gid || ':' || sid) AS rules
  FROM v_rule_fired WHERE part = @part GROUP BY arm, priority ORDER BY priority`;

const READ = `FROM run_capture JOIN counted_run AS run ON run.id = run_capture.run WHERE ${OWN_RUNS}`;
const FIRED = `FROM run_rule JOIN counted_run AS run ON run.id = run_rule.run JOIN rule ON rule.id = run_rule.rule WHERE ${OWN_RUNS}`;
const GUESSED = `FROM log JOIN counted_run AS run ON run.id = log.run WHERE ${OWN_RUNS} AND guessed > 0`;
/** This counts all runs of the arm, whether they are counted or not. */
const RAN = `SELECT count(*) FROM run WHERE ${OWN_RUNS}`;

const ARMS = `SELECT arm.name AS arm,
  (SELECT coalesce(sum(run_rule.n), 0) ${FIRED}) AS alerts,
  (SELECT count(DISTINCT rule.gid || ':' || rule.sid) ${FIRED}) AS rulesFired,
  (SELECT count(DISTINCT src) FROM run_rule_source JOIN counted_run AS run ON run.id = run_rule_source.run WHERE ${OWN_RUNS}) AS sourceAddresses,
  (SELECT count(*) FROM reject JOIN log ON log.id = reject.log JOIN counted_run AS run ON run.id = log.run WHERE ${OWN_RUNS}) AS rejects,
  (SELECT count(*) ${READ}) AS capturesDone, (SELECT count(problem) ${READ}) AS capturesUnreadable,
  (SELECT count(DISTINCT run_capture.capture) ${READ} AND problem IS NULL AND EXISTS (SELECT 1 FROM run_rule
    WHERE run_rule.run = run.id AND run_rule.capture = run_capture.capture)) AS capturesAlerted,
  sum(received) AS received, sum(analyzed) AS analyzed, sum(dropped) AS dropped, sum(discarded) AS discarded,
  sum(alerts_logged) AS alertsLogged, sum(events_cut) AS eventsCut,
  (SELECT sum(guessed) ${GUESSED}) AS guessed, (SELECT min(guessed_from) ${GUESSED}) AS guessedFrom,
  (SELECT max(guessed_to) ${GUESSED}) AS guessedTo,
  sum(wall_ms) / 1000.0 AS wallSeconds, sum(cpu_ms) / 1000.0 AS cpuSeconds, max(peak_bytes) AS peakBytes,
  count(counted.id) AS countedRuns, (${RAN} AND outcome = 'cancelled') AS cancelledRuns,
  (${RAN} AND outcome IN ('exited-early', 'never-ready', 'hung')) AS failedRuns
  FROM arm LEFT JOIN counted_run AS counted ON counted.arm = arm.id AND counted.part = @part
  GROUP BY arm.id ORDER BY arm.id`;

import type {
  LiveFigures,
  LiveRunFigures,
  LiveSlotFigures,
  LoadFigures,
  MachineFigures,
  NoticeFigures,
  RecordingFigures,
  SwitchFigures,
} from '../analysis/live-figures.ts';
import {isLivePlan, type PlanArm} from '../domain/trial.ts';
import type {Trial} from './open-trial.ts';
import {readOutages} from './outage-journal.ts';
import {readPlan} from './trial-store.ts';

/** Everything of a live trial beside its alerts; undefined for any other trial. */
export function readLiveFigures(db: Trial): LiveFigures | undefined {
  const all = <T>(sql: string): T[] => db.prepare(sql).all() as T[];
  if (!isLivePlan(readPlan(db).plan)) return undefined;
  const stoppedAt = db.prepare('SELECT stopped_at FROM trial').pluck().get() as number | null;
  return {
    stoppedAt,
    slots: all<SlotRow>(SLOTS).map(slotFigures),
    runs: all<LiveRunFigures>(RUNS),
    switches: all<SwitchFigures>(SWITCHES),
    outages: readOutages(db),
    notices: all<NoticeFigures>('SELECT at, kind, slot, arm, text FROM notice ORDER BY id'),
    recordings: all<RecordingFigures>(RECORDINGS),
    load: all<LoadFigures>(LOAD),
    machine: all<MachineFigures>(MACHINE).find(({samples}) => samples > 0),
  };
}

interface SlotRow extends Omit<LiveSlotFigures, 'ruleset'> {
  readonly json: string | null;
}

function slotFigures({json, ...row}: SlotRow): LiveSlotFigures {
  const ruleset = json === null ? undefined : (JSON.parse(json) as PlanArm).ruleset;
  return {
    ...row,
    ruleset: ruleset && {name: ruleset.name, digest: ruleset.digest, takenAt: ruleset.takenAt},
  };
}

const SLOTS = `SELECT slot.id AS slot, rotation, arm.name AS arm, begins_at AS beginsAt, ends_at AS endsAt, state, reason,
  words, json,
  (SELECT coalesce(sum(n), 0) FROM run_rule JOIN run ON run.id = run_rule.run AND run.counted = 1
   WHERE run.slot = slot.id AND run.arm = arm.id) AS alerts,
  (SELECT count(DISTINCT rule.gid || ':' || rule.sid) FROM run_rule JOIN run ON run.id = run_rule.run AND run.counted = 1
   JOIN rule ON rule.id = run_rule.rule WHERE run.slot = slot.id AND run.arm = arm.id) AS rulesFired
  FROM slot JOIN slot_arm ON slot_arm.slot = slot.id JOIN arm ON arm.id = slot_arm.arm
  LEFT JOIN loaded ON loaded.id = coalesce(
    (SELECT loads FROM run WHERE run.slot = slot.id AND run.arm = arm.id AND NOT paired AND ready_at IS NOT NULL
     ORDER BY run.id DESC LIMIT 1),
    iif(state IS NULL, slot_arm.loads, NULL)) ORDER BY slot.id, arm.id`;

const RUNS = `SELECT run.id AS run, slot, arm.name AS arm, attempt, started_at AS startedAt, ready_at AS readyAt,
  counted_from AS countedFrom, counted_to AS countedTo, ended_at AS endedAt, outcome, received, dropped,
  (SELECT coalesce(sum(n), 0) FROM run_rule WHERE run_rule.run = run.id) AS alerts, alerts_logged - alerts_stored AS alertsLost, last_words AS lastWords
  FROM run JOIN arm ON arm.id = run.arm WHERE NOT paired ORDER BY run.id`;

const SWITCHES = `SELECT slot, arm.name AS arm, old_run AS oldRun, new_run AS newRun, ready_at AS readyAt,
  old_ended_at AS oldEndedAt, blind_us AS blindMicros, blind_packets AS blindPackets
  FROM switch JOIN arm ON arm.id = switch.arm ORDER BY switch.id`;

const RECORDINGS = `SELECT slot, file, from_at AS fromAt, to_at AS toAt, packets, dropped, bytes, state
  FROM recording ORDER BY id`;

const LOAD = `SELECT name, count(*) AS samples, avg(cores) AS coresMean, max(cores) AS coresMax,
  avg(memory_bytes) AS memoryMean, max(memory_bytes) AS memoryMax, max(threads) AS threads,
  max(log_bytes) AS logBytes
  FROM process_load GROUP BY name ORDER BY name`;

const MACHINE = `SELECT count(*) AS samples, avg(user) AS user, avg(system) AS system, avg(iowait) AS iowait,
  avg(idle) AS idle, avg(load1) AS load1, max(memory_bytes) AS memoryBytes, max(memory_used_bytes) AS memoryUsedMax,
  min(disk_free_bytes) AS diskFreeMin FROM machine_load`;

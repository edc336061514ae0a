import type {LiveFigures, SlotFigures} from '../../answers/live-figures.ts';
import type {PlanArm} from '../../domain/trial.ts';
import {readOutages} from '../journal/outage-journal.ts';
import type {Trial} from '../open-trial.ts';
import {known, knownRows} from './known.ts';

/** Reads everything that is stored about a live trial, apart from its alerts. Slots, rotations and attempts count from 1. */
export function readLive(db: Trial): LiveFigures {
  const all = <Row>(statement: string) => knownRows<Row>(db.prepare(statement).all());
  const [machine] = all<NonNullable<LiveFigures['machine']>>(MACHINE);
  return {
    ...known(db.prepare('SELECT stopped_at AS stoppedAt FROM trial').get() as {stoppedAt: number | null}),
    slots: all<SlotRow>(SLOTS).map(slotFigures),
    runs: all(RUNS),
    switches: all(SWITCHES),
    outages: [...readOutages(db)],
    notices: all('SELECT at, kind, slot + 1 AS slot, arm, text FROM notice ORDER BY id'),
    recordings: all(RECORDINGS),
    load: all(LOAD),
    ...(machine && machine.samples > 0 ? {machine} : {}),
  };
}

interface SlotRow extends SlotFigures {
  readonly json?: string;
}

function slotFigures({json, ...row}: SlotRow): SlotFigures {
  const ruleset = json === undefined ? undefined : (JSON.parse(json) as PlanArm).ruleset;
  if (!ruleset) return row;
  return {...row, ruleset: {name: ruleset.name, digest: ruleset.digest, takenAt: ruleset.takenAt}};
}

const FIRED = `FROM run_rule JOIN counted_run AS run ON run.id = run_rule.run JOIN rule ON rule.id = run_rule.rule
  WHERE run.part = 'live' AND run.slot = slot.id AND run.arm = arm.id`;

const SLOTS = `SELECT slot.id + 1 AS slot, rotation + 1 AS rotation, arm.name AS arm, begins_at AS beginsAt,
  ends_at AS endsAt, state, nullif(reason, '') AS reason, nullif(words, '') AS snapshotReason, json,
  (SELECT coalesce(sum(run_rule.n), 0) ${FIRED}) AS alerts,
  (SELECT count(DISTINCT rule.gid || ':' || rule.sid) ${FIRED}) AS rulesFired
  FROM slot JOIN slot_arm ON slot_arm.slot = slot.id JOIN arm ON arm.id = slot_arm.arm
  LEFT JOIN setup ON setup.id = coalesce(
    (SELECT run.setup FROM run WHERE run.slot = slot.id AND run.arm = arm.id AND run.part = 'live'
     AND ready_at IS NOT NULL ORDER BY run.id DESC LIMIT 1),
    iif(state IS NULL, slot_arm.setup, NULL)) ORDER BY slot.id, arm.id`;

const RUNS = `SELECT run.id AS run, slot + 1 AS slot, arm.name AS arm, attempt, started_at AS startedAt,
  ready_at AS readyAt, counted_from AS countedFrom, counted_to AS countedTo, ended_at AS endedAt, outcome, received,
  dropped, (SELECT coalesce(sum(n), 0) FROM run_rule WHERE run_rule.run = run.id) AS alerts,
  alerts_logged - alerts_stored AS alertsLost, last_words AS endReason
  FROM run JOIN arm ON arm.id = run.arm WHERE run.part = 'live' ORDER BY run.id`;

const SWITCHES = `SELECT slot + 1 AS slot, arm.name AS arm, ready_at AS readyAt,
  max(0, coalesce(old_ended_at, ready_at) - ready_at) / 1e6 AS handoverSeconds, blind_us / 1e6 AS blindSeconds,
  blind_packets AS blindPackets FROM switch JOIN arm ON arm.id = switch.arm ORDER BY switch.id`;

const RECORDINGS = `SELECT slot + 1 AS slot, count(*) AS files, count(*) FILTER (WHERE state = 'kept') AS kept,
  coalesce(sum(packets), 0) AS packets, coalesce(sum(dropped), 0) AS dropped, coalesce(sum(bytes), 0) AS bytes
  FROM recording GROUP BY slot ORDER BY slot`;

const LOAD = `SELECT process_load.name AS name, max(arm.name) AS arm, count(*) AS samples, avg(cores) AS coresMean, max(cores) AS coresMax,
  avg(memory_bytes) AS memoryMeanBytes, max(memory_bytes) AS memoryMaxBytes, max(threads) AS threads,
  max(log_bytes) AS logMaxBytes
  FROM process_load LEFT JOIN run ON run.id = process_load.run LEFT JOIN arm ON arm.id = run.arm
  GROUP BY process_load.name ORDER BY process_load.name`;

const MACHINE = `SELECT count(*) AS samples, avg(user) AS user, avg(system) AS system, avg(iowait) AS iowait,
  avg(idle) AS idle, avg(load1) AS load1, max(memory_bytes) AS memoryBytes,
  max(memory_used_bytes) AS memoryUsedMaxBytes, min(disk_free_bytes) AS diskFreeMinBytes FROM machine_load`;

import type {CaptureFigures, FailedUnitFigures, OnlyOneFigures} from '../../answers/figures.ts';
import type {PartName} from '../../answers/parts.ts';
import {MAX_ATTEMPTS} from '../../trial/next-step.ts';
import type {Trial} from '../open-trial.ts';
import {known, knownRows} from './known.ts';

/** SQL that selects the captures that all of `@arms` arms have read in the part `@part`. */
export const WHOLE_CAPTURES = `SELECT capture FROM run_capture
    JOIN counted_run AS run ON run.id = run_capture.run AND run.part = @part
    GROUP BY capture HAVING count(DISTINCT run.arm) = @arms`;

/** Reads the figures of every capture in each arm, ordered by arm and capture. */
export const readCaptures = (db: Trial, part: PartName): readonly CaptureFigures[] =>
  knownRows<CaptureFigures>(db.prepare(CAPTURES).all({part}));

/** Reads the alerts that only one arm raised, by capture and rule. */
export const readOnlyOne = (db: Trial, part: PartName, arms: number): readonly OnlyOneFigures[] =>
  db.prepare(ONLY_ONE).all({part, arms}) as OnlyOneFigures[];

/** Reads the units with a run that exited early or was never ready. */
export function readFailedUnits(db: Trial, part: PartName): readonly FailedUnitFigures[] {
  const rows = db.prepare(FAILED_UNITS).all({part, max: MAX_ATTEMPTS}) as {
    captures: string;
    abandoned: number;
  }[];
  return rows.map(row => ({
    ...(known(row) as Omit<FailedUnitFigures, 'captures' | 'abandoned'>),
    captures: (JSON.parse(row.captures) as (string | null)[]).flatMap(path => path ?? []).sort(),
    abandoned: row.abandoned === 1,
  }));
}

const CAPTURES = `SELECT arm.name AS arm, capture.path AS capture, problem,
  coalesce(sum(run_rule.n), 0) AS alerts, count(DISTINCT rule.gid || ':' || rule.sid) AS rules,
  CASE WHEN (SELECT count(*) FROM run_capture AS other WHERE other.run = run.id) = 1 THEN run.analyzed END AS analyzed
  FROM run_capture JOIN counted_run AS run ON run.id = run_capture.run AND run.part = @part
  JOIN arm ON arm.id = run.arm JOIN capture ON capture.id = run_capture.capture
  LEFT JOIN run_rule ON run_rule.run = run.id AND run_rule.capture = capture.id LEFT JOIN rule ON rule.id = run_rule.rule
  GROUP BY arm.id, capture.id ORDER BY arm.id, capture.id`;

const FAILED_UNITS = `SELECT arm.name AS arm, json_group_array(DISTINCT capture.path) AS captures, count(DISTINCT run.id) AS attempts,
  max(coalesce(last_words, signal, 'exit code ' || exit_code)) AS endReason, count(DISTINCT run.id) >= @max AND NOT EXISTS
  (SELECT 1 FROM counted_run AS good WHERE good.arm = run.arm AND good.unit = run.unit AND good.part = @part) AS abandoned
  FROM run JOIN arm ON arm.id = run.arm LEFT JOIN run_capture ON run_capture.run = run.id
  LEFT JOIN capture ON capture.id = run_capture.capture
  WHERE outcome IN ('exited-early', 'never-ready') AND run.part = @part GROUP BY run.arm, run.unit`;

// two alerts are the same if the same rule fired on the same packet of the same capture, in any revision and with any
// message; only captures that every arm has read are compared
const ONLY_ONE = `WITH whole AS (${WHOLE_CAPTURES}),
  place AS (
    SELECT run.arm, alert.capture, gid, sid, alert.at, pkt_num, src, dst, src_port, dst_port,
      max(msg) AS msg, count(*) AS n
    FROM alert JOIN counted_run AS run ON run.id = alert.run AND run.part = @part JOIN rule ON rule.id = alert.rule
    WHERE alert.capture IN (SELECT capture FROM whole)
    GROUP BY run.arm, alert.capture, gid, sid, alert.at, pkt_num, src, dst, src_port, dst_port),
  fired AS (SELECT *, count(*) OVER
    (PARTITION BY capture, gid, sid, at, pkt_num, src, dst, src_port, dst_port) AS arms FROM place)
  SELECT arm.name AS arm, capture.path AS capture, gid, sid, max(msg) AS msg, sum(n) AS alerts
  FROM fired JOIN arm ON arm.id = fired.arm JOIN capture ON capture.id = fired.capture WHERE arms = 1
  GROUP BY fired.arm, fired.capture, gid, sid ORDER BY alerts DESC, arm.id, capture.path, gid, sid`;

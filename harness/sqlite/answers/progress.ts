import type {PartName} from '../../answers/parts.ts';
import type {ArmCounts} from '../../trial/ports.ts';
import type {Trial} from '../open-trial.ts';
import {OWN_RUNS} from './parts.ts';

/** Reads what has been counted so far for each arm of a part, to show progress. */
export const readCounts = (db: Trial, part: PartName): readonly ArmCounts[] =>
  db
    .prepare(`SELECT arm.name AS arm,
      (SELECT count(*) FROM run_capture JOIN counted_run AS run ON run.id = run_capture.run WHERE ${OWN_RUNS}) AS capturesDone,
      (SELECT coalesce(sum(analyzed), 0) FROM counted_run AS run WHERE ${OWN_RUNS}) AS packets,
      (SELECT coalesce(sum(n), 0) FROM run_rule JOIN counted_run AS run ON run.id = run_rule.run WHERE ${OWN_RUNS}) AS alerts
      FROM arm ORDER BY arm.id`)
    .all({part}) as ArmCounts[];

/** Returns the number of stored alerts of one run, whether they are counted or not. */
export const alertsOfRun = (db: Trial, run: number): number =>
  Number(db.prepare('SELECT coalesce(sum(n), 0) FROM run_rule WHERE run = ?').pluck().get(run));

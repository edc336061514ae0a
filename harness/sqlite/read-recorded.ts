import type {TrialPlan} from '../domain/trial.ts';
import {withNewestSetups} from './newest-setups.ts';
import type {Trial} from './open-trial.ts';
import {readPlan} from './read-plan.ts';

const FILES = `SELECT path AS file, capture.slot AS slot FROM capture
  WHERE capture.slot IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM recording WHERE recording.file = capture.path AND recording.state = 'deleted') ORDER BY capture.id`;

/** The capture files that a live trial recorded and still has, and its arms with the setups that were prepared for them last. */
export function readRecorded(db: Trial): {plan: TrialPlan; files: readonly {file: string; slot: number}[]} {
  const {plan} = readPlan(db);
  return {
    plan: withNewestSetups(db, plan),
    files: db.prepare(FILES).all() as {file: string; slot: number}[],
  };
}

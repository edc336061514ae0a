import type {TrialPlan} from '../domain/trial.ts';
import {withNewestSetups} from './newest-setups.ts';
import type {Trial} from './open-trial.ts';

/** A file that the ring deleted is told only where an arm had read it before. */
const UNREAD = `AND NOT EXISTS (SELECT 1 FROM run_capture JOIN counted_run AS run ON run.id = run_capture.run AND run.part = 'same-traffic'
  WHERE run_capture.capture = capture.id)`;

/** A live trial's recorded traffic through every arm that has rules, as the plan of a replay: to conduct it, and for its report. */
export function sameTrafficPlan(db: Trial, plan: TrialPlan, of: 'conduct' | 'report'): TrialPlan {
  const rows = db
    .prepare(`SELECT path, sha256, bytes, link_type AS linkType, capture.slot AS slot FROM capture
      JOIN slot ON slot.id = capture.slot WHERE slot.state IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM recording WHERE recording.slot = capture.slot AND recording.state = 'writing')
      AND NOT EXISTS (SELECT 1 FROM recording WHERE recording.file = capture.path AND recording.state = 'deleted' ${of === 'report' ? UNREAD : ''})
      ORDER BY capture.id`)
    .all() as {path: string; sha256: string; bytes: number; linkType: number | null; slot: number}[];
  const {arms} = withNewestSetups(db, plan);
  return {
    ...plan,
    kind: 'replay',
    isolation: 'slot',
    arms: arms.filter(({ruleset}) => ruleset !== undefined),
    captures: rows.map(({linkType, ...row}) => ({...row, ...(linkType === null ? {} : {linkType})})),
  };
}

import type {TrialPlan} from '../domain/trial.ts';
import type {TrialStore} from '../trial/ports.ts';
import {withNewestLoads} from './newest-loads.ts';
import type {Trial} from './open-trial.ts';
import {readCounts, readFacts, runRows} from './trial-store.ts';

/**
 * A live trial as its own replay sees it: every arm that has rules, over all captures of slots whose recordings
 * are whole, one process for each slot. Its runs lie beside the live ones and count in the paired answer alone. It is never sealed by itself.
 */
export function pairedStore(db: Trial, base: TrialStore): TrialStore {
  const plan = pairedPlan(db, base.plan);
  const never = (): never => {
    throw new Error('a paired answer has no rows of this kind');
  };
  return {
    ...runRows(db, true),
    name: base.name,
    plan,
    ingest: base.ingest,
    facts: () => ({
      ...readFacts(db, 1),
      sealed: false,
      checkedArms: new Set(plan.arms.map(({name}) => name)),
    }),
    counts: () => readCounts(db, 2),
    armChecked: never,
    addArm: never,
    captureIds: base.captureIds,
    seal: never,
    close: never,
  };
}

/** The plan of that replay; also what its report is told from. */
export function pairedPlan(db: Trial, plan: TrialPlan): TrialPlan {
  const rows = db
    .prepare(`SELECT path, sha256, bytes, link_type AS linkType, capture.slot AS slot FROM capture
      JOIN slot ON slot.id = capture.slot WHERE slot.state IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM recording WHERE recording.slot = capture.slot AND recording.state = 'writing') ORDER BY capture.id`)
    .all() as {path: string; sha256: string; bytes: number; linkType: number | null; slot: number}[];
  const {arms} = withNewestLoads(db, plan);
  return {
    ...plan,
    kind: 'replay',
    isolation: 'slot',
    arms: arms.filter(({ruleset}) => ruleset !== undefined),
    captures: rows.map(({linkType, ...row}) => ({...row, ...(linkType === null ? {} : {linkType})})),
  };
}

import type {TrialPlan} from '../domain/trial.ts';
import type {TrialStore} from '../trial/ports.ts';
import {withNewestLoads} from './newest-loads.ts';
import type {Trial} from './open-trial.ts';
import {readCounts, readFacts} from './run-facts.ts';
import {runRows} from './trial-store.ts';

/**
 * A live trial as its own replay sees it: every arm that has rules, over all captures of slots whose recordings
 * are whole, one process for each slot. Its runs lie beside the live ones and count in the paired answer alone. It is never sealed by itself.
 */
export function pairedStore(db: Trial, base: TrialStore): TrialStore {
  const plan = pairedPlan(db, base.plan, 'conduct');
  const never = (): never => {
    throw new Error('a paired answer has no rows of this kind');
  };
  const rows = runRows(db, true);
  const loads = db.prepare(
    'UPDATE run SET slot = unit, loads = (SELECT id FROM loaded WHERE json = ?) WHERE id = ?',
  );
  // what it runs, whatever its arm was given since
  const json = new Map(plan.arms.map(arm => [arm.name, JSON.stringify(arm)]));
  return {
    ...rows,
    startRun(of) {
      const run = rows.startRun(of);
      loads.run(json.get(of.arm), run);
      return run;
    },
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
    messagesOf: base.messagesOf,
    seal: never,
    close: never,
  };
}

/** A file that the ring dropped is told only where an arm had read it before. */
const UNREAD = `AND NOT EXISTS (SELECT 1 FROM run_capture JOIN run ON run.id = run_capture.run AND run.counted = 2
  WHERE run_capture.capture = capture.id)`;

/** The plan of that replay; also what its report is told from. */
export function pairedPlan(db: Trial, plan: TrialPlan, of: 'conduct' | 'report'): TrialPlan {
  const rows = db
    .prepare(`SELECT path, sha256, bytes, link_type AS linkType, capture.slot AS slot FROM capture
      JOIN slot ON slot.id = capture.slot WHERE slot.state IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM recording WHERE recording.slot = capture.slot AND recording.state = 'writing')
      AND NOT EXISTS (SELECT 1 FROM recording WHERE recording.file = capture.path AND recording.state = 'dropped' ${of === 'report' ? UNREAD : ''})
      ORDER BY capture.id`)
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

import type {TrialStore} from '../trial/ports.ts';
import {readCounts} from './answers/progress.ts';
import type {Trial} from './open-trial.ts';
import {recordedPlan} from './recorded-plan.ts';
import {readFacts} from './run-facts.ts';
import {runRows} from './trial-store.ts';

/**
 * A live trial as its own replay sees it: every arm that has rules, over all captures of slots whose recordings
 * are whole, one process for each slot. Its runs lie beside the live ones and count in the paired answer alone. It is never sealed by itself.
 */
export function pairedStore(db: Trial, base: TrialStore): TrialStore {
  const plan = recordedPlan(db, base.plan, 'conduct');
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
    counts: () => readCounts(db, 'same-traffic'),
    armChecked: never,
    addArm: never,
    captureIds: base.captureIds,
    messagesOf: base.messagesOf,
    seal: never,
    close: never,
  };
}

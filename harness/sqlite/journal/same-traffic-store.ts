import type {TrialStore} from '../../trial/ports.ts';
import {readCounts} from '../answers/progress.ts';
import type {Trial} from '../open-trial.ts';
import {sameTrafficPlan} from '../same-traffic-plan.ts';
import {readFacts} from './run-facts.ts';
import {runRows} from './trial-store.ts';

/**
 * A live trial as its own replay sees it: every arm that has rules, over all captures of slots whose recordings
 * are whole, one process for each slot. Its runs lie beside the live ones, as the part `same-traffic`. It is never sealed by itself.
 */
export function sameTrafficStore(db: Trial, base: TrialStore): TrialStore {
  const plan = sameTrafficPlan(db, base.plan, 'conduct');
  const never = (): never => {
    throw new Error('the same traffic has no rows of this kind');
  };
  const rows = runRows(db, 'same-traffic');
  const setSetup = db.prepare(
    'UPDATE run SET slot = unit, setup = (SELECT id FROM setup WHERE json = ?) WHERE id = ?',
  );
  // what it runs, whatever its arm was given since
  const json = new Map(plan.arms.map(arm => [arm.name, JSON.stringify(arm)]));
  return {
    ...rows,
    startRun(of) {
      const run = rows.startRun(of);
      setSetup.run(json.get(of.arm), run);
      return run;
    },
    name: base.name,
    plan,
    ingest: base.ingest,
    facts: () => ({
      ...readFacts(db, 'same-traffic'),
      sealed: false,
      checkedArms: new Set(plan.arms.map(({name}) => name)),
    }),
    counts: () => readCounts(db, 'same-traffic'),
    armChecked: never,
    addArm: never,
    snapshots: base.snapshots,
    captureIds: base.captureIds,
    messagesOf: base.messagesOf,
    seal: never,
    close: never,
  };
}

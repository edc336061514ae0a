import type {Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';

/** Returns the digests of all snapshots that are in the plan or were run. A live trial takes new snapshots while it runs. */
export function snapshotsUsed(db: Trial): readonly string[] {
  const planned = readPlan(db).plan.arms.flatMap(({ruleset}) => ruleset?.digest ?? []);
  const ran = db
    .prepare(
      "SELECT DISTINCT json ->> '$.ruleset.digest' FROM setup WHERE json ->> '$.ruleset.digest' IS NOT NULL",
    )
    .pluck()
    .all() as string[];
  return [...new Set([...planned, ...ran])];
}

import type {Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';

/** Digests of all snapshots that the trial runs or ever ran; a live trial takes new ones as it goes. */
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

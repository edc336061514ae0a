import type {PartName} from '../../answers/parts.ts';
import type {Outcome} from '../../domain/run.ts';
import type {Facts, RunFact} from '../../trial/next-step.ts';
import type {Trial} from '../open-trial.ts';

interface RunRow extends Omit<RunFact, 'outcome'> {
  readonly outcome: Outcome | null;
}

const RUNS = `SELECT run.id AS run, arm.name AS arm, unit, attempt, outcome
  FROM run JOIN arm ON arm.id = run.arm WHERE part = ? ORDER BY run.id`;

/** The runs of one part, the arms that were checked, and whether the trial is sealed. */
export function readFacts(db: Trial, part: PartName): Facts {
  const runs = db.prepare(RUNS).all(part) as RunRow[];
  const checked = db.prepare('SELECT name FROM arm WHERE enabled IS NOT NULL').pluck().all() as string[];
  const sealed = db.prepare('SELECT sealed_at FROM trial').pluck().get() !== null;
  return {
    sealed,
    checkedArms: new Set(checked),
    runs: runs.map(row => ({...row, outcome: row.outcome ?? undefined})),
  };
}

import type {Outcome} from '../domain/run.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {unitsOf} from './units.ts';

/** How often a unit is attempted when its engine fails, before it is abandoned and listed in the report. */
export const MAX_ATTEMPTS = 3;

export interface RunFact {
  readonly run: number;
  readonly arm: string;
  readonly unit: number;
  readonly attempt: number;
  /** Undefined while it runs, or if ruletrial was killed before it could record the outcome. */
  readonly outcome: Outcome | undefined;
}

/** Everything from which the next step is decided; it is all in the store. */
export interface Facts {
  readonly sealed: boolean;
  readonly checkedArms: ReadonlySet<string>;
  readonly runs: readonly RunFact[];
}

export type Step =
  | {readonly kind: 'check'; readonly arm: string}
  /** A run without an outcome that this process did not start: its folder shows how it ended. */
  | {readonly kind: 'recover'; readonly run: RunFact}
  | {readonly kind: 'run'; readonly arm: string; readonly unit: number; readonly attempt: number}
  | {readonly kind: 'wait'}
  | {readonly kind: 'seal'}
  | {readonly kind: 'nothing'};

/**
 * Decides what to do next. `openRuns` are the ids of the runs that this process has open. Arms are checked first; then all
 * arms read one capture before the next one begins, so that an interrupted trial is still a fair comparison.
 */
export function nextStep(plan: TrialPlan, facts: Facts, openRuns: ReadonlySet<number>): Step {
  if (facts.sealed) return {kind: 'nothing'};
  const lost = facts.runs.find(({run, outcome}) => outcome === undefined && !openRuns.has(run));
  if (lost) return {kind: 'recover', run: lost};
  const unchecked = plan.arms.find(({name}) => !facts.checkedArms.has(name));
  if (unchecked) return {kind: 'check', arm: unchecked.name};
  const tried = attemptsByUnit(facts.runs);
  for (const {unit} of unitsOf(plan)) {
    for (const {name} of plan.arms) {
      const known = tried.get(`${name} ${unit}`);
      if (known?.hasRun || (known?.engineFailures ?? 0) >= MAX_ATTEMPTS) continue;
      return {kind: 'run', arm: name, unit, attempt: (known?.attempts ?? 0) + 1};
    }
  }
  return facts.runs.some(({outcome}) => outcome === undefined) ? {kind: 'wait'} : {kind: 'seal'};
}

interface Tried {
  attempts: number;
  /** How often the engine itself failed. */
  engineFailures: number;
  /** Whether the work is done, or a run is doing it now. */
  hasRun: boolean;
}

function attemptsByUnit(runs: readonly RunFact[]): ReadonlyMap<string, Tried> {
  const tried = new Map<string, Tried>();
  for (const {arm, unit, attempt, outcome} of runs) {
    const known = tried.get(`${arm} ${unit}`) ?? {attempts: 0, engineFailures: 0, hasRun: false};
    tried.set(`${arm} ${unit}`, {
      attempts: Math.max(known.attempts, attempt),
      engineFailures:
        known.engineFailures + (outcome === 'exited-early' || outcome === 'never-ready' ? 1 : 0),
      hasRun: known.hasRun || outcome === 'captures-over' || outcome === undefined,
    });
  }
  return tried;
}

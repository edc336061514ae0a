import type {Outcome} from '../domain/run.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {unitsOf} from './units.ts';

/** How often a unit is tried whose engine dies of itself, before it is abandoned and named in the report. */
export const MAX_ATTEMPTS = 3;

export interface RunFact {
  readonly run: number;
  readonly arm: string;
  readonly unit: number;
  readonly attempt: number;
  /** Undefined while it runs, or when the harness died before it could write the end down. */
  readonly outcome: Outcome | undefined;
}

/** All that decides what is next; nothing is remembered outside the store. */
export interface Facts {
  readonly sealed: boolean;
  readonly checkedArms: ReadonlySet<string>;
  readonly runs: readonly RunFact[];
}

export type Step =
  | {readonly step: 'check'; readonly arm: string}
  /** A run without an end whose engine this process does not hold: read what its folder proves. */
  | {readonly step: 'recover'; readonly run: RunFact}
  | {readonly step: 'run'; readonly arm: string; readonly unit: number; readonly attempt: number}
  | {readonly step: 'wait'}
  | {readonly step: 'seal'}
  | {readonly step: 'nothing'};

/**
 * What to do next. `held` are the ids of runs that this process has open. Arms are checked first; then units are run,
 * every arm over one capture before the next capture, so that a trial cut short is still a fair comparison.
 */
export function nextStep(plan: TrialPlan, facts: Facts, held: ReadonlySet<number>): Step {
  if (facts.sealed) return {step: 'nothing'};
  const lost = facts.runs.find(({run, outcome}) => outcome === undefined && !held.has(run));
  if (lost) return {step: 'recover', run: lost};
  const unchecked = plan.arms.find(({name}) => !facts.checkedArms.has(name));
  if (unchecked) return {step: 'check', arm: unchecked.name};
  const tried = attempts(facts.runs);
  for (const {unit} of unitsOf(plan)) {
    for (const {name} of plan.arms) {
      const known = tried.get(`${name} ${unit}`);
      if (known?.settled || (known?.deaths ?? 0) >= MAX_ATTEMPTS) continue;
      return {step: 'run', arm: name, unit, attempt: (known?.attempts ?? 0) + 1};
    }
  }
  return facts.runs.some(({outcome}) => outcome === undefined) ? {step: 'wait'} : {step: 'seal'};
}

interface Tried {
  attempts: number;
  /** Ends that were the engine's own. */
  deaths: number;
  /** Done, or being done. */
  settled: boolean;
}

function attempts(runs: readonly RunFact[]): ReadonlyMap<string, Tried> {
  const tried = new Map<string, Tried>();
  for (const {arm, unit, attempt, outcome} of runs) {
    const known = tried.get(`${arm} ${unit}`) ?? {attempts: 0, deaths: 0, settled: false};
    tried.set(`${arm} ${unit}`, {
      attempts: Math.max(known.attempts, attempt),
      deaths: known.deaths + (outcome === 'exited-early' || outcome === 'never-ready' ? 1 : 0),
      settled: known.settled || outcome === 'captures-over' || outcome === undefined,
    });
  }
  return tried;
}

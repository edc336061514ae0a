import {type Reading, readSchedule} from '../arms/read-declared.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import {parseTrialName} from '../domain/trial-name.ts';
import {newestOf, type Trials, trialsOf} from '../trial/trials.ts';

/** Whether a trial is live, and whether it is sealed. */
export interface TrialState {
  readonly isLive: boolean;
  readonly isSealed: boolean;
}

export interface FindDeps extends Reading {
  readonly trials: Pick<Trials, 'names'>;
  /** Returns the state of a trial; undefined if it cannot be read, so that others are not affected. */
  trialStateOf(trial: string): Promise<TrialState | undefined>;
  messageOf(failure: Failure): string;
  readonly say: Say;
}

export interface FoundSchedules {
  /** All rotating and concurrent schedules. */
  readonly live: readonly string[];
  readonly others: readonly string[];
  /** Schedules whose newest trial is live and not sealed, even if their file is gone. */
  readonly unfinished: readonly string[];
}

/** Creates a finder for the schedules of a project and of its trials, which reports each broken schedule once. */
export function scheduleFinder(deps: FindDeps) {
  const reported = new Set<string>();
  // trials that are sealed or not live stay so, and are not opened again
  const done = new Set<string>();

  async function declared(): Promise<{live: string[]; others: string[]}> {
    const [live, others]: [string[], string[]] = [[], []];
    for (const name of await deps.declarations.names('schedule')) {
      const read = await readSchedule(name, deps);
      (read.ok && read.value.value.kind !== 'replay' ? live : others).push(name);
      if (!read.ok) report(deps.messageOf(read.failure));
    }
    return {live, others};
  }

  function report(text: string): void {
    if (!reported.has(text)) deps.say({kind: 'warning', text});
    reported.add(text);
  }

  async function isUnfinished(schedule: string, trials: readonly string[]): Promise<boolean> {
    const newest = trialsOf(schedule, trials).at(-1);
    if (newest === undefined || done.has(newest)) return false;
    const state = await deps.trialStateOf(newest);
    if (state?.isLive && !state.isSealed) return true;
    done.add(newest);
    return false;
  }

  return {
    async schedules(): Promise<FoundSchedules> {
      const {live, others} = await declared();
      const trials = await deps.trials.names();
      const fromTrials = trials.flatMap(trial => parseTrialName(trial)?.schedule ?? []);
      const unfinished: string[] = [];
      for (const name of new Set([...live, ...others, ...fromTrials]))
        if (await isUnfinished(name, trials)) unfinished.push(name);
      return {live, others, unfinished};
    },
    /** Returns whether a schedule is live, by its declaration, or by its newest trial if that cannot be read. */
    async isLive(schedule: string): Promise<boolean> {
      const read = await readSchedule(schedule, deps);
      if (read.ok) return read.value.value.kind !== 'replay';
      const newest = newestOf(schedule, await deps.trials.names());
      return newest !== undefined && ((await deps.trialStateOf(newest))?.isLive ?? false);
    },
    /** Returns whether the newest trial of a schedule is sealed. */
    async isSealed(schedule: string): Promise<boolean> {
      const newest = trialsOf(schedule, await deps.trials.names()).at(-1);
      return newest !== undefined && ((await deps.trialStateOf(newest))?.isSealed ?? false);
    },
  };
}

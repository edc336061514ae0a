import {type Reading, readSchedule} from '../arms/read-declared.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import {parseTrialName} from '../domain/trial.ts';
import {newestOf, type Trials, trialsOf} from '../trial/trials.ts';

/** What a trial is and how far it has come. */
export interface TrialStanding {
  readonly isLive: boolean;
  readonly isSealed: boolean;
}

export interface FindDeps extends Reading {
  readonly trials: Pick<Trials, 'names'>;
  /** Undefined where the trial cannot be read, so that it hinders no other. */
  standingOf(trial: string): Promise<TrialStanding | undefined>;
  messageOf(failure: Failure): string;
  readonly say: Say;
}

export interface FoundSchedules {
  /** All rotating and concurrent schedules. */
  readonly live: readonly string[];
  readonly others: readonly string[];
  /** Schedules whose newest trial is live and not sealed, whatever became of their file. */
  readonly unfinished: readonly string[];
}

/** Finds the schedules of a project and of its trials; one finder reports a broken schedule once. */
export function scheduleFinder(deps: FindDeps) {
  const reported = new Set<string>();
  // trials that are sealed, or not live: they stay so, and are not opened again
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
    const standing = await deps.standingOf(newest);
    if (standing?.isLive && !standing.isSealed) return true;
    done.add(newest);
    return false;
  }

  return {
    async schedules(): Promise<FoundSchedules> {
      const {live, others} = await declared();
      const trials = await deps.trials.names();
      const ofTrials = trials.flatMap(trial => parseTrialName(trial)?.schedule ?? []);
      const unfinished: string[] = [];
      for (const name of new Set([...live, ...others, ...ofTrials]))
        if (await isUnfinished(name, trials)) unfinished.push(name);
      return {live, others, unfinished};
    },
    /** By its declaration; by its newest trial where that cannot be read. */
    async isLive(schedule: string): Promise<boolean> {
      const read = await readSchedule(schedule, deps);
      if (read.ok) return read.value.value.kind !== 'replay';
      const newest = newestOf(schedule, await deps.trials.names());
      return newest !== undefined && ((await deps.standingOf(newest))?.isLive ?? false);
    },
    /** Whether its newest trial is sealed. */
    async isSealed(schedule: string): Promise<boolean> {
      const newest = trialsOf(schedule, await deps.trials.names()).at(-1);
      return newest !== undefined && ((await deps.standingOf(newest))?.isSealed ?? false);
    },
  };
}

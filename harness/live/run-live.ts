import {warnOfChanges} from '../arms/warn-of-changes.ts';
import type {Failure} from '../domain/failure.ts';
import {plural} from '../domain/plural.ts';
import {ok, type Result} from '../domain/result.ts';
import type {Micros} from '../domain/time.ts';
import {type LiveTrialPlan, NAME} from '../domain/trial.ts';
import type {CaptureSource} from '../engine/capture-ports.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {nextName, trialsOf} from '../trial/trials.ts';
import {conductLive} from './conduct-live.ts';
import {fail} from './failures.ts';
import type {LiveDeps} from './live-deps.ts';
import {type LivePlanDeps, makeLivePlan} from './make-live-plan.ts';
import type {LiveStore, LiveTrial, NoticeJournal} from './ports.ts';

/** The dependencies that belong to one trial: its folders and files, and its requests and notices. */
type TrialDeps = Pick<LiveDeps, 'folders' | 'sameTrafficFolders' | 'recordings' | 'serve' | 'flushNotices'>;

/** The live trials of a state folder. */
export interface LiveTrials {
  names(): Promise<readonly string[]>;
  /** Opens a trial. The value is undefined if the trial exists but is not a live trial. */
  open(name: string): Result<LiveStore | undefined, Failure>;
  create(name: string, plan: LiveTrialPlan): Promise<LiveStore>;
  depsOf(store: LiveStore): TrialDeps;
}

type OpenDeps = LivePlanDeps & {readonly trials: Pick<LiveTrials, 'names' | 'open' | 'create'>};
export type RunLiveDeps = Omit<LiveDeps, 'store' | keyof TrialDeps> &
  OpenDeps & {
    readonly trials: Pick<LiveTrials, 'depsOf'>;
    readonly captures: Pick<CaptureSource, 'inProject'>;
  };

/** Resumes a live schedule's newest trial, or creates the next one, and runs it until it is sealed. Returns its name. */
export async function runLive(schedule: string, deps: RunLiveDeps): Promise<Result<string, Failure>> {
  if (!NAME.test(schedule)) return failTrial('trial-name', {name: schedule});
  const store = await openOrCreate(schedule, deps);
  return store.ok ? conductStore(store.value, deps) : store;
}

/**
 * Stops a trial that no process runs: its remaining slots are missed, its recorded traffic is replayed, and it is sealed.
 * Returns its name.
 */
export async function stopLive(trial: string, deps: RunLiveDeps): Promise<Result<string, Failure>> {
  const open = deps.trials.open(trial);
  if (!open.ok) return open;
  const {value} = open;
  if (!value || value.facts().sealed) {
    value?.close();
    return fail('not-conducted', {trial, reason: 'it is not an unfinished live trial'});
  }
  markStopped(value, deps.clock.now());
  return conductStore(value, deps);
}

/** Marks a trial as stopped by the user, which ends its engines and its slots. */
export function markStopped(
  store: Pick<LiveTrial, 'stop'> & Pick<NoticeJournal, 'notice'>,
  at: Micros,
): void {
  store.stop(at);
  store.notice({at, kind: 'trial-stopped', text: 'the trial was stopped by the user'});
}

async function conductStore(value: LiveStore, deps: RunLiveDeps): Promise<Result<string, Failure>> {
  const trialDeps = deps.trials.depsOf(value);
  // the trial may be continued or stopped from another folder than that of its project
  const captures = deps.captures.inProject(value.plan.project);
  try {
    const done = await conductLive({...deps, ...trialDeps, captures, store: value});
    return done.ok ? ok(value.name) : done;
  } finally {
    await trialDeps.flushNotices();
    value.close();
  }
}

async function openOrCreate(schedule: string, deps: OpenDeps): Promise<Result<LiveStore, Failure>> {
  const names = await deps.trials.names();
  const newest = trialsOf(schedule, names).at(-1);
  if (newest !== undefined) {
    const open = deps.trials.open(newest);
    if (!open.ok) return open;
    const {value} = open;
    if (value && !value.facts().sealed) {
      deps.say({kind: 'info', text: `${newest} is not finished: continuing it`});
      await warnOfChanges(value, deps);
      return ok(value);
    }
    value?.close();
  }
  const plan = await makeLivePlan(schedule, deps);
  if (!plan.ok) return plan;
  const name = nextName(schedule, names);
  deps.say({kind: 'info', text: `${name}: ${describePlan(plan.value)}`});
  return ok(await deps.trials.create(name, plan.value));
}

function describePlan({kind, live, arms}: LiveTrialPlan): string {
  const where = live.sensor.kind === 'interface' ? live.sensor.interface : 'captures';
  return `${kind}, ${plural(arms.length, 'arm')}, ${plural(live.rotations, 'rotation')} on ${where}`;
}

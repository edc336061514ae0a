import {tellChanged} from '../arms/tell-changed.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {type LiveTrialPlan, NAME} from '../domain/trial.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {nextName, trialsOf} from '../trial/trials.ts';
import {conductLive} from './conduct-live.ts';
import {type LivePlanOutside, makeLivePlan} from './make-live-plan.ts';
import type {ConductLiveOutside} from './outside.ts';
import type {LiveStore} from './ports.ts';

/** The live trials of a state folder. */
export interface LiveTrials {
  names(): Promise<readonly string[]>;
  /** Undefined: the trial of this name is none that is conducted slot by slot. */
  open(name: string): Result<LiveStore | undefined, Failure>;
  create(name: string, plan: LiveTrialPlan): Promise<LiveStore>;
  /** Folders and files of one trial. */
  outside(
    store: LiveStore,
  ): Pick<ConductLiveOutside, 'folders' | 'pairedFolders' | 'recordings' | 'serve' | 'told'>;
}

export interface RunLiveOutside
  extends Omit<ConductLiveOutside, 'store' | 'folders' | 'pairedFolders' | 'recordings' | 'serve' | 'told'>,
    LivePlanOutside {
  readonly trials: LiveTrials;
}

/** Goes on with a live schedule's newest trial, or makes the next one; conducts it to its seal. Gives its name. */
export async function runLive(schedule: string, outside: RunLiveOutside): Promise<Result<string, Failure>> {
  if (!NAME.test(schedule)) return failTrial('trial-name', {name: schedule});
  const store = await openOrMake(schedule, outside);
  if (!store.ok) return store;
  const {value} = store;
  const own = outside.trials.outside(value);
  try {
    const done = await conductLive({...outside, ...own, store: value});
    return done.ok ? ok(value.name) : done;
  } finally {
    await own.told();
    value.close();
  }
}

async function openOrMake(schedule: string, outside: RunLiveOutside): Promise<Result<LiveStore, Failure>> {
  const names = await outside.trials.names();
  const newest = trialsOf(schedule, names).at(-1);
  if (newest !== undefined) {
    const open = outside.trials.open(newest);
    if (!open.ok) return open;
    const {value} = open;
    if (value && !value.facts().sealed) {
      outside.say({kind: 'info', text: `${newest} is not finished: going on with it`});
      await tellChanged(value, outside);
      return ok(value);
    }
    value?.close();
  }
  const plan = await makeLivePlan(schedule, outside);
  if (!plan.ok) return plan;
  const name = nextName(schedule, names);
  outside.say({kind: 'info', text: `${name}: ${words(plan.value)}`});
  return ok(await outside.trials.create(name, plan.value));
}

function words({kind, live, arms}: LiveTrialPlan): string {
  const where = live.sensor.kind === 'interface' ? live.sensor.interface : 'captures that are played';
  return `${kind}, ${arms.length} arms, ${live.rotations} rotations on ${where}`;
}

import {armConfig, checkArm, type ReadyArm} from '../arms/check-arm.ts';
import {type ProveArmsDeps, proveArms} from '../arms/prove-arms.ts';
import {readReplaySchedule} from '../arms/read-declared.ts';
import {warnOfChanges} from '../arms/warn-of-changes.ts';
import type {ScheduleDeclaration} from '../declarations/schedule.ts';
import type {Alert} from '../domain/alert.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CheckFacts, Engine} from '../engine/ports.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import type {ConductFailure} from './attend-run.ts';
import {conduct} from './conduct.ts';
import type {TrialFailure} from './failures.ts';
import {makePlan, type PlanDeps, type PlanFailure} from './make-plan.ts';
import type {TrialStore} from './ports.ts';
import {sameInputs} from './same-inputs.ts';
import {nextName, type Trials, trialsOf} from './trials.ts';

export interface RunDeps extends PlanDeps, ProveArmsDeps {
  readonly trials: Trials;
  formatOf(log: LogSource): RecordFormat<Alert>;
  readonly stop: AbortSignal;
  /** A live trial is conducted by the same process: its engine goes first. */
  besideLive?(): boolean;
}

export type RunFailure = PlanFailure | ConductFailure;

/** Continues a schedule's newest trial, or creates the next one, and runs it to its seal. Returns its name. */
export async function runTrial(schedule: string, deps: RunDeps): Promise<Result<string, RunFailure>> {
  if (!NAME.test(schedule)) return failed({kind: 'trial-name', name: schedule});
  const trials = await deps.trials.names();
  for (const name of [...trialsOf(schedule, trials)].reverse()) {
    const open = deps.trials.open(name);
    if (!open.ok) return open;
    const {plan} = open.value;
    if (plan.kind === 'replay' && !open.value.facts().sealed) return resume(open.value, deps);
    open.value.close();
    if (plan.kind !== 'replay')
      return failed({kind: 'trial-kind', trial: name, found: plan.kind, expected: 'replay'});
  }
  const planned = await makePlan(schedule, deps);
  if (!planned.ok) return planned;
  const name = nextName(schedule, trials);
  deps.say({kind: 'info', text: `${name}: ${words(planned.value.plan)}`});
  return beginTrial(name, planned.value.plan, planned.value.schedule.logs, deps);
}

const words = ({captures, arms}: TrialPlan): string =>
  `${captures.length} ${captures.length === 1 ? 'capture' : 'captures'} through ${arms.length} ${arms.length === 1 ? 'arm' : 'arms'}`;

/** The plan of a sealed or unsealed trial, run again as a new trial. Gives the new trial's name. */
export async function rerunTrial(
  of: string,
  plan: TrialPlan,
  deps: RunDeps,
): Promise<Result<string, RunFailure>> {
  const arms: PlanArm[] = [];
  for (const arm of plan.arms) {
    const engine = await engineOf(arm, deps);
    if (!engine.ok) return engine;
    arms.push({...arm, engine: engine.value.identity});
  }
  const again: TrialPlan = {
    ...plan,
    arms,
    createdAt: deps.clock.now(),
    madeBy: deps.madeBy,
    rerunOf: of,
  };
  const ready = await sameInputs(again, deps);
  if (!ready.ok) return ready;
  const name = nextName(plan.schedule, await deps.trials.names());
  deps.say({kind: 'info', text: `${name}: repeating ${of}`});
  return beginTrial(name, again, 'compress', deps);
}

async function resume(store: TrialStore, deps: RunDeps): Promise<Result<string, RunFailure>> {
  const {plan} = store;
  deps.say({kind: 'info', text: `${store.name} is not finished: continuing it`});
  if (plan.rerunOf === undefined && plan.replayOf === undefined) await warnOfChanges(store, deps);
  const ready = await sameInputs(plan, deps);
  if (!ready.ok) return ready;
  const schedule = await readReplaySchedule(plan.schedule, deps);
  const arms = await readyArms(plan, store.name, deps);
  if (!arms.ok) return arms;
  return carryOut(store, arms.value, schedule.ok ? schedule.value.value.logs : 'compress', deps);
}

function engineOf(arm: PlanArm, deps: RunDeps): Promise<Result<Engine, EngineFailure>> {
  const {kind, location} = arm.engine;
  return deps.engineFor(
    kind === 'playback'
      ? {only: 'recorded', snort: undefined, recorded: location}
      : {snort: location, recorded: undefined},
  );
}

/** Makes a trial only when the engine takes every arm's rules and they are proven: what is refused can be mended and run again. */
export async function beginTrial(
  name: string,
  plan: TrialPlan,
  logs: ScheduleDeclaration['logs'],
  deps: RunDeps,
): Promise<Result<string, RunFailure>> {
  const arms = await readyArms(plan, name, deps);
  if (!arms.ok) return arms;
  const checks = new Map<string, CheckFacts>();
  for (const [arm, ready] of arms.value) {
    const checked = await checkArm(ready, plan, deps);
    if (!checked.ok) return checked;
    checks.set(arm, checked.value);
  }
  const proven = await proveArms(plan, arms.value, checks, deps);
  if (!proven.ok) return proven;
  if (deps.stop.aborted) return failed({kind: 'trial-stopped', trial: name, schedule: plan.schedule});
  const store = await deps.trials.create(name, proven.value);
  for (const [arm, facts] of checks) store.armChecked(arm, facts);
  return carryOut(store, arms.value, logs, deps);
}

async function readyArms(
  plan: TrialPlan,
  trial: string,
  deps: RunDeps,
): Promise<Result<ReadonlyMap<string, ReadyArm>, EngineFailure | TrialFailure>> {
  const arms = new Map<string, ReadyArm>();
  for (const arm of plan.arms) {
    const engine = await plannedEngine(arm, trial, deps);
    if (!engine.ok) return engine;
    const config = armConfig(arm, deps);
    if (config) arms.set(arm.name, {engine: engine.value, config});
  }
  return ok(arms);
}

async function carryOut(
  store: TrialStore,
  arms: ReadonlyMap<string, ReadyArm>,
  logs: ScheduleDeclaration['logs'],
  deps: RunDeps,
): Promise<Result<string, RunFailure>> {
  try {
    const conducted = await conduct({
      store,
      folders: deps.trials.runFolders(store.name),
      clock: deps.clock,
      say: deps.say,
      engineOf: arm => arms.get(arm) ?? unplanned(arm),
      withScratch: deps.withScratch,
      locate: deps.captures.locate,
      formatOf: deps.formatOf,
      get lowPriority() {
        return deps.besideLive?.() ?? false;
      },
      get atOnce() {
        return this.lowPriority ? 1 : atOnce(store, deps);
      },
      logs,
      stop: deps.stop,
    });
    if (!conducted.ok) return conducted;
    store.seal(deps.clock.now());
    return ok(store.name);
  } finally {
    store.close();
  }
}

/** A shared process pauses between captures (25 ms each), so that two to a core run side by side. */
const atOnce = ({plan}: TrialStore, {cores}: RunDeps): number =>
  plan.isolation === 'shared' ? cores * 2 : cores;

function unplanned(arm: string): never {
  throw new Error(`arm ${arm} has no ruleset in its plan`);
}

/** The engine that the plan names, and no other version of it: arms of one trial run on what they were planned for. */
async function plannedEngine(
  arm: PlanArm,
  trial: string,
  deps: RunDeps,
): Promise<Result<Engine, EngineFailure | TrialFailure>> {
  const engine = await engineOf(arm, deps);
  if (!engine.ok) return engine;
  const {version, kind} = engine.value.identity;
  if (version === arm.engine.version && kind === arm.engine.kind) return engine;
  const planned = `${arm.engine.kind} ${arm.engine.version}`;
  return failed({kind: 'engine-changed', trial, arm: arm.name, planned, found: `${kind} ${version}`});
}

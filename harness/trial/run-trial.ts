import {armConfig, checkArm, type ReadyArm} from '../arms/check-arm.ts';
import {readReplaySchedule} from '../arms/read-declared.ts';
import {type TestArmsDeps, testArms} from '../arms/test-arms.ts';
import {warnOfChanges} from '../arms/warn-of-changes.ts';
import type {ScheduleDeclaration} from '../declarations/schedule.ts';
import type {Alert} from '../domain/alert.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CheckFacts, Engine} from '../engine/ports.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import {conduct} from './conduct.ts';
import type {TrialFailure} from './failures.ts';
import {makePlan, type PlanDeps, type PlanFailure} from './make-plan.ts';
import type {TrialStore} from './ports.ts';
import {sameInputs} from './same-inputs.ts';
import type {ConductFailure} from './supervise-run.ts';
import {nextName, type Trials, trialsOf} from './trials.ts';

export interface RunDeps extends PlanDeps, TestArmsDeps {
  readonly trials: Trials;
  formatOf(log: LogSource): RecordFormat<Alert>;
  readonly stop: AbortSignal;
  /** Whether the same process conducts a live trial, whose engines have priority. */
  isLiveRunning?(): boolean;
}

export type RunFailure = PlanFailure | ConductFailure;

/** Continues a schedule's unfinished trial, or creates the next one, runs it until it is sealed and returns its name. */
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
  deps.say({kind: 'info', text: `${name}: ${planText(planned.value.plan)}`});
  return beginTrial(name, planned.value.plan, planned.value.schedule.logs, deps);
}

const planText = ({captures, arms}: TrialPlan): string =>
  `${captures.length} ${captures.length === 1 ? 'capture' : 'captures'} through ${arms.length} ${arms.length === 1 ? 'arm' : 'arms'}`;

/** Runs the plan of a trial again, as a new trial, and returns the new trial's name. */
export async function rerunTrial(
  first: string,
  plan: TrialPlan,
  given: RunDeps,
): Promise<Result<string, RunFailure>> {
  const deps = {...given, captures: given.captures.inProject(plan.project)};
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
    rerunOf: first,
  };
  const ready = await sameInputs(again, deps);
  if (!ready.ok) return ready;
  const name = nextName(plan.schedule, await deps.trials.names());
  deps.say({kind: 'info', text: `${name}: repeating ${first}`});
  return beginTrial(name, again, 'compress', deps);
}

async function resume(store: TrialStore, given: RunDeps): Promise<Result<string, RunFailure>> {
  const {plan} = store;
  const deps = {...given, captures: given.captures.inProject(plan.project)};
  deps.say({kind: 'info', text: `${store.name} is not finished: continuing it`});
  if (plan.rerunOf === undefined && plan.replayOf === undefined) await warnOfChanges(store, deps);
  const ready = await sameInputs(plan, deps);
  if (!ready.ok) return ready;
  const schedule = await readReplaySchedule(plan.schedule, deps);
  const arms = await readyArms(plan, store.name, deps);
  if (!arms.ok) return arms;
  return runToSeal(store, arms.value, schedule.ok ? schedule.value.value.logs : 'compress', deps);
}

function engineOf(arm: PlanArm, deps: RunDeps): Promise<Result<Engine, EngineFailure>> {
  const {kind, location} = arm.engine;
  return deps.engineFor(
    kind === 'playback'
      ? {only: 'recorded', snort: undefined, recorded: location}
      : {snort: location, recorded: undefined},
  );
}

/** Creates a trial after the engine has accepted and tested the rules of every arm, so that a refused one can be fixed first. */
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
  const tested = await testArms(plan, arms.value, checks, deps);
  if (!tested.ok) return tested;
  if (deps.stop.aborted) return failed({kind: 'trial-interrupted', trial: name, schedule: plan.schedule});
  const store = await deps.trials.create(name, tested.value);
  for (const [arm, facts] of checks) store.armChecked(arm, facts);
  return runToSeal(store, arms.value, logs, deps);
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

async function runToSeal(
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
        return deps.isLiveRunning?.() ?? false;
      },
      get maxRuns() {
        return this.lowPriority ? 1 : maxRuns(store, deps);
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

/** Returns how many runs to start at once; a shared process pauses 25 ms between captures, so two of them fit on a core. */
const maxRuns = ({plan}: TrialStore, {cores}: RunDeps): number =>
  plan.isolation === 'shared' ? cores * 2 : cores;

function unplanned(arm: string): never {
  throw new Error(`arm ${arm} has no ruleset in its plan`);
}

/** Finds the engine that the plan names; another version is refused, because the figures would not be comparable. */
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

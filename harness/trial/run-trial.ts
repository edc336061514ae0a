import type {ScheduleDeclaration} from '../declarations/schedule.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type PlanArm, parseTrialName, type TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {ArmConfig, Engine} from '../engine/ports.ts';
import type {LineFormat, LogSource} from '../ingest/ports.ts';
import type {SnapshotFailure} from '../snapshots/failures.ts';
import {ENTRY, verifySnapshot} from '../snapshots/take.ts';
import {type ConductFailure, conduct} from './conduct.ts';
import type {TrialFailure} from './failures.ts';
import {declaredDigest, makePlan, type PlanFailure, type PlanOutside, readSchedule} from './make-plan.ts';
import type {RunFolders, TrialStore} from './ports.ts';

export interface Trials {
  /** Names of all trials of this state folder, in order. */
  names(): Promise<readonly string[]>;
  open(name: string): Result<TrialStore, TrialFailure>;
  create(name: string, plan: TrialPlan): Promise<TrialStore>;
  runFolders(name: string): RunFolders;
}

export interface RunOutside extends PlanOutside {
  readonly trials: Trials;
  formatOf(log: LogSource): LineFormat;
  readonly stop: AbortSignal;
}

export type RunFailure = PlanFailure | ConductFailure;

/** The newest trial of a schedule, or the very one that is named; undefined when there is none. */
export function newestOf(name: string, trials: readonly string[]): string | undefined {
  if (trials.includes(name)) return name;
  return trials.filter(trial => parseTrialName(trial)?.schedule === name).at(-1);
}

export const nextName = (schedule: string, trials: readonly string[]): string =>
  `${schedule}-${(parseTrialName(newestOf(schedule, trials) ?? '')?.number ?? 0) + 1}`;

/** Goes on with a schedule's newest trial, or makes the next one; conducts it to its seal. Gives its name. */
export async function runTrial(schedule: string, outside: RunOutside): Promise<Result<string, RunFailure>> {
  const trials = await outside.trials.names();
  const newest = newestOf(schedule, trials);
  if (newest !== undefined) {
    const open = outside.trials.open(newest);
    if (!open.ok) return open;
    if (open.value.plan.kind !== 'replay') {
      return failed({kind: 'trial-kind', trial: newest, found: open.value.plan.kind, expected: 'replay'});
    }
    if (!open.value.facts().sealed) return resume(open.value, outside);
    open.value.close();
  }
  const planned = await makePlan(schedule, outside);
  if (!planned.ok) return planned;
  const name = nextName(schedule, trials);
  outside.say({
    kind: 'info',
    text: `${name}: ${planned.value.plan.captures.length} captures through ${planned.value.plan.arms.length} arms`,
  });
  return carryOut(
    await outside.trials.create(name, planned.value.plan),
    planned.value.schedule.logs,
    outside,
  );
}

/** The plan of a sealed or unsealed trial, run again as a new trial. Gives the new trial's name. */
export async function rerunTrial(
  of: string,
  plan: TrialPlan,
  outside: RunOutside,
): Promise<Result<string, RunFailure>> {
  const arms: PlanArm[] = [];
  for (const arm of plan.arms) {
    const engine = await engineOf(arm, outside);
    if (!engine.ok) return engine;
    arms.push({...arm, engine: engine.value.identity});
  }
  const again: TrialPlan = {
    ...plan,
    arms,
    createdAt: outside.clock.now(),
    madeBy: outside.madeBy,
    rerunOf: of,
  };
  const ready = await sameInputs(again, outside);
  if (!ready.ok) return ready;
  const name = nextName(plan.schedule, await outside.trials.names());
  outside.say({kind: 'info', text: `${name}: ${of} once more`});
  return carryOut(await outside.trials.create(name, again), 'compress', outside);
}

async function resume(store: TrialStore, outside: RunOutside): Promise<Result<string, RunFailure>> {
  const {plan} = store;
  outside.say({kind: 'info', text: `${store.name} is not finished: going on with it`});
  const digest = await declaredDigest(plan.schedule, outside);
  if (digest !== plan.declaredDigest && plan.rerunOf === undefined) {
    outside.say({
      kind: 'warning',
      text: `the declarations have changed since ${store.name} was planned; it keeps its first plan, and the next trial takes the new one`,
    });
  }
  const ready = await sameInputs(plan, outside);
  if (!ready.ok) return ready;
  const schedule = await readSchedule(plan.schedule, outside);
  return carryOut(store, schedule.ok ? schedule.value.value.logs : 'compress', outside);
}

/** Rules and captures must still be those of the plan, byte for byte. */
async function sameInputs(
  plan: TrialPlan,
  outside: RunOutside,
): Promise<Result<void, TrialFailure | SnapshotFailure>> {
  for (const {ruleset} of plan.arms) {
    const verified = ruleset && (await verifySnapshot(ruleset, outside.snapshots));
    if (verified && !verified.ok) return verified;
  }
  for (const [place, {path, sha256}] of plan.captures.entries()) {
    const digest = await outside.captures.digest(path);
    const reason = digest === undefined ? 'it cannot be read' : 'its bytes have changed';
    if (digest !== sha256) return failed({kind: 'capture-changed', path, reason});
    outside.say({kind: 'work', what: 'verifying captures', done: place + 1, total: plan.captures.length});
  }
  return ok(undefined);
}

function engineOf(arm: PlanArm, outside: RunOutside): Promise<Result<Engine, EngineFailure>> {
  const {kind, location} = arm.engine;
  return outside.engineFor(
    kind === 'recorded' ? {snort: undefined, recorded: location} : {snort: location, recorded: undefined},
  );
}

async function carryOut(
  store: TrialStore,
  logs: ScheduleDeclaration['logs'],
  outside: RunOutside,
): Promise<Result<string, RunFailure>> {
  try {
    const engines = new Map<string, {engine: Engine; config: ArmConfig}>();
    for (const arm of store.plan.arms) {
      const engine = await plannedEngine(arm, store.name, outside);
      if (!engine.ok) return engine;
      if (!arm.ruleset || !arm.settings || !arm.configDigest) continue;
      const {digest, files} = arm.ruleset;
      const rules = {digest, files, folder: outside.snapshots.folder(digest), entry: ENTRY};
      const config = {arm: arm.name, rules, settings: arm.settings, configDigest: arm.configDigest};
      engines.set(arm.name, {engine: engine.value, config});
    }
    const conducted = await conduct({
      store,
      folders: outside.trials.runFolders(store.name),
      clock: outside.clock,
      say: outside.say,
      engineOf: arm => engines.get(arm) ?? unplanned(arm),
      locate: outside.captures.locate,
      formatOf: outside.formatOf,
      // a shared process pauses between captures (25 ms each), so that two to a core run side by side
      atOnce: store.plan.isolation === 'shared' ? outside.cores * 2 : outside.cores,
      logs,
      stop: outside.stop,
    });
    if (!conducted.ok) return conducted;
    store.seal(outside.clock.now());
    return ok(store.name);
  } finally {
    store.close();
  }
}

function unplanned(arm: string): never {
  throw new Error(`arm ${arm} has no ruleset in its plan`);
}

/** The engine that the plan names, and no other version of it: arms of one trial run on what they were planned for. */
async function plannedEngine(
  arm: PlanArm,
  trial: string,
  outside: RunOutside,
): Promise<Result<Engine, EngineFailure | TrialFailure>> {
  const engine = await engineOf(arm, outside);
  if (!engine.ok) return engine;
  const {version, kind} = engine.value.identity;
  if (version === arm.engine.version && kind === arm.engine.kind) return engine;
  const planned = `${arm.engine.kind} ${arm.engine.version}`;
  return failed({kind: 'engine-changed', trial, arm: arm.name, planned, found: `${kind} ${version}`});
}

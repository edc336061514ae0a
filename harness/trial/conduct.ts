import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {ArmConfig, Engine, RunningEngine, RunOrder} from '../engine/ports.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {orderLogs} from '../ingest/order-logs.ts';
import type {LineFormat, LogSource} from '../ingest/ports.ts';
import {takeIn} from '../ingest/take-in.ts';
import type {TrialFailure} from './failures.ts';
import {nextStep, type RunFact} from './next-step.ts';
import type {RunFolders, TrialStore} from './ports.ts';
import {progressOf} from './progress.ts';
import {unitsOf} from './units.ts';

/** Below this much free disk no run is begun: an engine that cannot write its log loses alerts without a word. */
const MIN_FREE_BYTES = 16 * 1024 * 1024;

export interface ConductOutside {
  readonly store: TrialStore;
  readonly folders: RunFolders;
  readonly clock: Clock;
  readonly say: Say;
  /** The engine of an arm and what it is to run there. */
  engineOf(arm: string): {readonly engine: Engine; readonly config: ArmConfig};
  /** Where a planned capture lies now. */
  locate(capturePath: string): string;
  formatOf(log: LogSource): LineFormat;
  /** Runs side by side. */
  readonly atOnce: number;
  readonly logs: 'compress' | 'keep' | 'remove';
  readonly stop: AbortSignal;
}

export type ConductFailure = TrialFailure | EngineFailure | IngestFailure;

/** Does one step after another until the plan is done; the seal is the caller's. A restart is the next step. */
export async function conduct(outside: ConductOutside): Promise<Result<void, ConductFailure>> {
  const {store} = outside;
  const held = new Map<number, Promise<Result<void, ConductFailure>>>();
  const progress = progressOf(store.plan, outside.clock, outside.say);
  let failure: ConductFailure | undefined;
  const settle = async (): Promise<void> => {
    const [run, result] = await Promise.race([...held].map(async ([id, work]) => [id, await work] as const));
    held.delete(run);
    if (!result.ok) failure ??= result.failure;
    progress(store.counts());
  };
  for (;;) {
    while (held.size > 0 && (failure || outside.stop.aborted)) await settle();
    if (failure) return failed(failure);
    if (outside.stop.aborted) return failed(stopped(store));
    const step = nextStep(store.plan, store.facts(), new Set(held.keys()));
    if (step.step === 'seal' || step.step === 'nothing') return ok(undefined);
    if (step.step === 'wait' || held.size >= outside.atOnce) {
      await settle();
      continue;
    }
    if (step.step === 'check') {
      const checked = await checkArm(step.arm, outside);
      if (!checked.ok) failure = checked.failure;
    } else if (step.step === 'recall') {
      const recalled = await recallRun(step.run, outside);
      if (!recalled.ok) failure = recalled.failure;
    } else {
      const begun = await beginRun(step, outside);
      if (begun.ok) held.set(begun.value.run, begun.value.work);
      else failure = begun.failure;
    }
  }
}

const stopped = (store: TrialStore): TrialFailure => ({
  kind: 'trial-stopped',
  trial: store.name,
  schedule: store.plan.schedule,
});

async function checkArm(arm: string, outside: ConductOutside): Promise<Result<void, EngineFailure>> {
  outside.say({kind: 'info', text: `checking the rules of ${arm}`});
  const {engine, config} = outside.engineOf(arm);
  const scratch = await outside.folders.fresh(arm, -1, 0);
  const checked = await engine.check(config, scratch);
  await outside.folders.remove(scratch);
  if (!checked.ok) return checked;
  if (checked.value.enabled === 0) {
    outside.say({kind: 'warning', text: `arm ${arm} enables no rule of its ruleset: it cannot fire`});
  }
  outside.store.armChecked(arm, checked.value);
  return ok(undefined);
}

function orderOf(arm: string, unit: number, folder: string, outside: ConductOutside): RunOrder {
  const {store} = outside;
  const captures = unitsOf(store.plan).find(candidate => candidate.unit === unit)?.captures ?? [];
  return {
    config: outside.engineOf(arm).config,
    folder,
    captures: captures.flatMap(place => {
      const planned = store.plan.captures[place];
      if (!planned) return [];
      const {path, sha256, linkType} = planned;
      return [{path, absolutePath: outside.locate(path), sha256, linkType}];
    }),
  };
}

async function beginRun(
  step: {arm: string; unit: number; attempt: number},
  outside: ConductOutside,
): Promise<Result<{run: number; work: Promise<Result<void, ConductFailure>>}, ConductFailure>> {
  const {store, folders, clock} = outside;
  const free = await folders.freeBytes();
  if (free < MIN_FREE_BYTES)
    return failed({kind: 'disk-full', folder: folders.path('', 0, 0), freeBytes: free});
  const folder = await folders.fresh(step.arm, step.unit, step.attempt);
  const order = orderOf(step.arm, step.unit, folder, outside);
  const run = store.startRun({...step, captures: order.captures.map(({path}) => path), at: clock.now()});
  const started = await outside.engineOf(step.arm).engine.start(order);
  if (!started.ok) {
    store.cancelRun(run, clock.now());
    return started;
  }
  return ok({run, work: attend(run, order, started.value, outside)});
}

/** Waits for the engine's end, takes its alerts in, writes the end down. */
async function attend(
  run: number,
  order: RunOrder,
  running: RunningEngine,
  outside: ConductOutside,
): Promise<Result<void, ConductFailure>> {
  const halt = () => running.stop();
  outside.stop.addEventListener('abort', halt);
  const end = await running.ended;
  outside.stop.removeEventListener('abort', halt);
  if (outside.stop.aborted && end.outcome !== 'captures-over') {
    outside.store.cancelRun(run, outside.clock.now());
    await outside.folders.remove(order.folder);
    return ok(undefined);
  }
  return finish(run, order, end, outside);
}

/** A run left open by a harness that died: finish it when its engine came to its end, else do its work again. */
async function recallRun(fact: RunFact, outside: ConductOutside): Promise<Result<void, ConductFailure>> {
  const {store, folders, clock} = outside;
  const order = orderOf(fact.arm, fact.unit, folders.path(fact.arm, fact.unit, fact.attempt), outside);
  const end = await outside.engineOf(fact.arm).engine.recall(order);
  if (end?.outcome === 'captures-over') return finish(fact.run, order, end, outside);
  store.cancelRun(fact.run, clock.now());
  await folders.remove(order.folder);
  return ok(undefined);
}

async function finish(
  run: number,
  order: RunOrder,
  end: RunEnd,
  outside: ConductOutside,
): Promise<Result<void, ConductFailure>> {
  const {store, folders} = outside;
  const taken = await takeInRun(run, order, outside);
  if (!taken.ok) return taken;
  if (end.outcome === 'captures-over' && end.alertsLogged !== undefined && end.alertsLogged !== taken.value) {
    const free = await folders.freeBytes();
    if (free < MIN_FREE_BYTES) return failed({kind: 'disk-full', folder: order.folder, freeBytes: free});
    outside.say({
      kind: 'warning',
      text: `arm ${order.config.arm}: Snort says it logged ${end.alertsLogged} alerts, its log holds ${taken.value} (${order.folder})`,
    });
  }
  if (end.outcome !== 'captures-over') {
    const words = end.lastWords ?? end.signal ?? `exit code ${end.exitCode}`;
    outside.say({
      kind: 'warning',
      text: `arm ${order.config.arm}: Snort ended early on ${order.captures[0]?.path}: ${words}`,
    });
  }
  store.finishRun(run, end, outside.clock.now());
  if (outside.logs === 'compress') await folders.compressLogs(order.folder);
  if (outside.logs === 'remove') await folders.removeLogs(order.folder);
  return ok(undefined);
}

/** Takes in every alert that the run's engine wrote and the store does not hold yet; how many it then holds. */
async function takeInRun(
  run: number,
  order: RunOrder,
  outside: ConductOutside,
): Promise<Result<number, IngestFailure>> {
  const ids = outside.store.captureIds();
  const byIface = new Map(order.captures.map(({path, absolutePath}) => [absolutePath, ids.get(path) ?? 0]));
  const only = order.captures.length === 1 ? ids.get(order.captures[0]?.path ?? '') : undefined;
  for (const logs of orderLogs(await outside.folders.logs(order.folder))) {
    const taken = await takeIn({
      run,
      logs,
      store: outside.store.ingest,
      formatOf: outside.formatOf,
      // Snort gives the capture's path as the interface; the store holds the capture instead
      place: alert => {
        const capture = only ?? byIface.get(alert.iface ?? '') ?? 0;
        return {capture, alert: capture === 0 ? alert : {...alert, iface: null}};
      },
      finished: true,
    });
    if (!taken.ok) return taken;
  }
  return ok(outside.store.alertsOf(run));
}

import type {ReadyArm, ScratchFolder} from '../arms/check-arm.ts';
import type {Alert} from '../domain/alert.ts';
import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Clock} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import {givenAs} from '../engine/given-as.ts';
import type {RunningEngine, RunSpec} from '../engine/ports.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import type {TrialFailure} from './failures.ts';
import type {RunFact} from './next-step.ts';
import type {RunFolders, TrialStore} from './ports.ts';
import {takeInRun} from './take-in-run.ts';
import {unitsOf} from './units.ts';

/** Below this much free disk no run is started: an engine that cannot write its log loses alerts silently. */
const MIN_FREE_BYTES = 16 * 1024 * 1024;

export interface ConductDeps extends ScratchFolder {
  readonly store: TrialStore;
  readonly folders: RunFolders;
  readonly clock: Clock;
  readonly say: Say;
  /** The engine of an arm and what it is to run there. */
  engineOf(arm: string): ReadyArm;
  /** The present path of a planned capture. */
  locate(capturePath: string): string;
  formatOf(log: LogSource): RecordFormat<Alert>;
  /** Runs at the same time; asked again before each one. */
  readonly atOnce: number;
  readonly logs: 'compress' | 'keep' | 'remove';
  /** Whether to run at low priority; asked again before each run. */
  readonly lowPriority?: boolean;
  readonly stop: AbortSignal;
}

export type ConductFailure = TrialFailure | EngineFailure | IngestFailure;

function specOf(arm: string, unit: number, folder: string, deps: ConductDeps): RunSpec {
  const {store} = deps;
  const captures = unitsOf(store.plan).find(candidate => candidate.unit === unit)?.captures ?? [];
  return {
    config: deps.engineOf(arm).config,
    folder,
    ...(deps.lowPriority ? {lowPriority: true} : {}),
    captures: captures.flatMap((place, index) => {
      const planned = store.plan.captures[place];
      if (!planned) return [];
      const {path, sha256, linkType} = planned;
      const absolutePath = deps.locate(path);
      return [{path, absolutePath, givenAs: givenAs(absolutePath, folder, index), sha256, linkType}];
    }),
  };
}

export async function beginRun(
  step: {arm: string; unit: number; attempt: number},
  deps: ConductDeps,
): Promise<Result<{run: number; work: Promise<Result<void, ConductFailure>>}, ConductFailure>> {
  const {store, folders, clock} = deps;
  const free = await folders.freeBytes();
  if (free < MIN_FREE_BYTES)
    return failed({kind: 'disk-full', folder: folders.path('', 0, 0), freeBytes: free});
  const folder = await folders.fresh(step.arm, step.unit, step.attempt);
  const spec = specOf(step.arm, step.unit, folder, deps);
  const run = store.startRun({...step, captures: spec.captures.map(({path}) => path), at: clock.now()});
  const started = await deps.engineOf(step.arm).engine.start(spec);
  if (!started.ok) {
    store.cancelRun(run, clock.now());
    return started;
  }
  return ok({run, work: attend(run, spec, started.value, deps)});
}

/** Waits for the engine's end, takes its alerts in, writes the end down. */
async function attend(
  run: number,
  spec: RunSpec,
  running: RunningEngine,
  deps: ConductDeps,
): Promise<Result<void, ConductFailure>> {
  const halt = () => running.stop();
  deps.stop.addEventListener('abort', halt);
  const end = await running.ended;
  deps.stop.removeEventListener('abort', halt);
  if (deps.stop.aborted && end.outcome !== 'captures-over') {
    return doAgain(run, spec, deps);
  }
  return finish(run, spec, end, deps);
}

/** A run left open by a harness that died: finish it when its engine came to its end, else do its work again. */
export async function recoverRun(fact: RunFact, deps: ConductDeps): Promise<Result<void, ConductFailure>> {
  const {folders} = deps;
  const spec = specOf(fact.arm, fact.unit, folders.path(fact.arm, fact.unit, fact.attempt), deps);
  const end = await deps.engineOf(fact.arm).engine.recover(spec);
  if (end?.outcome === 'captures-over') {
    const taken = await takeInRun(fact.run, spec, deps);
    if (!taken.ok) return taken;
    // a log that lacks alerts (the disk was full, say) is no ground to call the work done
    const whole = end.alertsLogged === undefined || end.alertsLogged === taken.value;
    if (whole) return finish(fact.run, spec, end, deps);
  }
  return doAgain(fact.run, spec, deps);
}

/** Takes a run back and its folder away: nothing of it counts, and its work is done in another run. */
async function doAgain(run: number, spec: RunSpec, deps: ConductDeps): Promise<Result<void, never>> {
  deps.store.cancelRun(run, deps.clock.now());
  await deps.folders.remove(spec.folder);
  return ok(undefined);
}

async function finish(
  run: number,
  spec: RunSpec,
  end: RunEnd,
  deps: ConductDeps,
): Promise<Result<void, ConductFailure>> {
  const {store, folders} = deps;
  const taken = await takeInRun(run, spec, deps);
  if (!taken.ok) return taken;
  if (end.outcome === 'captures-over' && end.alertsLogged !== undefined && end.alertsLogged !== taken.value) {
    const free = await folders.freeBytes();
    if (free < MIN_FREE_BYTES) {
      await doAgain(run, spec, deps);
      return failed({kind: 'disk-full', folder: spec.folder, freeBytes: free});
    }
    deps.say({
      kind: 'warning',
      text: `arm ${spec.config.arm}: Snort says it logged ${end.alertsLogged} alerts, but its log contains ${taken.value} (${spec.folder})`,
    });
  }
  if (end.outcome !== 'captures-over') {
    const reason = end.lastOutput ?? end.signal ?? `exit code ${end.exitCode}`;
    deps.say({
      kind: 'warning',
      text: `arm ${spec.config.arm}: Snort ended early on ${spec.captures[0]?.path}: ${reason}`,
    });
  }
  store.finishRun(run, withKnownProblems(end, spec, store.plan), deps.clock.now());
  if (deps.logs === 'compress') await folders.compressLogs(spec.folder);
  if (deps.logs === 'remove') await folders.removeLogs(spec.folder);
  return ok(undefined);
}

/**
 * What the plan knows of captures: of those that the engine could not read, its own word of a broken header is the clearer
 * one; and how much of a damaged gzip was unpacked no engine can tell.
 */
function withKnownProblems(end: RunEnd, spec: RunSpec, plan: TrialPlan): RunEnd {
  const planned = new Map(plan.captures.map(capture => [capture.path, capture]));
  const problems = end.problems.map(({path, reason}) => ({
    path,
    reason: planned.get(path)?.headerProblem ?? reason,
  }));
  const known = new Set(problems.map(({path}) => path));
  const damaged = spec.captures.flatMap(({path}) => {
    const reason = planned.get(path)?.damage;
    return reason === undefined || known.has(path) ? [] : [{path, reason}];
  });
  return {...end, problems: [...problems, ...damaged]};
}

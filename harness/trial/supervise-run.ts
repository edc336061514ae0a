import type {ReadyArm, ScratchFolder} from '../arms/check-arm.ts';
import type {Alert} from '../domain/alert.ts';
import type {Say} from '../domain/message.ts';
import {plural} from '../domain/plural.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Clock} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import {pathForEngine} from '../engine/path-for-engine.ts';
import type {RunningEngine, RunSpec} from '../engine/ports.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import type {TrialFailure} from './failures.ts';
import {ingestRun} from './ingest-run.ts';
import type {RunFact} from './next-step.ts';
import type {RunFolders, TrialStore} from './ports.ts';
import {unitsOf} from './units.ts';

/** No run starts with less free disk than this, because an engine that cannot write its log loses alerts silently. */
const MIN_FREE_BYTES = 16 * 1024 * 1024;

export interface ConductDeps extends ScratchFolder {
  readonly store: TrialStore;
  readonly folders: RunFolders;
  readonly clock: Clock;
  readonly say: Say;
  /** Returns the engine of an arm and the configuration to run it with. */
  engineOf(arm: string): ReadyArm;
  /** Returns the current path of a planned capture. */
  locate(capturePath: string): string;
  formatOf(log: LogSource): RecordFormat<Alert>;
  /** How many runs may be open at the same time; read again before each run. */
  readonly maxRuns: number;
  readonly logs: 'compress' | 'keep' | 'remove';
  /** Whether to run at low priority; read again before each run. */
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
    captures: captures.flatMap((planIndex, index) => {
      const planned = store.plan.captures[planIndex];
      if (!planned) return [];
      const {path, sha256, linkType} = planned;
      const absolutePath = deps.locate(path);
      return [
        {path, absolutePath, pathForEngine: pathForEngine(absolutePath, folder, index), sha256, linkType},
      ];
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
  return ok({run, work: supervise(run, spec, started.value, deps)});
}

/** Waits until the engine has ended, ingests its alerts and records how it ended. */
async function supervise(
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
    return discardRun(run, spec, deps);
  }
  return finish(run, spec, end, deps);
}

/** Recovers a run that was open when ruletrial was killed: finishes it if its engine read everything, otherwise discards it. */
export async function recoverRun(fact: RunFact, deps: ConductDeps): Promise<Result<void, ConductFailure>> {
  const {folders} = deps;
  const spec = specOf(fact.arm, fact.unit, folders.path(fact.arm, fact.unit, fact.attempt), deps);
  const end = await deps.engineOf(fact.arm).engine.recover(spec);
  if (end?.outcome === 'captures-over') {
    const ingested = await ingestRun(fact.run, spec, deps);
    if (!ingested.ok) return ingested;
    // if the log lacks alerts, for example because the disk was full, the work is not done
    const isComplete = end.alertsLogged === undefined || end.alertsLogged === ingested.value;
    if (isComplete) return finish(fact.run, spec, end, deps);
  }
  return discardRun(fact.run, spec, deps);
}

/** Cancels a run and removes its folder: none of its alerts count, and another run repeats its work. */
async function discardRun(run: number, spec: RunSpec, deps: ConductDeps): Promise<Result<void, never>> {
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
  const ingested = await ingestRun(run, spec, deps);
  if (!ingested.ok) return ingested;
  if (
    end.outcome === 'captures-over' &&
    end.alertsLogged !== undefined &&
    end.alertsLogged !== ingested.value
  ) {
    const free = await folders.freeBytes();
    if (free < MIN_FREE_BYTES) {
      await discardRun(run, spec, deps);
      return failed({kind: 'disk-full', folder: spec.folder, freeBytes: free});
    }
    deps.say({
      kind: 'warning',
      text: `arm ${spec.config.arm}: Snort says it logged ${plural(end.alertsLogged, 'alert')}, but its log contains ${ingested.value} (${spec.folder})`,
    });
  }
  if (end.outcome !== 'captures-over') {
    const reason = end.endReason ?? end.signal ?? `exit code ${end.exitCode}`;
    deps.say({
      kind: 'warning',
      text: `arm ${spec.config.arm}: Snort ended early on ${spec.captures[0]?.path}: ${reason}`,
    });
  }
  store.finishRun(run, withPlannedProblems(end, spec, store.plan), deps.clock.now());
  if (deps.logs === 'compress') await folders.compressLogs(spec.folder);
  if (deps.logs === 'remove') await folders.removeLogs(spec.folder);
  return ok(undefined);
}

/**
 * Adds what the plan knows about problems of captures. It describes a broken header more clearly than the engine does, and
 * only the plan knows how much of a damaged gzip file was unpacked.
 */
function withPlannedProblems(end: RunEnd, spec: RunSpec, plan: TrialPlan): RunEnd {
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

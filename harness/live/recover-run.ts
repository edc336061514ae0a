import {type ArmConfigDeps, armConfig} from '../arms/check-arm.ts';
import {armEngine, type EngineChoice} from '../arms/plan-arm.ts';
import type {Failure} from '../domain/failure.ts';
import {laneOf} from '../domain/lanes.ts';
import {ok, type Result} from '../domain/result.ts';
import {bareEnd, type RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {Engine, RunSpec} from '../engine/ports.ts';
import type {RunFolders} from '../trial/ports.ts';
import {NOTHING_COUNTED} from './engine-life.ts';
import {type SpecDeps, specFor} from './engine-spec.ts';
import {type FinishDeps, finishRun} from './finish-run.ts';
import type {LiveRunFact} from './live-facts.ts';
import type {LiveTrial, OutageJournal, RunJournal, SetupJournal, Window} from './ports.ts';

export type RecoverDeps = FinishDeps &
  SpecDeps &
  ArmConfigDeps &
  EngineChoice & {
    readonly store: Pick<LiveTrial, 'facts'> &
      Pick<RunJournal, 'windowOf'> &
      Pick<SetupJournal, 'setupOfRun'> &
      Pick<OutageJournal, 'lastHeartbeatAt'>;
    readonly folders: Pick<RunFolders, 'path' | 'remove'>;
  };

/** Recovers a run whose conductor was killed. The engine ended with the conductor. The alerts that it had written by then are counted. */
export async function recoverRun(fact: LiveRunFact, deps: RecoverDeps): Promise<Result<void, Failure>> {
  const {store, folders} = deps;
  const folder = folders.path(fact.arm, fact.slot, fact.attempt);
  const setup = store.setupOfRun(fact.run);
  const {live} = store.plan;
  const declared = live.arms.find(({name}) => name === fact.arm);
  const config = setup && armConfig(setup, deps);
  const engine = declared && (await armEngine(declared, live, deps));
  if (engine && !engine.ok) return engine;
  if (!config || !engine) throw new Error(`run ${fact.run} has no setup or engine that could have run it`);
  const spec = specFor(config, folder, fact.slot, deps);
  if (!('sensor' in spec)) return recoverCaptureRun(fact, folder, spec, engine.value, deps);
  const recovered = await engine.value.recoverListening(spec);
  const readyAt = fact.readyAt ?? recovered.readyAt;
  const endedAt = recovered.endedAt ?? store.lastHeartbeatAt() ?? fact.startedAt;
  const window = recoveredWindow(fact, readyAt, endedAt, deps);
  const end: RunEnd = {...recovered.end, outcome: 'cancelled'};
  return finishRun({run: fact.run, folder, arm: fact.arm}, end, window, deps, endedAt);
}

/** Returns the counted time of a recovered run. As always, time in which its predecessor or successor inspected too does not count. */
function recoveredWindow(
  fact: LiveRunFact,
  readyAt: Micros | undefined,
  endedAt: Micros,
  {store}: {readonly store: RecoverDeps['store'] & Pick<LiveTrial, 'plan'>},
): Window {
  if (readyAt === undefined) return NOTHING_COUNTED;
  const {plan} = store;
  const arms = laneOf(plan, fact.arm);
  const lane = store.facts().runs.filter(({arm}) => arms.includes(arm));
  const next = lane.find(run => run.run > fact.run && run.readyAt !== undefined);
  const before = lane.filter(run => run.run < fact.run).flatMap(run => run.endedAt ?? []);
  const warmUpEndsAt = store.windowOf(fact.run).from ?? readyAt + plan.live.warmUpMs * 1000;
  const from = Math.max(warmUpEndsAt, ...before.filter(at => at > readyAt));
  return {readyAt, from, to: Math.max(from, Math.min(endedAt, next?.readyAt ?? endedAt))};
}

/** Recovers a run that read captures. If it did not finish, its folder is removed and nothing of it counts. */
async function recoverCaptureRun(
  fact: LiveRunFact,
  folder: string,
  spec: RunSpec,
  engine: Engine,
  deps: RecoverDeps,
): Promise<Result<void, Failure>> {
  const end = await engine.recover(spec);
  if (end?.outcome !== 'captures-over') {
    await deps.folders.remove(folder);
    const cutOff = bareEnd('cancelled', 'ruletrial stopped before the run finished');
    deps.store.finishRun(fact.run, cutOff, NOTHING_COUNTED, deps.clock.now());
    return ok(undefined);
  }
  // all alerts of captures count: they have the timestamps of their packets, so no window in real time applies
  const window = {readyAt: fact.startedAt, from: undefined, to: undefined};
  return finishRun({run: fact.run, folder, arm: fact.arm}, end, window, deps);
}

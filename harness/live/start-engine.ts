import {type ArmConfigDeps, armConfig} from '../arms/check-arm.ts';
import {armEngine, type EngineChoice} from '../arms/plan-arm.ts';
import type {Failure} from '../domain/failure.ts';
import {laneOf} from '../domain/lanes.ts';
import {ok, type Result} from '../domain/result.ts';
import {bareEnd} from '../domain/run.ts';
import type {DeclaredArm, LivePlan, PlanArm} from '../domain/trial.ts';
import type {ArmConfig, ListeningEngine} from '../engine/ports.ts';
import {type Supervised, supervise} from '../engine/supervise.ts';
import type {RunFolders} from '../trial/ports.ts';
import type {ConductorState} from './conductor-state.ts';
import {NOTHING_COUNTED, type Predecessor} from './engine-life.ts';
import {type SpecDeps, specFor} from './engine-spec.ts';
import {keepsFailing} from './lanes.ts';
import {ANSWER_SECONDS, LiveEngine} from './live-engine.ts';
import type {SlotFact} from './live-facts.ts';
import type {LiveStep} from './live-step.ts';
import type {LiveMachine} from './machine-ports.ts';
import type {LiveTrial, RunJournal, SetupJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import {asListeningEngine} from './read-captures.ts';

/** Longest interval at which an engine is asked for its packet counts. */
const ASK_EVERY_MS = 10_000;
/** An engine that does not answer within this time is considered hung. */
const ANSWER_MS = 30_000;
/** Time that an engine gets to stop by itself before it is killed. */
const KILL_AFTER_MS = 20_000;

type SetupDeps = NoticeDeps & {
  readonly store: Pick<LiveTrial, 'plan'> & Pick<SetupJournal, 'prepared' | 'setupOf' | 'lastGoodSetup'>;
};
type ListenDeps = SpecDeps & EngineChoice;
interface CountDeps {
  readonly store: Pick<LiveTrial, 'plan'>;
  readonly machine: Pick<LiveMachine, 'packetsOf'>;
}
export type StartDeps = SetupDeps &
  ListenDeps &
  CountDeps &
  ArmConfigDeps & {
    readonly store: Pick<LiveTrial, 'facts'> & Pick<RunJournal, 'startRun' | 'finishRun'>;
    readonly folders: Pick<RunFolders, 'fresh'>;
    readonly messageOf: (failure: Failure) => string;
  };

/** Starts an arm's engine for a slot. If it does not start, the run is stored as `never-ready`. */
export async function startEngine(
  {slot, arm, attempt, failures}: Extract<LiveStep, {kind: 'begin'}>,
  state: Pick<ConductorState, 'engines' | 'wake'>,
  deps: StartDeps,
): Promise<void> {
  const {store, folders, clock} = deps;
  const {live} = store.plan;
  const setup = setupFor(slot.slot, arm, failures, deps);
  const config = setup && armConfig(setup, deps);
  const declared = live.arms.find(({name}) => name === arm);
  if (!declared || !setup || !config)
    throw new Error(`arm ${arm} has nothing to run in slot ${slot.slot + 1}`);
  const lane = laneOf(store.plan, arm);
  const old = [...state.engines.values()].find(engine => isPredecessor(engine, slot.slot, lane));
  const predecessor = old && (await countsBeforeStart(old, deps));
  const folder = await folders.fresh(arm, slot.slot, attempt);
  const run = store.startRun({slot: slot.slot, arm, attempt, setup, at: clock.now()});
  const listening = await listen(declared, config, folder, slot, deps);
  if (!listening.ok) {
    const text = deps.messageOf(listening.failure);
    store.finishRun(run, bareEnd('never-ready', text), NOTHING_COUNTED, clock.now());
    if (!keepsFailing(store.facts(), slot.slot, arm))
      postNotice({kind: 'engine-failed', slot: slot.slot, arm, text}, deps);
    return;
  }
  const supervised = superviseEngine(listening.value, live, deps);
  const engine = new LiveEngine(
    {run, slot: slot.slot, arm, folder, listening: listening.value, supervised},
    predecessor,
  );
  supervised.onChange(() => state.wake());
  void supervised.ended.then(end => {
    engine.apply({kind: 'exited', end});
    state.wake();
  });
  state.engines.set(run, engine);
}

const superviseEngine = (
  listening: ListeningEngine,
  {readyWithinMs, load}: LivePlan,
  {clock}: NoticeDeps,
): Supervised =>
  supervise(
    listening,
    {
      startedAt: clock.now(),
      readyWithinMs,
      askEveryMs: Math.min(load.everyMs, ASK_EVERY_MS),
      answerWithinMs: ANSWER_MS,
      killAfterMs: KILL_AFTER_MS,
    },
    {now: () => clock.now()},
  );

/**
 * Returns the setup that was prepared for the slot. After a failure it returns the arm's last good setup instead,
 * if the schedule asks for that, and stores it as the setup of the slot.
 */
function setupFor(slot: number, arm: string, failures: number, deps: SetupDeps): PlanArm | undefined {
  const {store, clock} = deps;
  const prepared = store.setupOf(slot, arm);
  const at = clock.now();
  const lastGood =
    failures > 0 && store.plan.live.onFailure === 'last-good' ? store.lastGoodSetup(arm, at) : undefined;
  if (!lastGood || !prepared || JSON.stringify(lastGood) === JSON.stringify(prepared)) return prepared;
  const reason = 'failed with its new rules; it runs the last rules that worked';
  store.prepared({slot, arm, setup: lastGood, reason: `it ${reason}`, at});
  postNotice({kind: 'fell-back', slot, arm, text: `arm ${arm} ${reason}`}, deps);
  return lastGood;
}

const isPredecessor = ({life, slot, arm}: LiveEngine, before: number, lane: readonly string[]): boolean =>
  life.kind !== 'ended' && slot < before && lane.includes(arm);

/** Reads the old engine's counts just before the new engine starts. */
async function countsBeforeStart(
  {run, listening}: LiveEngine,
  {store, machine}: CountDeps,
): Promise<Predecessor> {
  const {sensor} = store.plan.live;
  if (sensor.kind === 'captures') return {run, interfacePackets: undefined, received: undefined};
  const counts = await listening.counts(ANSWER_SECONDS);
  return {run, received: counts?.received, interfacePackets: await machine.packetsOf(sensor.interface)};
}

async function listen(
  declared: DeclaredArm,
  config: ArmConfig,
  folder: string,
  {slot, beginsAt, endsAt}: SlotFact,
  deps: ListenDeps,
): Promise<Result<ListeningEngine, Failure>> {
  const engine = await armEngine(declared, deps.store.plan.live, deps);
  if (!engine.ok) return engine;
  const spec = specFor(config, folder, slot, deps);
  if ('sensor' in spec) return engine.value.listen(spec);
  // recorded runs spread their alerts over the first half of the slot, so that all are written before the slot ends
  const paceMs = Math.round((endsAt - beginsAt) / 1000 / 2);
  const started = await engine.value.start({...spec, paceMs});
  return started.ok ? ok(asListeningEngine(started.value)) : started;
}

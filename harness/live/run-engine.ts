import {armConfig} from '../arms/check-arm.ts';
import {armEngine} from '../arms/plan-arm.ts';
import {laneOf} from '../domain/lanes.ts';
import {bareEnd} from '../domain/run.ts';
import type {PlanArm} from '../domain/trial.ts';
import type {ArmConfig, Engine, ListenOrder, RunOrder} from '../engine/ports.ts';
import {supervise} from '../engine/supervise.ts';
import type {Hand, Held} from './hand.ts';
import {isGivenUp} from './lanes.ts';
import type {ConductLiveOutside} from './outside.ts';
import {played, playOrder} from './play.ts';
import type {LiveStep} from './step.ts';
import {tellNotice} from './tell-notice.ts';

/** Alert logs are rolled over at this size, so that those in the store can be put away. */
const ROLL_MIB = 64;
const ASK_EVERY_MS = 10_000;
const ANSWER_MS = 30_000;
const KILL_AFTER_MS = 20_000;

/** Starts an arm's engine for a slot and takes it in hand; one that does not start leaves a run with that outcome. */
export async function beginEngine(
  {slot, arm, attempt, failures}: Extract<LiveStep, {step: 'begin'}>,
  hand: Hand,
  outside: ConductLiveOutside,
): Promise<void> {
  const {store, folders, clock} = outside;
  const {live} = store.plan;
  const load = loadFor(slot.slot, arm, failures, outside);
  const config = load && armConfig(load, outside);
  const declared = live.arms.find(({name}) => name === arm);
  if (!declared || !load || !config) throw new Error(`arm ${arm} has nothing to run in slot ${slot.slot}`);
  const lane = laneOf(store.plan, arm);
  const old = [...hand.engines.values()].find(held => isPredecessor(held, slot.slot, lane));
  const before = old && {held: old, ...(await countsBefore(old, outside))};
  const folder = await folders.fresh(arm, slot.slot, attempt);
  const run = store.startRun({slot: slot.slot, arm, attempt, load, at: clock.now()});
  const engine = await armEngine(declared, live, outside);
  const started = engine.ok ? await listen(engine.value, config, folder, slot, outside) : engine;
  if (!started.ok) {
    const text = outside.tell(started.failure);
    store.finishRun(run, bareEnd('never-ready', text), NOTHING, clock.now());
    if (!isGivenUp(store.facts(), slot.slot, arm))
      tellNotice({kind: 'engine-failed', slot: slot.slot, arm, text}, outside);
    return;
  }
  const listening = started.value;
  const supervised = supervise(
    listening,
    {
      startedAt: clock.now(),
      readyWithinMs: live.readyWithinMs,
      askEveryMs: Math.min(live.load.everyMs, ASK_EVERY_MS),
      answerWithinMs: ANSWER_MS,
      killAfterMs: KILL_AFTER_MS,
    },
    {now: () => clock.now()},
  );
  const held: Held = {
    ...{run, slot: slot.slot, arm, folder, load, listening, engine: supervised, old: before},
    readyAt: undefined,
    interfaceAtReady: undefined,
    interfaceAtStop: undefined,
    stopAt: undefined,
    supersededAt: undefined,
    end: undefined,
  };
  supervised.onChange(() => hand.wake());
  void supervised.ended.then(end => {
    held.end = end;
    hand.wake();
  });
  hand.engines.set(run, held);
}

export const NOTHING = {readyAt: undefined, from: undefined, to: undefined};

/** What the slot was prepared with; after a failure in the warm-up what the arm ran soundly before, which the slot loads from then on. */
function loadFor(
  slot: number,
  arm: string,
  failures: number,
  outside: ConductLiveOutside,
): PlanArm | undefined {
  const {store, clock} = outside;
  const prepared = store.loadOf(slot, arm);
  const at = clock.now();
  const sound =
    failures > 0 && store.plan.live.onFailure === 'last-good' ? store.lastSoundLoad(arm, at) : undefined;
  if (!sound || !prepared || JSON.stringify(sound) === JSON.stringify(prepared)) return prepared;
  const words = 'did not come up with its new rules; it runs those of its last sound run';
  store.prepared({slot, arm, load: sound, words: `it ${words}`, at});
  tellNotice({kind: 'fell-back', slot, arm, text: `arm ${arm} ${words}`}, outside);
  return sound;
}

const isPredecessor = (held: Held, slot: number, lane: readonly string[]): boolean =>
  held.end === undefined && held.slot < slot && lane.includes(held.arm);

async function countsBefore({listening}: Held, {store, machine}: ConductLiveOutside) {
  const {sensor} = store.plan.live;
  if (sensor.kind === 'captures') return {interfaceBefore: undefined, receivedBefore: undefined};
  const counts = await listening.counts(3);
  return {receivedBefore: counts?.received, interfaceBefore: await machine.packetsOf(sensor.interface)};
}

async function listen(
  engine: Engine,
  config: ArmConfig,
  folder: string,
  slot: {slot: number; beginsAt: number; endsAt: number},
  outside: ConductLiveOutside,
) {
  const order = orderFor(config, folder, slot.slot, outside);
  if ('sensor' in order) return engine.listen(order);
  const paceMs = Math.round((slot.endsAt - slot.beginsAt) / 1000 / 2);
  const started = await engine.start({...order, paceMs});
  return started.ok ? {ok: true as const, value: played(started.value)} : started;
}

/** What an engine is to do in a slot: listen, or play the captures that stand for the slot's traffic. */
export function orderFor(
  config: ArmConfig,
  folder: string,
  slot: number,
  outside: Pick<ConductLiveOutside, 'store' | 'captures'>,
): ListenOrder | RunOrder {
  const {sensor} = outside.store.plan.live;
  if (sensor.kind === 'captures') return playOrder(config, folder, slot, outside);
  return {config, folder, sensor, rollMiB: ROLL_MIB};
}

import {laneOf} from '../domain/lanes.ts';
import type {Say} from '../domain/message.ts';
import type {Micros} from '../domain/time.ts';
import type {EngineEffect, EngineLife, Predecessor} from './engine-life.ts';
import {keepsFailing} from './lanes.ts';
import {ANSWER_SECONDS, type LiveEngine} from './live-engine.ts';
import type {LiveMachine} from './machine-ports.ts';
import type {LiveTrial, RunJournal} from './ports.ts';

export interface SwitchDeps {
  readonly store: Pick<LiveTrial, 'plan' | 'facts'> & Pick<RunJournal, 'runReady' | 'addSwitch'>;
  readonly machine: Pick<LiveMachine, 'packetsOf'>;
}

export type ReadyDeps = SwitchDeps & {readonly say: Say};

/** The previous engine in the lane, after its run has ended. */
interface EndedPredecessor extends Predecessor {
  readonly life: EngineLife;
  readonly endedAt: Micros;
}

/** Checks whether an engine has started to inspect. If so, its warm-up begins and its predecessor's counted time ends. */
export async function noteReady(
  engine: LiveEngine,
  engines: ReadonlyMap<number, LiveEngine>,
  deps: ReadyDeps,
): Promise<void> {
  const at = engine.supervised.readyAt();
  if (at === undefined || engine.life.ready) return;
  const {store, machine, say} = deps;
  const {sensor, warmUpMs} = store.plan.live;
  const {slot, arm} = engine;
  if (keepsFailing(store.facts(), slot, arm))
    say({
      kind: 'info',
      text: `arm ${arm}, slot ${slot + 1}: its engine kept failing, and now inspects again`,
    });
  // alerts of captures have the timestamps of their packets, to which a warm-up in real time does not apply
  const listens = sensor.kind === 'interface';
  const interfacePackets = listens ? await machine.packetsOf(sensor.interface) : undefined;
  const warmUp = listens ? warmUpMs : undefined;
  const effects = engine.apply({kind: 'ready', at, warmUpMs: warmUp, interfacePackets});
  storeWindow(engine, effects, deps);
  const {predecessor} = engine.life;
  if (predecessor && effects.includes('supersede-predecessor'))
    engines.get(predecessor.run)?.apply({kind: 'superseded', at});
  if (effects.includes('store-switch')) await storeSwitch(engine, undefined, deps);
}

/** Applies the end of the previous engine: the counted time of the new one starts no earlier, and the switch is stored. */
export async function notePredecessorEnded(
  engine: LiveEngine,
  old: LiveEngine,
  endedAt: Micros,
  deps: SwitchDeps,
): Promise<void> {
  const {predecessor} = engine.life;
  if (predecessor?.run !== old.run) return;
  const effects = engine.apply({kind: 'predecessor-ended', at: endedAt});
  storeWindow(engine, effects, deps);
  if (effects.includes('store-switch'))
    await storeSwitch(engine, {...predecessor, life: old.life, endedAt}, deps);
}

function storeWindow({run, life}: LiveEngine, effects: readonly EngineEffect[], {store}: SwitchDeps): void {
  if (!life.ready || !effects.includes('store-window')) return;
  store.runReady(run, {readyAt: life.ready.at, from: life.ready.countsFrom, to: undefined});
}

/** Stores a switch. `old` is the engine of an earlier slot that still inspected when this one became ready; undefined if there was none. */
async function storeSwitch(
  engine: LiveEngine,
  old: EndedPredecessor | undefined,
  deps: SwitchDeps,
): Promise<void> {
  const {run, slot, arm, life} = engine;
  if (!life.ready) return;
  const readyAt = life.ready.at;
  const oldEndedAt = old ? old.endedAt : lastEndBefore(engine, deps);
  deps.store.addSwitch({
    slot,
    arm,
    oldRun: old?.run,
    newRun: run,
    readyAt,
    oldEndedAt,
    blindMicros: oldEndedAt === undefined ? 0 : Math.max(0, readyAt - oldEndedAt),
    blindPackets: old && (await blindPackets(engine, old, deps)),
  });
}

/** Returns when the last earlier engine in the lane ended; undefined if there was none. */
function lastEndBefore({run: own, arm}: LiveEngine, {store}: SwitchDeps): Micros | undefined {
  const lane = laneOf(store.plan, arm);
  const ends = store
    .facts()
    .runs.filter(run => run.run < own && run.readyAt !== undefined && lane.includes(run.arm))
    .flatMap(({endedAt}) => endedAt ?? []);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/**
 * Counts the packets that passed the interface during the switch and that neither engine received. Packets that both
 * engines received are subtracted only once. The counters are read one after another while packets arrive, in
 * an order that can only make the result too low. (If packets are merged on receipt, by GRO or LRO, it can be too high.) With a filter, the number is unknown.
 */
async function blindPackets(
  {listening, life}: LiveEngine,
  old: EndedPredecessor,
  {store, machine}: SwitchDeps,
): Promise<number | undefined> {
  const {sensor} = store.plan.live;
  if (sensor.kind !== 'interface' || sensor.filter !== undefined || old.life.kind !== 'ended')
    return undefined;
  const {end, stop} = old.life;
  const interfaceAfter = await machine.packetsOf(sensor.interface);
  const byNew = (await listening.counts(ANSWER_SECONDS))?.received;
  const passed = difference(interfaceAfter, old.interfacePackets);
  const byOld = difference(end.packets?.received, old.received);
  const byBoth = difference(stop?.interfacePackets, life.ready?.interfacePackets);
  if (passed === undefined || byOld === undefined || byNew === undefined || byBoth === undefined)
    return undefined;
  return Math.max(0, passed - (byOld + byNew - Math.max(0, byBoth)));
}

const difference = (later: number | undefined, earlier: number | undefined): number | undefined =>
  later === undefined || earlier === undefined ? undefined : later - earlier;

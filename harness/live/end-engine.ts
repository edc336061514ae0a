import {armConfig} from '../arms/check-arm.ts';
import {armEngine} from '../arms/plan-arm.ts';
import type {Failure} from '../domain/failure.ts';
import {laneOf} from '../domain/lanes.ts';
import {ok, type Result} from '../domain/result.ts';
import {bareEnd, type RunEnd} from '../domain/run.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {Engine, RunOrder} from '../engine/ports.ts';
import type {LiveRunFact} from './facts.ts';
import {follow} from './follow.ts';
import type {Hand, Held} from './hand.ts';
import {isGivenUp, slotsOf} from './lanes.ts';
import type {ConductLiveOutside} from './outside.ts';
import type {Window} from './ports.ts';
import {NOTHING, orderFor} from './run-engine.ts';
import {finishSwitch} from './switch.ts';
import {tellNotice} from './tell-notice.ts';

/** An engine in hand that has ended: its last alerts, its counted time, its outcome. */
export async function endEngine(
  held: Held,
  end: RunEnd,
  hand: Hand,
  outside: ConductLiveOutside,
): Promise<Result<void, Failure>> {
  const {store, clock} = outside;
  const endedAt = clock.now();
  const {readyAt, from} = store.windowOf(held.run);
  // one that hung is known to have inspected until its last answer
  const known = end.outcome === 'hung' ? (held.engine.counts()?.at ?? readyAt ?? endedAt) : endedAt;
  const to = Math.min(held.supersededAt ?? endedAt, held.stopAt ?? endedAt, known);
  // captures that are played have the times of when they were recorded
  const plays = store.plan.live.sensor.kind === 'captures';
  const until = plays ? undefined : Math.max(to, from ?? to);
  const window: Window = readyAt === undefined ? NOTHING : {readyAt, from, to: until};
  const finished = await finishRun(held, end, window, outside);
  hand.engines.delete(held.run);
  if (!finished.ok) return finished;
  for (const other of hand.engines.values())
    if (other.old?.held === held) await finishSwitch(other, endedAt, outside);
  tellEnd(held, window, outside);
  tellBadEnd(held, end, outside);
  return ok(undefined);
}

/** A line for each engine that had its time, as it passes. */
function tellEnd({run, slot, arm, readyAt}: Held, {from, to}: Window, outside: ConductLiveOutside): void {
  const {store, say, clock} = outside;
  if (readyAt === undefined) return;
  const seconds = ((to ?? clock.now()) - (from ?? readyAt)) / MICROS_PER_SECOND;
  const alerts = store.alertsOf(run);
  const of = slotsOf(store.plan);
  const text = `slot ${slot + 1} of ${of}: ${arm}, ${seconds.toFixed(1)} s counted, ${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`;
  say({kind: 'info', text});
}

/** `at`: when it ended; left out: now. */
async function finishRun(
  {run, folder, arm}: Pick<Held, 'run' | 'folder' | 'arm'>,
  end: RunEnd,
  window: Window,
  outside: ConductLiveOutside,
  at?: Micros,
): Promise<Result<void, Failure>> {
  const {store, folders, clock, say} = outside;
  const taken = await follow(run, folder, true, outside);
  if (!taken.ok) return taken;
  const held = store.alertsOf(run);
  if (end.alertsLogged !== undefined && end.alertsLogged !== held) {
    const text = `arm ${arm}: Snort says it logged ${end.alertsLogged} alerts, its log holds ${held} (${folder})`;
    say({kind: 'warning', text});
  }
  // of an engine that was told to stop its last words say just that
  const told = end.outcome === 'slot-over' || end.outcome === 'cancelled';
  store.finishRun(run, told ? {...end, lastWords: undefined} : end, window, at ?? clock.now());
  const how = store.plan.live.logs;
  if (how === 'compress') await folders.compressLogs(folder);
  if (how === 'remove') await folders.removeLogs(folder);
  return ok(undefined);
}

function tellBadEnd(
  {arm, slot, readyAt}: Held,
  {outcome, lastWords}: RunEnd,
  outside: ConductLiveOutside,
): void {
  const words = {
    'never-ready': 'never began to inspect',
    'exited-early': 'ended of itself',
    hung: 'gave no answer and was killed',
  }[outcome as 'hung'];
  // that it fails again and again was told when it was given up
  if (words === undefined || isGivenUp(outside.store.facts(), slot, arm)) return;
  const when = readyAt === undefined ? '' : ' after it had begun to inspect';
  const text = `arm ${arm}, slot ${slot + 1}: Snort ${words}${when}${lastWords ? `: ${lastWords}` : ''}`;
  tellNotice({kind: 'engine-failed', slot, arm, text}, outside);
}

/** A run that a harness left open: its engine was ended with it; what it wrote until then counts. */
export async function recoverEngine(
  fact: LiveRunFact,
  outside: ConductLiveOutside,
): Promise<Result<void, Failure>> {
  const {store, folders} = outside;
  const folder = folders.path(fact.arm, fact.slot, fact.attempt);
  const load = store.runLoad(fact.run);
  const {live} = store.plan;
  const declared = live.arms.find(({name}) => name === fact.arm);
  const config = load && armConfig(load, outside);
  const engine = declared && (await armEngine(declared, live, outside));
  if (engine && !engine.ok) return engine;
  if (!config || !engine) throw new Error(`run ${fact.run} names nothing that it could have run`);
  const order = orderFor(config, folder, fact.slot, outside);
  if (!('sensor' in order)) return recoverPlayback(fact, folder, order, engine.value, outside);
  const recovered = await engine.value.recoverListening(order);
  const readyAt = fact.readyAt ?? recovered.readyAt;
  const endedAt = recovered.endedAt ?? store.lastSignAt() ?? fact.startedAt;
  const window = recoveredWindow(fact, readyAt, endedAt, outside);
  const end: RunEnd = {...recovered.end, outcome: 'cancelled'};
  return finishRun({run: fact.run, folder, arm: fact.arm}, end, window, outside, endedAt);
}

/** As a run that ended in hand: a time in which its predecessor or its successor inspected as well does not count. */
function recoveredWindow(
  fact: LiveRunFact,
  readyAt: Micros | undefined,
  endedAt: Micros,
  {store}: ConductLiveOutside,
): Window {
  if (readyAt === undefined) return NOTHING;
  const {plan} = store;
  const arms = laneOf(plan, fact.arm);
  const lane = store.facts().runs.filter(({arm}) => arms.includes(arm));
  const next = lane.find(run => run.run > fact.run && run.readyAt !== undefined);
  const before = lane.filter(run => run.run < fact.run).flatMap(run => run.endedAt ?? []);
  const warm = store.windowOf(fact.run).from ?? readyAt + plan.live.warmUpMs * 1000;
  const from = Math.max(warm, ...before.filter(at => at > readyAt));
  return {readyAt, from, to: Math.max(from, Math.min(endedAt, next?.readyAt ?? endedAt))};
}

async function recoverPlayback(
  fact: LiveRunFact,
  folder: string,
  order: RunOrder,
  engine: Engine,
  outside: ConductLiveOutside,
): Promise<Result<void, Failure>> {
  const end = await engine.recover(order);
  if (end?.outcome !== 'captures-over') {
    await outside.folders.remove(folder);
    const cutOff = bareEnd('cancelled', 'the harness ended before it');
    outside.store.finishRun(fact.run, cutOff, NOTHING, outside.clock.now());
    return ok(undefined);
  }
  const window = {readyAt: fact.startedAt, from: undefined, to: undefined};
  return finishRun({run: fact.run, folder, arm: fact.arm}, end, window, outside);
}

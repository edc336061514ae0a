import {laneOf} from '../domain/lanes.ts';
import type {Micros} from '../domain/time.ts';
import type {Held} from './hand.ts';
import {isGivenUp} from './lanes.ts';
import type {ConductLiveOutside} from './outside.ts';

/** An engine that has just begun to inspect: its counted time begins behind its warm-up, its predecessor's ends. */
export async function noteReady(held: Held, readyAt: Micros, outside: ConductLiveOutside): Promise<void> {
  const {store, machine} = outside;
  const {sensor, warmUpMs} = store.plan.live;
  held.readyAt = readyAt;
  if (isGivenUp(store.facts(), held.slot, held.arm))
    outside.say({
      kind: 'info',
      text: `arm ${held.arm}, slot ${held.slot + 1}: it was given up, and inspects again`,
    });
  // captures that are played have the times of when they were recorded
  const listens = sensor.kind === 'interface';
  held.interfaceAtReady = listens ? await machine.packetsOf(sensor.interface) : undefined;
  store.runReady(held.run, {readyAt, from: listens ? readyAt + warmUpMs * 1000 : undefined, to: undefined});
  if (held.old?.held.end === undefined && held.old) held.old.held.supersededAt = readyAt;
  else await finishSwitch(held, undefined, outside);
}

/**
 * The switch is over: the old engine has ended, or there was none. No packet of a handover counts, and what neither
 * engine received is written down.
 */
export async function finishSwitch(
  held: Held,
  oldEndedAt: Micros | undefined,
  outside: ConductLiveOutside,
): Promise<void> {
  const {store} = outside;
  const {old, readyAt} = held;
  held.old = undefined;
  if (readyAt === undefined) return;
  const {from} = store.windowOf(held.run);
  if (oldEndedAt !== undefined && from !== undefined && from < oldEndedAt)
    store.runReady(held.run, {readyAt, from: oldEndedAt, to: undefined});
  const oldEnd = old ? oldEndedAt : lastEndBefore(held, outside);
  const blindMicros = oldEnd === undefined ? 0 : Math.max(0, readyAt - oldEnd);
  store.addSwitch({
    slot: held.slot,
    arm: held.arm,
    oldRun: old?.held.run,
    newRun: held.run,
    readyAt,
    oldEndedAt: oldEnd,
    blindMicros,
    blindPackets: await blindPackets(held, old, outside),
  });
}

/** When the lane's engine before this one had ended, where none overlapped. */
function lastEndBefore(held: Held, {store}: ConductLiveOutside): Micros | undefined {
  const lane = laneOf(store.plan, held.arm);
  const ends = store
    .facts()
    .runs.filter(run => run.run < held.run && run.readyAt !== undefined && lane.includes(run.arm))
    .flatMap(({endedAt}) => endedAt ?? []);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/**
 * Packets of the interface over the whole switch, less those that the old or the new engine received. What both received
 * stands in both counts and is taken off once. Counters are read one after another while packets pass, in such an order
 * that the error is never a packet too many; with a filter nothing can be said.
 */
async function blindPackets(
  held: Held,
  old: Held['old'],
  {store, machine}: ConductLiveOutside,
): Promise<number | undefined> {
  const {sensor} = store.plan.live;
  if (sensor.kind !== 'interface' || sensor.filter !== undefined || !old) return undefined;
  const {interfaceBefore, receivedBefore, held: before} = old;
  const oldReceived = before.end?.packets?.received;
  const interfaceAfter = await machine.packetsOf(sensor.interface);
  const received = (await held.listening.counts(3))?.received;
  const [atReady, atStop] = [held.interfaceAtReady, before.interfaceAtStop];
  const known = [interfaceBefore, receivedBefore, oldReceived, interfaceAfter, received, atReady, atStop];
  if (known.some(count => count === undefined)) return undefined;
  const [i1, o1, o2, i2, n2, ready, stop] = known as number[];
  const both = Math.max(0, Number(stop) - Number(ready));
  const union = Number(o2) - Number(o1) + Number(n2) - both;
  return Math.max(0, Number(i2) - Number(i1) - union);
}

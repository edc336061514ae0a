import {describe, expect, it} from 'vitest';
import {ok} from '../../harness/domain/result.ts';
import type {RunEnd} from '../../harness/domain/run.ts';
import type {Engine} from '../../harness/engine/ports.ts';
import type {LiveWorld} from '../fakes/live-world.ts';
import {BEGIN, END, engineBut, figures, HOUR, looking, SECOND, world} from './live-scene.ts';

/** Packets that pass on the interface every second. */
const RATE = 10;

/** Seconds after a moment as the world's clock has them. */
const secondsOf = (machine: LiveWorld) => (machine.now - BEGIN) / SECOND;

/** Engines that end `stopSeconds` after they are asked to, and receive what passes until then, but for the first `deafSeconds`. */
function engines(machine: LiveWorld, stopSeconds: number, deafSeconds: number): Engine['listen'] {
  const ends: {readonly at: number; end(): void}[] = [];
  machine.onSleep = now => {
    for (const {at, end} of ends) if (now >= at) end();
  };
  return async () => {
    const from = secondsOf(machine) + deafSeconds;
    let until = Number.POSITIVE_INFINITY;
    const counted = () => {
      const received = Math.max(0, Math.round((Math.min(until, secondsOf(machine)) - from) * RATE));
      return {received, analyzed: received, dropped: 0, discarded: 0};
    };
    let end: () => void = () => {};
    const ended = new Promise<RunEnd>(resolve => {
      end = () => resolve({...END, packets: counted(), endReason: undefined});
    });
    const stop = () => {
      until = secondsOf(machine);
      ends.push({at: machine.now + stopSeconds * SECOND, end});
    };
    return ok({
      pid: undefined,
      ready: Promise.resolve(true),
      ended,
      counts: async () => counted(),
      stop,
      kill: stop,
    });
  };
}

async function handedOver(stopSeconds: number, deafSeconds: number) {
  const machine = world({order: 'declared', warmUpMs: 0});
  const packetsOf = async () => Math.round(secondsOf(machine) * RATE);
  const {machine: linux} = machine.deps(machine.open(), {}, () => {});
  const listen = engines(machine, stopSeconds, deafSeconds);
  const more = {...engineBut(machine, {listen}), timer: looking(machine, 1), machine: {...linux, packetsOf}};
  expect(await machine.live({}, more)).toBe('sealed');
  return figures(machine);
}

describe('a handover', () => {
  it('counts for neither engine: the old one until the new one is ready, the new one from the end of the old one', async () => {
    const machine = world({order: 'declared', warmUpMs: 0});
    const {machine: linux} = machine.deps(machine.open(), {}, () => {});
    // to read a counter takes a second
    const packetsOf = async () => {
      machine.now += SECOND;
      return 0;
    };
    const listen = engines(machine, 60, 0);
    const {onSleep} = machine;
    let stored: unknown[] = [];
    machine.onSleep = now => {
      onSleep(now);
      if (stored.length > 0 || now < BEGIN + 1.5 * HOUR) return;
      const store = machine.open();
      stored = [1, 2].map(run => store.windowOf(run));
      store.close();
    };
    const timer = looking(machine, 1);
    const more = {...engineBut(machine, {listen}), timer, machine: {...linux, packetsOf}};
    expect(await machine.live({}, more)).toBe('sealed');
    const {runs, switches} = figures(machine);
    const [old, young] = runs;
    const readyAt = Number(young?.readyAt);
    const endedAt = Number(old?.endedAt);
    expect(endedAt - readyAt).toBeGreaterThanOrEqual(60 * SECOND);
    expect(old?.countedTo).toBe(readyAt);
    expect(young?.countedFrom).toBe(endedAt);
    // what counts is stored while the new one still runs
    expect(stored).toEqual([
      {readyAt: old?.readyAt, from: old?.readyAt, to: readyAt},
      {readyAt, from: endedAt, to: undefined},
    ]);
    expect(switches.map(({slot, arm, handoverSeconds}) => [slot, arm, handoverSeconds])).toEqual([
      [1, 'a', 0],
      [2, 'b', (endedAt - readyAt) / SECOND],
    ]);
  });

  it.each([
    ['none where the new one receives all', 0, 0],
    ['ten where it receives nothing for a second', 1, 10],
  ])('has the blind packets that neither engine received: %s', async (_, deafSeconds, blind) => {
    const {switches} = await handedOver(5, deafSeconds);
    expect(switches.map(({blindPackets}) => blindPackets)).toEqual([undefined, blind]);
  });
});

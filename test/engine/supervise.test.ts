import {describe, expect, it} from 'vitest';
import type {PacketCounts, RunEnd} from '../../harness/domain/run.ts';
import type {ListeningEngine} from '../../harness/engine/ports.ts';
import {supervise} from '../../harness/engine/supervise.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';

const LIMITS = {readyWithinMs: 120_000, askEveryMs: 60_000, answerWithinMs: 30_000, killAfterMs: 20_000};

const END: RunEnd = {
  outcome: 'exited-early',
  exitCode: 0,
  signal: undefined,
  packets: {received: 9, analyzed: 8, dropped: 1, discarded: 0},
  alertsLogged: 2,
  cost: {wallMs: 1, cpuMs: 1, peakBytes: 1},
  problems: [],
  endReason: 'caught term signal',
};

const settled = () => new Promise(done => setImmediate(done));

/** An engine that does what the test says, under a supervisor whose clock the test puts on. */
function rig(more: Partial<ListeningEngine> = {}) {
  const clock = virtualClock();
  const told: string[] = [];
  const answers: ((counts: PacketCounts | undefined) => void)[] = [];
  let ready: (is: boolean) => void = () => {};
  let end: (end: RunEnd) => void = () => {};
  const engine: ListeningEngine = {
    pid: 1,
    ready: new Promise(done => {
      ready = done;
    }),
    ended: new Promise(done => {
      end = done;
    }),
    counts(seconds) {
      told.push(`counts ${seconds}`);
      return new Promise(done => answers.push(done));
    },
    stop: () => told.push('stop'),
    kill: () => told.push('kill'),
    ...more,
  };
  const supervised = supervise(engine, {startedAt: clock.now(), ...LIMITS}, clock);
  const changes: string[] = [];
  supervised.onChange(() => changes.push(supervised.state().kind));
  return {
    ...{clock, told, supervised, changes},
    async ready(is = true) {
      ready(is);
      await settled();
    },
    async answer(counts: PacketCounts | undefined) {
      answers.shift()?.(counts);
      await settled();
    },
    end: (last: Partial<RunEnd> = {}) => {
      end({...END, ...last});
      return supervised.ended;
    },
    pass(seconds: number) {
      clock.add(seconds);
      supervised.tick();
    },
  };
}

describe('the supervisor of a live engine', () => {
  it('knows when it was ready, and tells each change of its state', async () => {
    const engine = rig();
    expect(engine.supervised.readyAt()).toBeUndefined();
    engine.clock.add(4);
    await engine.ready();
    expect(engine.supervised.readyAt()).toBe(engine.clock.now());
    engine.pass(100);
    engine.supervised.stop('slot-over');
    await engine.end();
    expect(engine.changes).toEqual(['inspecting', 'stopping', 'ended']);
  });

  it('gives its last counters, and when they were told', async () => {
    const engine = rig();
    await engine.ready();
    expect(engine.supervised.counts()).toBeUndefined();
    engine.pass(60);
    expect(engine.told).toEqual(['counts 30']);
    engine.clock.add(1);
    await engine.answer({received: 3, analyzed: 2, dropped: 1, discarded: 0});
    expect(engine.supervised.counts()).toEqual({
      received: 3,
      analyzed: 2,
      dropped: 1,
      discarded: 0,
      at: engine.clock.now(),
    });
    engine.pass(59);
    expect(engine.told).toHaveLength(1);
    engine.pass(1);
    expect(engine.told).toHaveLength(2);
  });

  it('kills one that gives no answer, and its end says hung', async () => {
    const engine = rig();
    await engine.ready();
    engine.pass(60);
    await engine.answer(undefined);
    engine.pass(29);
    expect(engine.told).toEqual(['counts 30']);
    engine.pass(1);
    expect(engine.told).toEqual(['counts 30', 'kill']);
    const end = await engine.end({exitCode: 137, signal: 'signal 9'});
    expect(end).toMatchObject({outcome: 'hung', exitCode: 137, endReason: 'caught term signal'});
  });

  it('does not take one for hung that can answer only with the next packet', async () => {
    let noted = false;
    const engine = rig({acknowledged: () => noted});
    await engine.ready();
    engine.pass(60);
    noted = true;
    for (let minute = 0; minute < 60; minute += 1) engine.pass(60);
    expect(engine.told).not.toContain('kill');
    noted = false;
    engine.pass(60);
    engine.pass(30);
    expect(engine.told).toContain('kill');
  });

  it('terminates one that is not ready in time, kills it later, and its end says never-ready', async () => {
    const engine = rig();
    engine.pass(120);
    expect(engine.told).toEqual(['stop']);
    engine.pass(20);
    engine.pass(20);
    expect(engine.told).toEqual(['stop', 'kill']);
    expect(await engine.end()).toMatchObject({outcome: 'never-ready'});
  });

  it.each([
    [true, 'exited-early'],
    [false, 'never-ready'],
  ])('one that ends of itself, ready %s: %s', async (ready, outcome) => {
    const engine = rig();
    await engine.ready(ready);
    expect(await engine.end({exitCode: 139})).toMatchObject({outcome, endReason: 'caught term signal'});
  });

  it.each(['slot-over', 'cancelled'] as const)(
    'one that was stopped has no last output: %s',
    async outcome => {
      const engine = rig();
      await engine.ready();
      engine.supervised.stop(outcome);
      expect(await engine.end()).toEqual({...END, outcome, endReason: undefined});
    },
  );

  it('one that read its captures to their end and was stopped: slot-over', async () => {
    const engine = rig();
    await engine.ready();
    engine.supervised.stop('slot-over');
    expect(await engine.end({outcome: 'captures-over'})).toMatchObject({outcome: 'slot-over'});
  });
});

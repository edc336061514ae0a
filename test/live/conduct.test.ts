import {mkdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {ok} from '../../harness/domain/result.ts';
import type {RunEnd} from '../../harness/domain/run.ts';
import type {ListeningEngine} from '../../harness/engine/ports.ts';
import {BEGIN, badRules, END, engineBut, figures, HOUR, looking, SECOND, world} from './live-scene.ts';

describe('a live trial', () => {
  it('whose engine dies two seconds after each start is reported as failing, and tried again until its slot ends', async () => {
    const machine = world({order: 'declared', warmUpMs: 0});
    const dying = async (): Promise<{ok: true; value: ListeningEngine}> => {
      let end: (how: RunEnd) => void = () => {};
      const ended = new Promise<RunEnd>(resolve => {
        end = resolve;
      });
      const diesAt = machine.now + 2 * SECOND;
      machine.onSleep = now => {
        if (now >= diesAt) end(END);
      };
      const counts = async () => ({received: 0, analyzed: 0, dropped: 0, discarded: 0});
      return ok({
        pid: undefined,
        ready: Promise.resolve(true),
        ended,
        counts,
        stop: () => end(END),
        kill: () => end(END),
      });
    };
    expect(await machine.live({}, {...engineBut(machine, {listen: dying}), timer: looking(machine, 1)})).toBe(
      'sealed',
    );
    const store = machine.open();
    const {runs} = store.facts();
    store.close();
    // 5, 10, 20, 40, 80, 160, 320 s between them, then ten minutes
    expect(runs.filter(({arm}) => arm === 'a').length).toBe(12);
    expect(runs.filter(({arm}) => arm === 'b').length).toBe(12);
    expect(machine.said.filter(text => text.includes('keeps failing in slot')).length).toBe(2);
    // an engine that keeps failing is not reported failure by failure
    const failed = figures(machine).notices.filter(({kind}) => kind === 'engine-failed');
    expect(failed.map(({arm}) => arm)).toEqual([...Array(5).fill('a'), ...Array(5).fill('b')]);
  });

  it('that meets something unforeseen ends its engines before it leaves, and goes on later', async () => {
    const machine = world();
    const stopped: number[] = [];
    const listen = async () => {
      const listening = (await machine.engine().listen({} as never)) as {ok: true; value: ListeningEngine};
      const stop = () => {
        stopped.push(machine.now);
        listening.value.stop();
      };
      return ok({...listening.value, stop});
    };
    let looks = 0;
    const broken = async () => {
      looks += 1;
      if (looks === 5) throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC'});
    };
    expect(await machine.live({}, {...engineBut(machine, {listen}), serve: broken})).toBe('left');
    expect(stopped.length).toBe(1);
    expect(await machine.live()).toBe('sealed');
  });

  it('leaves with the words of an engine that is not there any more', async () => {
    const machine = world();
    expect(await machine.live({diesAt: BEGIN + HOUR / 2})).toBe('died');
    const gone = {kind: 'engine-not-found' as const, path: 'snort', reason: 'no such program'};
    const left = await machine.live({}, {engineFor: async () => ({ok: false, failure: gone})});
    expect(left).toBe('left');
    expect(await machine.live()).toBe('sealed');
  });

  it('replays nothing that nobody asked it to replay', async () => {
    const machine = world({thenReplay: false});
    const store = machine.open();
    store.close();
    expect(await machine.live()).toBe('sealed');
    const again = machine.open();
    expect(again.sameTraffic().facts().runs).toEqual([]);
    again.close();
  });

  it('goes on when its replays fail, tells it, and is sealed without them', async () => {
    const machine = world({thenReplay: true});
    const addCapture = (slot: number) => {
      const store = machine.open();
      store.addCapture({path: `recorded/${slot}.pcap`, sha256: 'x', bytes: 1, linkType: 1, slot});
      store.close();
    };
    let added = false;
    machine.onSleep = now => {
      if (now < BEGIN + HOUR || added) return;
      added = true;
      addCapture(0);
    };
    const start = async () => {
      throw new Error('the engine has no room');
    };
    mkdirSync(machine.state.scratch, {recursive: true});
    expect(await machine.live({}, engineBut(machine, {start}))).toBe('sealed');
    const store = machine.open();
    expect(store.facts().slots.map(({state}) => state)).toEqual(['ran', 'ran']);
    store.close();
    expect(machine.said.filter(text => text.includes('the replay of recorded slots failed')).length).toBe(3);
  });

  it('that is killed in a handover counts the time of both engines in neither', async () => {
    const machine = world({order: 'declared', warmUpMs: 0});
    // the second engine is ready, the first one takes a minute to end; then the harness dies
    let first: ListeningEngine | undefined;
    const listen = async () => {
      const listening = (await machine.engine().listen({} as never)) as {ok: true; value: ListeningEngine};
      if (first) return listening;
      first = listening.value;
      return ok({...first, stop: () => {}});
    };
    expect(await machine.live({diesAt: BEGIN + HOUR + 5 * SECOND}, engineBut(machine, {listen}))).toBe(
      'died',
    );
    machine.now += 60 * SECOND;
    const endedAt = BEGIN + HOUR + 6 * SECOND;
    const recoverListening = async () => ({end: END, readyAt: undefined, endedAt});
    expect(await machine.live({}, engineBut(machine, {recoverListening}))).toBe('sealed');
    const store = machine.open();
    const runs = store.facts().runs;
    const windows = runs.map(({run}) => store.windowOf(run));
    store.close();
    const [old, young] = windows;
    expect(Number(old?.to)).toBeLessThanOrEqual(Number(runs[1]?.readyAt));
    expect(Number(young?.from)).toBeGreaterThanOrEqual(endedAt);
  });

  it('falls back to what an arm ran soundly when its new rules do not come up, and says so', async () => {
    const machine = world({order: 'declared', rotations: 2, warmUpMs: 0});
    const {bad, listen} = badRules(machine, 2);
    expect(await machine.live({}, engineBut(machine, {listen}))).toBe('sealed');
    const store = machine.open();
    const runs = store.facts().runs.filter(({slot}) => slot === 2);
    expect(runs.map(({attempt, outcome}) => [attempt, outcome])).toEqual([
      [1, 'never-ready'],
      [2, 'slot-over'],
    ]);
    expect(runs.map(({run}) => store.setupOfRun(run)?.ruleset?.digest === bad)).toEqual([true, false]);
    expect(store.newestSetup('a')?.ruleset?.digest).not.toBe(bad);
    store.close();
    expect(machine.said.some(text => text.includes('it runs the last rules that worked'))).toBe(true);
    const {slots} = figures(machine);
    expect(slots.map(({ruleset}) => ruleset?.digest === bad)).toEqual([false, false, false, false]);
    expect(slots[2]?.snapshotReason).toBe('it failed with its new rules; it runs the last rules that worked');
  });

  it('falls back to what inspects just now, where an arm follows itself', async () => {
    const machine = world({rotations: 2, warmUpMs: 60_000}, 'concurrent');
    const {bad, listen} = badRules(machine, 1);
    expect(await machine.live({}, engineBut(machine, {listen}))).toBe('sealed');
    const store = machine.open();
    const runs = store.facts().runs.filter(({slot, arm}) => slot === 1 && arm === 'a');
    store.close();
    expect(runs.map(({outcome}) => outcome)).toEqual(['never-ready', 'slot-over']);
    expect(figures(machine).slots.some(({ruleset}) => ruleset?.digest === bad)).toBe(false);
  });

  it('that is stopped while too little disk is free is sealed without the replay, and says so', async () => {
    const machine = world({order: 'declared', minFreeBytes: 1000, thenReplay: true});
    let stopped = false;
    machine.onSleep = now => {
      machine.freeBytes = now > BEGIN + HOUR / 4 ? 10 : 1e9;
      if (stopped || now < BEGIN + HOUR / 2) return;
      stopped = true;
      const store = machine.open();
      const capture = {path: 'recorded/x.pcap', sha256: '0'.repeat(64), bytes: 100, linkType: 1, slot: 0};
      store.addCapture(capture);
      store.stop(now);
      store.close();
    };
    expect(await machine.live({}, {timer: looking(machine, 60)})).toBe('sealed');
    const words = figures(machine).notices.find(({kind}) => kind === 'trial-sealed')?.text;
    expect(words).toMatch(/some recorded traffic was not replayed/);
  });

  it('pauses while too little disk is free, tells it, and goes on in the same slot', async () => {
    const machine = world({order: 'declared', minFreeBytes: 1000});
    machine.onSleep = now => {
      machine.freeBytes = now > BEGIN + HOUR / 4 && now < BEGIN + HOUR / 2 ? 10 : 1e9;
    };
    expect(await machine.live({}, {timer: looking(machine, 60)})).toBe('sealed');
    const store = machine.open();
    const outages = store.outages();
    const {runs, slots} = store.facts();
    store.close();
    expect(outages.map(({kind}) => kind)).toEqual(['disk']);
    expect(runs.map(({slot, attempt, outcome}) => [slot, attempt, outcome])).toEqual([
      [0, 1, 'cancelled'],
      [0, 2, 'slot-over'],
      [1, 1, 'slot-over'],
    ]);
    expect(slots.map(({state}) => state)).toEqual(['ran', 'ran']);
  });
});

describe('an arm whose ruleset is removed while its trial runs', () => {
  const declarations = {
    names: async () => [],
    file: (_: string, name: string) => `rulesets/${name}.yaml`,
    text: async () => undefined,
    resolve: (path: string) => path,
  };

  it('keeps its slots, with its last rules', async () => {
    const machine = world({snapshots: 'refresh', rotations: 3, order: 'declared', prepareBeforeMs: 60_000});
    expect(await machine.live({}, {declarations})).toBe('sealed');
    const {slots, notices} = figures(machine);
    expect(slots.map(({arm, state}) => [arm, state])).toEqual(
      Array.from({length: 3}, () => [
        ['a', 'ran'],
        ['b', 'ran'],
      ]).flat(),
    );
    expect(slots.at(-1)?.snapshotReason).toBe('declaration-missing; its last rules are used');
    expect(notices.map(({kind}) => kind)).not.toContain('arm-unavailable');
  });

  it('loses its slots if the schedule says so', async () => {
    const live = {snapshots: 'refresh', rotations: 2, order: 'declared', prepareBeforeMs: 60_000} as const;
    const machine = world({...live, onFailure: 'next-arm'});
    expect(await machine.live({}, {declarations})).toBe('sealed');
    expect(figures(machine).slots.at(-1)?.state).toBe('missed');
  });
});

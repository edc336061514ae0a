import {describe, expect, it} from 'vitest';
import {ok} from '../../harness/domain/result.ts';
import type {LivePlan} from '../../harness/domain/trial.ts';
import type {Engine} from '../../harness/engine/ports.ts';
import type {LiveWorld} from '../fakes/live-world.ts';
import {BEGIN, END, engineBut, figures, HOUR, looking, world} from './live-scene.ts';

const inOrder = (more: Partial<LivePlan> = {}) => world({order: 'declared', warmUpMs: 0, ...more});

/** Of slot 2: how it ended, why, and what a person was told of it. */
function slotTwo(machine: LiveWorld) {
  const {slots, notices} = figures(machine);
  const {state, reason} = slots.find(({slot}) => slot === 2) ?? {};
  const told = notices.filter(
    ({kind, slot}) => (kind === 'slot-missed' || kind === 'slot-abandoned') && slot === 2,
  );
  return {state, reason, told: told.map(({text}) => text)};
}

/** An engine that never comes up. */
const dead: Engine['listen'] = async () =>
  ok({
    pid: undefined,
    ready: Promise.resolve(false),
    ended: Promise.resolve({...END, outcome: 'never-ready'}),
    counts: async () => undefined,
    stop: () => {},
    kill: () => {},
  });

describe('a slot without an engine is told and stored with its reason', () => {
  it('where ruletrial was not running', async () => {
    const machine = inOrder({rotations: 2});
    expect(await machine.live({diesAt: BEGIN + HOUR / 2})).toBe('died');
    machine.now = BEGIN + 2.5 * HOUR;
    expect(await machine.live()).toBe('sealed');
    const reason = 'ruletrial was not running from 2026-06-01T00:00:00Z to 2026-06-01T02:30:00Z';
    expect(slotTwo(machine)).toEqual({
      ...{state: 'missed', reason},
      told: [`slot 2 (b) was missed: ${reason}`],
    });
  });

  it('where its arm had nothing to run', async () => {
    const machine = inOrder();
    machine.onSleep = now => {
      if (now < BEGIN + HOUR / 2) return;
      const store = machine.open();
      const prepared = {slot: 1, arm: 'b', setup: undefined, reason: 'its licence has run out', at: now};
      if (!store.facts().slots[1]?.state) store.prepared(prepared);
      store.close();
    };
    expect(await machine.live()).toBe('sealed');
    expect(slotTwo(machine)).toEqual({
      ...{state: 'missed', reason: 'its licence has run out'},
      told: ['slot 2 (b) was missed: its licence has run out'],
    });
  });

  it('where no engine came up', async () => {
    const machine = inOrder();
    const listen: Engine['listen'] = spec =>
      machine.now < BEGIN + HOUR ? machine.engine().listen(spec) : dead(spec);
    expect(await machine.live({}, engineBut(machine, {listen}))).toBe('sealed');
    expect(slotTwo(machine)).toEqual({
      ...{state: 'abandoned', reason: 'no engine became ready'},
      told: ['slot 2 (b) was abandoned: no engine became ready'],
    });
  });

  it('where too little disk was free all the time', async () => {
    const machine = inOrder({minFreeBytes: 1000});
    machine.onSleep = now => {
      machine.freeBytes = now > BEGIN + HOUR / 2 && now < BEGIN + 2.5 * HOUR ? 10 : 1e9;
    };
    expect(await machine.live({}, {timer: looking(machine, 60)})).toBe('sealed');
    const reason =
      'no engine was started: too little free disk space, or the rules were not prepared in time';
    expect(slotTwo(machine)).toEqual({
      ...{state: 'missed', reason},
      told: [`slot 2 (b) was missed: ${reason}`],
    });
  });

  it('but told once, for the whole trial, where a person stopped it', async () => {
    const machine = inOrder();
    let asked = false;
    machine.onSleep = now => {
      if (asked || now < BEGIN + HOUR / 2) return;
      asked = true;
      const store = machine.open();
      store.stop(now);
      store.close();
    };
    expect(await machine.live({}, {timer: looking(machine, 60)})).toBe('sealed');
    expect(slotTwo(machine)).toEqual({state: 'missed', reason: 'the trial was stopped', told: []});
  });

  it('and one that had its engine gives none', async () => {
    const machine = inOrder();
    expect(await machine.live()).toBe('sealed');
    expect(slotTwo(machine)).toEqual({state: 'ran', reason: undefined, told: []});
  });
});

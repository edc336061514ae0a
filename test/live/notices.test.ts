import {mkdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {LiveFigures} from '../../harness/answers/live-figures.ts';
import {type PerformDeps, performer} from '../../harness/daemon/perform.ts';
import {ok} from '../../harness/domain/result.ts';
import type {LivePlan} from '../../harness/domain/trial.ts';
import type {Engine} from '../../harness/engine/ports.ts';
import {NOTICE_KINDS, type NoticeKind} from '../../harness/live/notice-kinds.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {BEGIN, badRules, END, engineBut, figures, HOUR, looking, SECOND, world} from './live-scene.ts';
import {recording, type Scene, tenSeconds} from './record-scene.ts';

type Told = LiveFigures['notices'][number];

/** What provokes a notice, and all notices of its kind that are stored then; slots count from 1. */
interface Case {
  provoke(): Promise<LiveWorld>;
  readonly stored: readonly Omit<Told, 'at' | 'kind'>[];
}

const MINUTE = 60 * SECOND;

/** A world in declared order: arm a in slot 1, arm b in slot 2. */
const inOrder = (more: Partial<LivePlan> = {}) => world({order: 'declared', warmUpMs: 0, ...more});

/** A world in which some arms had no rules when the trial was made. */
function withoutRules(names: readonly string[] = ['b'], more: Partial<LivePlan> = {}): LiveWorld {
  const cadence = {kind: 'every', everyMs: 3_600_000, startAt: BEGIN} as const;
  const plan = livePlan(['a', 'b'], {cadence, rotations: 1, order: 'declared', ...more});
  const arms = plan.arms.map(arm => (names.includes(arm.name) ? {name: arm.name, engine: arm.engine} : arm));
  return new LiveWorld(tempFolder(), {...plan, arms});
}

/** The harness dies in slot 1, where the ready engine was its last sign of life, and comes back in slot 3. */
async function awayForASlot(): Promise<LiveWorld> {
  const machine = inOrder({rotations: 2});
  expect(await machine.live({diesAt: BEGIN + 30 * MINUTE})).toBe('died');
  machine.now = BEGIN + 2 * HOUR + 30 * MINUTE;
  expect(await machine.live()).toBe('sealed');
  return machine;
}

/** An engine that is ready and exits two seconds later by itself, in every slot. */
function dying(machine: LiveWorld): Engine['listen'] {
  return async () => {
    const diesAt = machine.now + 2 * SECOND;
    const ended = new Promise<typeof END>(resolve => {
      machine.onSleep = now => {
        if (now >= diesAt) resolve(END);
      };
    });
    const nothing = {pid: undefined, counts: async () => undefined, stop: () => {}, kill: () => {}};
    return ok({...nothing, ready: Promise.resolve(true), ended});
  };
}

/** Too little disk is free from the 15th to the 30th minute. */
async function shortOfDisk(): Promise<LiveWorld> {
  const machine = inOrder({minFreeBytes: 2 ** 31});
  machine.onSleep = now => {
    machine.freeBytes = now > BEGIN + HOUR / 4 && now < BEGIN + HOUR / 2 ? 2 ** 30 : 2 ** 33;
  };
  expect(await machine.live({}, {timer: looking(machine, 60)})).toBe('sealed');
  return machine;
}

/** A recorded file of slot 1 that no arm has read, then one of slot 2, in a ring that holds one. */
async function fullRing(): Promise<Scene> {
  const scene = recording({thenReplay: true, ringBytes: 8 * 25});
  await tenSeconds(scene);
  scene.store.closeSlot(0, 'ran', '', scene.world.now);
  scene.world.now = BEGIN + 6 * HOUR;
  await tenSeconds(scene);
  await scene.state.waitForJobs();
  return scene;
}

const CASES: Record<NoticeKind, Case> = {
  'slot-missed': {
    provoke: awayForASlot,
    stored: [
      {
        slot: 2,
        text: 'slot 2 (b) was missed: ruletrial was not running from 2026-06-01T00:00:00Z to 2026-06-01T02:30:00Z',
      },
    ],
  },
  'slot-abandoned': {
    async provoke() {
      const machine = inOrder();
      const never = Promise.resolve({...END, outcome: 'never-ready' as const});
      const counts = async () => undefined;
      const listen: Engine['listen'] = async () =>
        ok({
          pid: undefined,
          ready: Promise.resolve(false),
          ended: never,
          counts,
          stop: () => {},
          kill: () => {},
        });
      expect(await machine.live({}, {...engineBut(machine, {listen}), timer: looking(machine, 60)})).toBe(
        'sealed',
      );
      return machine;
    },
    stored: ['a', 'b'].map((arm, at) => ({
      slot: at + 1,
      text: `slot ${at + 1} (${arm}) was abandoned: no engine became ready`,
    })),
  },
  'arm-unavailable': {
    async provoke() {
      const machine = withoutRules();
      expect(await machine.live()).toBe('sealed');
      return machine;
    },
    stored: [{arm: 'b', text: 'arm b has no slot in rotation 1: it had no rules when the trial was created'}],
  },
  'snapshot-refused': {
    async provoke() {
      const cadence = {kind: 'every', everyMs: 3_600_000, startAt: BEGIN} as const;
      const live = {cadence, rotations: 1, order: 'declared', snapshots: 'refresh'} as const;
      // made so early that its rules are taken anew for slot 2
      const machine = new LiveWorld(
        tempFolder(),
        livePlan(['a', 'b'], live, 'rotating', BEGIN - 10 * MINUTE),
      );
      const declarations = {
        names: async () => [],
        file: (_: string, name: string) => `rulesets/${name}.yaml`,
        text: async () => undefined,
        resolve: (path: string) => path,
      };
      expect(await machine.live({}, {declarations})).toBe('sealed');
      return machine;
    },
    stored: [{slot: 2, arm: 'b', text: 'arm b: declaration-missing; its last rules are used'}],
  },
  'rules-refused': {
    async provoke() {
      const machine = inOrder();
      const failure = {kind: 'config-rejected' as const, arm: 'a', reason: 'FATAL: no luck'};
      const check: Engine['check'] = async (config, ...rest) =>
        config.arm === 'a' ? {ok: false, failure} : machine.engine().check(config, ...rest);
      expect(await machine.live({}, engineBut(machine, {check}))).toBe('sealed');
      return machine;
    },
    stored: [{slot: 1, arm: 'a', text: 'arm a: config-rejected'}],
  },
  'fell-back': {
    async provoke() {
      const machine = inOrder({rotations: 2});
      const {listen} = badRules(machine, 2);
      expect(await machine.live({}, engineBut(machine, {listen}))).toBe('sealed');
      return machine;
    },
    stored: [
      {
        slot: 3,
        arm: 'a',
        text: 'arm a failed with its new rules; it runs the last rules that worked',
      },
    ],
  },
  'engine-failed': {
    async provoke() {
      const machine = inOrder();
      let first = true;
      const listen: Engine['listen'] = spec => {
        const engine = first ? {...machine.engine(), listen: dying(machine)} : machine.engine();
        first = false;
        return engine.listen(spec);
      };
      expect(await machine.live({}, {...engineBut(machine, {listen}), timer: looking(machine, 1)})).toBe(
        'sealed',
      );
      return machine;
    },
    stored: [
      {
        slot: 1,
        arm: 'a',
        text: 'arm a, slot 1: Snort exited early after it had begun to inspect: FATAL: no luck',
      },
    ],
  },
  'arm-left-out': {
    async provoke() {
      const machine = inOrder({onFailure: 'next-arm'});
      const listen = dying(machine);
      expect(await machine.live({}, {...engineBut(machine, {listen}), timer: looking(machine, 1)})).toBe(
        'sealed',
      );
      return machine;
    },
    stored: [
      {
        slot: 1,
        arm: 'a',
        text: 'arm a is left out of the rest of slot 1 after a failure',
      },
      {
        slot: 2,
        arm: 'b',
        text: 'arm b is left out of the rest of slot 2 after a failure',
      },
    ],
  },
  'engine-keeps-failing': {
    async provoke() {
      const machine = inOrder();
      const more = {...engineBut(machine, {listen: dying(machine)}), timer: looking(machine, 1)};
      expect(await machine.live({}, more)).toBe('sealed');
      return machine;
    },
    stored: ['a', 'b'].map((arm, at) => ({
      ...{slot: at + 1, arm},
      text: `arm ${arm} keeps failing in slot ${at + 1} (5 failures in a row); retries are now up to ten minutes apart`,
    })),
  },
  outage: {
    provoke: awayForASlot,
    stored: [{text: 'ruletrial was not running from 2026-06-01T00:00:00Z to 2026-06-01T02:30:00Z'}],
  },
  'disk-low': {
    provoke: shortOfDisk,
    stored: [
      {
        text: '1.0 GiB of disk space is free, less than min_free (2.0 GiB): engines are stopped until there is more',
      },
    ],
  },
  'disk-recovered': {
    provoke: shortOfDisk,
    stored: [{text: '8.0 GiB of disk space is free again: the trial continues'}],
  },
  'recording-failed': {
    async provoke() {
      const scene = recording();
      scene.tapes.refuses = 'tcpdump: eth0: That device is not up';
      await scene.recorders.step();
      return scene.world;
    },
    stored: [{slot: 1, text: 'recording: tcpdump: eth0: That device is not up'}],
  },
  'recording-deleted': {
    provoke: async () => (await fullRing()).world,
    stored: [
      {
        slot: 1,
        text: `the ring is full: recorded/slot-0001-${BEGIN}.pcap was deleted before it was replayed; raise record.ring`,
      },
    ],
  },
  'replay-failed': {
    async provoke() {
      const machine = inOrder({thenReplay: true});
      mkdirSync(machine.state.scratch, {recursive: true});
      let added = false;
      machine.onSleep = now => {
        if (now < BEGIN + HOUR || added) return;
        added = true;
        const store = machine.open();
        store.addCapture({path: 'recorded/0.pcap', sha256: 'x', bytes: 1, linkType: 1, slot: 0});
        store.close();
      };
      const start = async () => {
        throw new Error('the engine has no room');
      };
      expect(await machine.live({}, engineBut(machine, {start}))).toBe('sealed');
      return machine;
    },
    stored: [
      ...Array.from({length: 2}, () => ({
        text: 'the replay of recorded slots failed: unexpected; next attempt in 10 minutes',
      })),
      {
        text: 'the replay of recorded slots failed: unexpected; it was abandoned; run it later with: ruletrial trial replay',
      },
    ],
  },
  'report-failed': {
    async provoke() {
      const machine = inOrder();
      const write = async () => ({ok: false as const, failure: {kind: 'report-not-written'}});
      expect(await machine.live({}, {reports: {write}})).toBe('sealed');
      return machine;
    },
    stored: [{text: 'report-not-written'}, {text: 'report-not-written'}],
  },
  'trial-stopped': {
    async provoke() {
      const machine = inOrder();
      let asked = false;
      machine.onSleep = now => {
        if (asked || now < BEGIN + HOUR / 2) return;
        asked = true;
        const store = machine.open();
        const outside = {conducted: new Map([['live-1', store]]), clock: {now: () => now}, say: () => {}};
        const perform = performer(outside as unknown as PerformDeps);
        void perform({id: 1, kind: 'trial stop', what: {trial: 'live-1'}}, () => {}).then(() =>
          store.close(),
        );
      };
      expect(await machine.live({}, {timer: looking(machine, 60)})).toBe('sealed');
      return machine;
    },
    stored: [{text: 'the trial was stopped by the user'}],
  },
  'trial-sealed': {
    async provoke() {
      const machine = inOrder();
      expect(await machine.live()).toBe('sealed');
      return machine;
    },
    stored: [{text: 'sealed: 2 of 2 slots ran'}],
  },
};

describe('a notice', () => {
  it.each(NOTICE_KINDS)('%s is stored with its slot, arm and text', async kind => {
    const {provoke, stored} = CASES[kind];
    const notices = figures(await provoke()).notices.filter(notice => notice.kind === kind);
    expect(notices.map(({at: _, kind: __, ...told}) => told)).toEqual(stored);
  });
});

it('says that arms without rules keep their slots if no arm has any', async () => {
  const machine = withoutRules(['a', 'b']);
  expect(await machine.live()).toBe('sealed');
  const texts = figures(machine).notices.flatMap(({kind, slot, text}) =>
    kind === 'arm-unavailable' && slot === undefined ? [text] : [],
  );
  const reason = 'it had no rules when the trial was created';
  expect(texts).toEqual(
    ['a', 'b'].map(arm => `arm ${arm} has no rules yet for its slot in rotation 1: ${reason}`),
  );
  expect(figures(machine).slots.map(({state}) => state)).toEqual(['missed', 'missed']);
});

describe('an engine that fails is told with what it did', () => {
  const gone = {kind: 'engine-not-found' as const, path: 'snort', reason: 'no such program'};
  const endsAtOnce = (isReady: boolean): Engine['listen'] => {
    const ends = {ready: Promise.resolve(isReady), ended: Promise.resolve(END)};
    return async () =>
      ok({...ends, pid: undefined, counts: async () => undefined, stop: () => {}, kill: () => {}});
  };

  it.each<[string, Partial<Engine>, string]>([
    ['could not be started', {listen: async () => ({ok: false, failure: gone})}, 'engine-not-found'],
    [
      'never began to inspect',
      {listen: endsAtOnce(false)},
      'arm a, slot 1: Snort never began to inspect: FATAL: no luck',
    ],
    [
      'exited by itself',
      {listen: endsAtOnce(true)},
      'arm a, slot 1: Snort exited early after it had begun to inspect: FATAL: no luck',
    ],
  ])('%s', async (_, change, text) => {
    const machine = inOrder({onFailure: 'next-arm'});
    const more = {...engineBut(machine, change), timer: looking(machine, 1)};
    expect(await machine.live({}, more)).toBe('sealed');
    const [first] = figures(machine).notices.filter(({kind}) => kind === 'engine-failed');
    expect(first).toMatchObject({slot: 1, arm: 'a', text});
  });

  it('did not respond and was killed', async () => {
    const machine = inOrder({onFailure: 'next-arm'});
    const listen: Engine['listen'] = async () => {
      let kill: () => void = () => {};
      const ended = new Promise<typeof END>(resolve => {
        kill = () => resolve({...END, endReason: undefined});
      });
      const silent = async () => undefined;
      return ok({pid: undefined, ready: Promise.resolve(true), ended, counts: silent, stop: kill, kill});
    };
    const more = {...engineBut(machine, {listen}), timer: looking(machine, 1)};
    expect(await machine.live({}, more)).toBe('sealed');
    const [first] = figures(machine).notices.filter(({kind}) => kind === 'engine-failed');
    expect(first?.text).toBe(
      'arm a, slot 1: Snort did not respond and was killed after it had begun to inspect',
    );
  });
});

import {describe, expect, it} from 'vitest';
import {planCalendar} from '../../harness/calendar/plan-slots.ts';
import type {Micros} from '../../harness/domain/time.ts';
import type {LivePlan} from '../../harness/domain/trial.ts';
import type {LiveFacts} from '../../harness/live/live-facts.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

export const at = (iso: string): Micros => Date.parse(iso) * 1000;
const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
/** 01:42, as root's crontab has it. */
const REBOOT = HOUR + 42 * 60_000_000;

/** A calendar of one arm a day; `rotations` passes of four arms. */
export interface World {
  readonly name: string;
  readonly arms: readonly string[];
  readonly cadence: LivePlan['cadence'];
  readonly rotations: number;
  readonly order: LivePlan['order'];
}

const NO_LOAD = {
  ...{user: 0, system: 0, iowait: 0, idle: 1, load1: 0},
  ...{memoryBytes: 1, memoryUsedBytes: 1, diskFreeBytes: 1},
};
export const ARMS = ['community', 'registered', 'lightspd', 'empty'];

function expectTiled(facts: LiveFacts, {arms, cadence, rotations, order}: World): void {
  const planned = planCalendar(
    {kind: 'rotating', arms, order, seed: 7, cadence, from: cadence.startAt},
    rotations,
  );
  expect(
    facts.slots.map(({slot, beginsAt, endsAt, arms: of}) => ({
      slot,
      beginsAt,
      endsAt,
      arms: of.map(one => one.arm),
    })),
  ).toEqual(planned.map(({slot, beginsAt, endsAt, arms: of}) => ({slot, beginsAt, endsAt, arms: of})));
  for (const [place, {endsAt}] of facts.slots.slice(0, -1).entries())
    expect(facts.slots[place + 1]?.beginsAt).toBe(endsAt);
  for (const run of facts.runs) {
    const slot = facts.slots[run.slot];
    expect(slot?.arms.map(({arm}) => arm)).toEqual([run.arm]);
  }
}

/** Conducts each world to its end, once undisturbed and once with all that can happen to its machine. */
export function simulateDays(worlds: readonly World[]): void {
  describe.each(worlds)('$name', world => {
    const days = world.arms.length * world.rotations;
    const day = (share: number): number => Math.round(days * share);

    it('conducts every slot of its calendar, and nothing else', async () => {
      const {arms, cadence, rotations, order} = world;
      const machine = new LiveWorld(tempFolder(), livePlan(arms, {cadence, rotations, order}));
      expect(await machine.live()).toBe('sealed');
      const store = machine.open();
      const facts = store.facts();
      store.close();
      expectTiled(facts, world);
      expect(facts.slots.length).toBe(days);
      expect(facts.slots.every(({state}) => state === 'ran')).toBe(true);
      expect(facts.runs.length).toBe(days);
      for (const [place, run] of facts.runs.entries()) {
        const slot = facts.slots[place];
        expect(run.startedAt).toBe(slot?.beginsAt);
        expect(run.outcome).toBe('slot-over');
      }
    });

    it('goes on after nightly reboots, sleeps and outages of days, and tells each slot that it missed', async () => {
      const {arms, cadence, rotations, order} = world;
      const machine = new LiveWorld(
        tempFolder(),
        livePlan(arms, {cadence, rotations, order, reboot: {pattern: '42 1 * * *', zone: 'UTC'}}),
      );
      const from = machine.now;
      // the clock is put forward for a minute, back for an hour, and the machine sleeps for three days
      machine.jumps.push(
        {at: from + day(0.12) * DAY + HOUR, by: 60_000_000},
        {at: from + day(0.3) * DAY + 2 * HOUR, by: -HOUR},
        {at: from + day(0.5) * DAY + 3 * HOUR, by: 3 * DAY},
      );
      let how = 'died';
      for (let night = 1; how === 'died'; night += 1) {
        // every night at 01:42 the machine reboots, three minutes long; once it stays off for five days
        const diesAt = Math.ceil((machine.now - REBOOT + 1) / DAY) * DAY + REBOOT;
        const bootedAt = night === 1 ? undefined : machine.now;
        how = await machine.live({diesAt, elseAfter: DAY, ...(bootedAt === undefined ? {} : {bootedAt})});
        if (how !== 'died') break;
        // load is sampled once a minute at least: the last sign of life
        const store = machine.open();
        store.addLoad({at: machine.now - 30_000_000, machine: NO_LOAD, processes: []});
        store.close();
        machine.now += night === day(0.22) ? 5 * DAY : 180_000_000;
      }
      expect(how).toBe('sealed');
      const store = machine.open();
      const [facts, outages] = [store.facts(), store.outages()];
      store.close();
      expectTiled(facts, world);
      expect(facts.slots.every(({state}) => state !== undefined)).toBe(true);
      const missed = facts.slots.filter(({state}) => state === 'missed');
      expect(missed.length).toBeGreaterThanOrEqual(6);
      // a missed slot lies wholly within an outage; every other had an engine
      for (const slot of missed)
        expect(outages.some(one => one.fromAt <= slot.beginsAt && one.toAt >= slot.endsAt)).toBe(true);
      for (const slot of facts.slots.filter(({state}) => state === 'ran'))
        expect(facts.runs.some(run => run.slot === slot.slot && run.readyAt !== undefined)).toBe(true);
      expect(outages.some(({kind}) => kind === 'asleep')).toBe(true);
      expect(outages.some(({kind, expected}) => kind === 'reboot' && expected)).toBe(true);
      expect(outages.some(({kind, expected}) => kind === 'reboot' && !expected)).toBe(true);
      // a restart inside a slot is a second run of it
      expect(facts.runs.some(({attempt}) => attempt === 2)).toBe(true);
    });
  });
}

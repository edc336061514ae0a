import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {boundariesFrom, boundaryFrom, type Cadence} from '../../harness/calendar/cadence.ts';
import {ORDERS, orderOf} from '../../harness/calendar/order.ts';
import {planCalendar, planRotation} from '../../harness/calendar/plan-slots.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;
const iso = (micros: number): string => new Date(micros / 1000).toISOString();
const names = (count: number): string[] => Array.from({length: count}, (_, n) => `arm-${n}`);

describe('a cadence', () => {
  const daily: Cadence = {kind: 'every', everyMs: 86_400_000, startAt: at('2026-03-28T00:05:00Z')};
  const local = (pattern: string, zone = 'Europe/Berlin'): Cadence => ({
    kind: 'cron',
    pattern,
    zone,
    startAt: at('2026-01-01T00:00:00Z'),
  });

  it('of a span keeps its length through a change of daylight time', () => {
    expect(boundariesFrom(daily, at('2026-03-28T12:00:00Z'), 2).map(iso)).toEqual([
      '2026-03-29T00:05:00.000Z',
      '2026-03-30T00:05:00.000Z',
    ]);
  });

  it('of a pattern follows the clocks of its zone', () => {
    expect(boundariesFrom(local('5 3 * * *'), at('2026-03-28T00:00:00Z'), 3).map(iso)).toEqual([
      '2026-03-28T02:05:00.000Z',
      '2026-03-29T01:05:00.000Z',
      '2026-03-30T01:05:00.000Z',
    ]);
    expect(boundariesFrom(local('5 3 * * *'), at('2026-10-24T00:00:00Z'), 3).map(iso)).toEqual([
      '2026-10-24T01:05:00.000Z',
      '2026-10-25T02:05:00.000Z',
      '2026-10-26T02:05:00.000Z',
    ]);
  });

  it.each([
    ['in spring, at a time that a day does not have', '2026-03-28T12:00:00Z', 3],
    ['in autumn, at a time that a day has twice', '2026-10-24T12:00:00Z', 3],
  ])('of a pattern begins one slot a day %s', (_, from, count) => {
    const found = boundariesFrom(local('30 2 * * *'), at(from), count);
    const hours = found.slice(1).map((one, place) => (one - (found[place] ?? 0)) / 3_600_000_000);
    for (const hour of hours) expect(hour).toBeGreaterThanOrEqual(22);
    for (const hour of hours) expect(hour).toBeLessThanOrEqual(26);
  });

  it('knows the leap day', () => {
    expect(iso(boundaryFrom(local('0 0 29 2 *', 'UTC'), at('2026-03-01T00:00:00Z')) ?? 0)).toBe(
      '2028-02-29T00:00:00.000Z',
    );
  });

  it('gives a moment itself when a slot begins then, and none before its start', () => {
    expect(boundaryFrom(daily, daily.startAt)).toBe(daily.startAt);
    expect(boundaryFrom(daily, 0)).toBe(daily.startAt);
    const cron = local('* * * * *', 'UTC');
    expect(boundaryFrom(cron, cron.startAt)).toBe(cron.startAt);
    expect(boundaryFrom(cron, 0)).toBe(cron.startAt);
  });
});

describe('an order', () => {
  it('holds every arm once in every rotation, whichever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 9}),
        fc.nat(1000),
        fc.constantFrom(...ORDERS),
        fc.integer(),
        (count, rotation, order, seed) => {
          expect([...orderOf(names(count), rotation, order, seed)].sort()).toEqual(names(count));
        },
      ),
      {seed: 5, numRuns: 400},
    );
  });

  it('by chance is the same whenever seed and rotation are the same', () => {
    expect(orderOf(names(5), 3, 'random', 7)).toEqual(orderOf(names(5), 3, 'random', 7));
  });

  it.each([2, 3, 4, 5, 6, 7])('of Williams lets each of %d arms follow each other one alike often', count => {
    const rows = count % 2 === 0 ? count : 2 * count;
    const follows = new Map<string, number>();
    const places = new Map<string, number>();
    for (let rotation = 0; rotation < rows; rotation += 1) {
      const row = orderOf(names(count), rotation, 'williams', 0);
      for (const [place, arm] of row.entries()) {
        places.set(`${arm} ${place}`, (places.get(`${arm} ${place}`) ?? 0) + 1);
        if (place > 0)
          follows.set(`${row[place - 1]} ${arm}`, (follows.get(`${row[place - 1]} ${arm}`) ?? 0) + 1);
      }
    }
    expect(follows.size).toBe(count * (count - 1));
    expect(new Set(follows.values()).size).toBe(1);
    expect(places.size).toBe(count * count);
    expect(new Set(places.values()).size).toBe(1);
  });
});

describe('a calendar', () => {
  const cadences = fc.oneof(
    fc.record({
      kind: fc.constant('every' as const),
      everyMs: fc.integer({min: 60_000, max: 3 * 86_400_000}),
      startAt: fc.integer({min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z')}),
    }),
    fc.record({
      kind: fc.constant('cron' as const),
      pattern: fc.constantFrom('5 3 * * *', '30 2 * * *', '0 */6 * * *', '15 0 * * 1', '0 12 1 * *'),
      zone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Asia/Kolkata',
      ),
      startAt: fc.integer({min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z')}),
    }),
  );

  it('is slots that follow each other without gap or overlap, each arm once in each rotation', () => {
    fc.assert(
      fc.property(
        cadences,
        fc.integer({min: 1, max: 5}),
        fc.constantFrom(...ORDERS),
        fc.integer(),
        (cadence, count, order, seed) => {
          const wish = {
            kind: 'rotating',
            arms: names(count),
            order,
            seed,
            cadence,
            from: cadence.startAt,
          } as const;
          const slots = planCalendar(wish, 4);
          expect(slots).toHaveLength(4 * count);
          for (const [place, slot] of slots.entries()) {
            expect(slot.slot).toBe(place);
            expect(slot.endsAt).toBeGreaterThan(slot.beginsAt);
            if (place > 0) expect(slot.beginsAt).toBe(slots[place - 1]?.endsAt);
          }
          for (const rotation of [0, 1, 2, 3]) {
            const turns = slots.filter(slot => slot.rotation === rotation).flatMap(({arms}) => arms);
            expect([...turns].sort()).toEqual(names(count));
          }
        },
      ),
      {seed: 6, numRuns: 150},
    );
  });

  it('is planned rotation by rotation alike, from any moment within the last slot', () => {
    const cadence: Cadence = {
      kind: 'cron',
      pattern: '5 3 * * *',
      zone: 'Europe/Berlin',
      startAt: at('2026-10-20T00:00:00Z'),
    };
    const wish = {
      kind: 'rotating',
      arms: names(3),
      order: 'random',
      seed: 1,
      cadence,
      from: cadence.startAt,
    } as const;
    const whole = planCalendar(wish, 6);
    const second = planRotation({
      ...wish,
      rotation: 1,
      firstSlot: 3,
      from: (whole[2]?.endsAt ?? 0) - 1_000_000,
    });
    expect(second).toEqual(whole.slice(3, 6));
  });

  it('of a concurrent trial has all arms in every slot', () => {
    const cadence: Cadence = {kind: 'every', everyMs: 3_600_000, startAt: 0};
    const wish = {kind: 'concurrent', arms: names(3), order: 'random', seed: 1, cadence, from: 0} as const;
    const slots = planCalendar(wish, 2);
    expect(slots.map(({arms, beginsAt}) => [arms, beginsAt])).toEqual([
      [names(3), 0],
      [names(3), 3_600_000_000],
    ]);
  });
});

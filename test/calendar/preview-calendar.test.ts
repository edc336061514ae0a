import {describe, expect, it} from 'vitest';
import {boundaryFrom} from '../../harness/calendar/cadence.ts';
import {declaredCadence} from '../../harness/calendar/declared-cadence.ts';
import {localTime} from '../../harness/calendar/local-time.ts';
import {diskNeed, machineNeed} from '../../harness/calendar/needs.ts';
import {previewCalendar} from '../../harness/calendar/preview-calendar.ts';
import {type LiveDeclaration, liveScheduleSchema} from '../../harness/declarations/live-schedule.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;
const NOW = at('2026-03-27T12:00:00Z');

const declared = (more: Record<string, unknown> = {}): LiveDeclaration =>
  liveScheduleSchema.parse({
    kind: 'rotating',
    arms: [{ruleset: 'one'}, {ruleset: 'two'}, {ruleset: 'one', name: 'again'}],
    every: more.cron === undefined ? '24h' : undefined,
    ...more,
  });

describe('the first slot of a trial whose rules take two minutes to take', () => {
  const [asked, made] = [at('2026-03-27T11:59:00Z'), at('2026-03-27T12:01:00Z')];
  it.each<[string, Record<string, unknown>, string]>([
    ['that begins at a start which comes meanwhile', {start: '2026-03-27T12:00:00Z'}, '2026-03-27T12:00:00Z'],
    ['that is counted from a start long ago', {start: '2026-03-20T12:00:00Z'}, '2026-03-27T12:00:00Z'],
    ['by a pattern', {cron: '0 12 * * *'}, '2026-03-27T12:00:00Z'],
    ['whose start is still to come', {start: '2026-03-28T05:00:00Z'}, '2026-03-28T05:00:00Z'],
    ['without a start', {}, '2026-03-27T12:01:00Z'],
  ])('%s', (_of, words, first) => {
    const cadence = declaredCadence(declared(words), asked, made);
    expect(boundaryFrom(cadence, cadence.startAt)).toBe(at(first));
  });
});

describe('the calendar of a trial that is not made yet', () => {
  it('begins now, and shows as many rotations as are asked for', () => {
    const calendar = previewCalendar(declared({order: 'declared', rotations: 5}), NOW, 2);
    expect(calendar.slots.map(({rotation, slot, arms}) => [rotation, slot, arms])).toEqual([
      [1, 1, ['one']],
      [1, 2, ['two']],
      [1, 3, ['again']],
      [2, 4, ['one']],
      [2, 5, ['two']],
      [2, 6, ['again']],
    ]);
    expect(calendar.slots[0]?.beginsAt).toBe(NOW);
    expect(calendar).toMatchObject({totalSlots: 15, hours: 15 * 24, endsAt: NOW + 15 * 86_400_000_000});
  });

  it('follows the clocks of its zone over a change of daylight time', () => {
    const calendar = previewCalendar(
      declared({cron: '30 3 * * *', zone: 'Europe/Berlin', order: 'declared', rotations: 1}),
      NOW,
      1,
    );
    expect(
      calendar.slots.map(({begins, ends, beginsAt, endsAt}) => [begins, ends, (endsAt - beginsAt) / 3.6e9]),
    ).toEqual([
      ['Sat 2026-03-28 03:30 +01:00', 'Sun 2026-03-29 03:30 +02:00', 23],
      ['Sun 2026-03-29 03:30 +02:00', 'Mon 2026-03-30 03:30 +02:00', 24],
      ['Mon 2026-03-30 03:30 +02:00', 'Tue 2026-03-31 03:30 +02:00', 24],
    ]);
  });

  it('counts slots from a start, also from one that has passed', () => {
    const first = (start: string) => previewCalendar(declared({start}), NOW, 1).slots[0]?.beginsAt;
    expect(first('2026-04-01T00:05:00Z')).toBe(at('2026-04-01T00:05:00Z'));
    expect(first('2026-03-01T00:05:00+01:00')).toBe(at('2026-03-27T23:05:00Z'));
  });

  it('does not pretend to know an order that is drawn later', () => {
    const drawn = previewCalendar(declared({order: 'random'}), NOW, 1);
    expect(drawn.drawnLater).toBe(true);
    expect(drawn.slots.flatMap(({arms}) => arms)).toEqual(['one', 'two', 'again']);
    const seeded = previewCalendar(declared({order: 'random', seed: 3, rotations: 20}), NOW, 20);
    expect(seeded.drawnLater).toBe(false);
    const orders = new Set(
      [0, 1, 2, 3, 4, 5, 6, 7].map(of =>
        String(seeded.slots.filter(s => s.rotation === of).map(s => s.arms)),
      ),
    );
    expect(orders.size).toBeGreaterThan(1);
  });

  it('of a concurrent trial has all arms in each slot, and nothing to draw', () => {
    const calendar = previewCalendar(declared({kind: 'concurrent', rotations: 4}), NOW, 1);
    expect(calendar).toMatchObject({totalSlots: 4, drawnLater: false});
    expect(calendar.slots.map(({arms}) => arms)).toEqual([['one', 'two', 'again']]);
  });

  it('that is very long is not counted out to its end', () => {
    const calendar = previewCalendar(declared({rotations: 10_000, cron: '*/7 * * * *'}), NOW, 2);
    expect(calendar.slots).toHaveLength(6);
    expect(calendar).toMatchObject({totalSlots: 30_000, endsAt: undefined, hours: undefined});
  });
});

describe('a local time', () => {
  it.each([
    ['UTC', 'Sun 2026-10-25 00:30 +00:00'],
    ['Europe/Berlin', 'Sun 2026-10-25 02:30 +02:00'],
    ['Asia/Kolkata', 'Sun 2026-10-25 06:00 +05:30'],
    ['America/New_York', 'Sat 2026-10-24 20:30 -04:00'],
  ])('in %s has its distance from UTC', (zone, words) =>
    expect(localTime(at('2026-10-25T00:30:00Z'), zone)).toBe(words),
  );

  it('tells the two hours of one name apart', () => {
    expect(localTime(at('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe('Sun 2026-10-25 02:30 +01:00');
  });
});

describe('the disk that a trial needs', () => {
  it('is the ring, alerts of all arms live and replayed, logs, and what is to stay free', () => {
    const replayed = Object.fromEntries([['then', 'replay']]);
    const need = diskNeed(declared({record: {ring: '20GB'}, ...replayed, min_free: '5GB'}), 100);
    // one arm live and three replayed, 1,000 alerts an hour each
    expect(need).toMatchObject({
      ringBytes: 20e9,
      alertBytes: 400_000 * 150,
      logBytes: 400_000 * 60,
      minFreeBytes: 5e9,
      bytes: 25e9 + 400_000 * 210,
      assumed: {alertsPerHour: 1000, alertBytes: 150},
    });
  });

  it('counts every arm of a concurrent trial, and no logs that are removed', () => {
    expect(diskNeed(declared({kind: 'concurrent', logs: 'remove'}), 10)).toMatchObject({
      ringBytes: 0,
      alertBytes: 30_000 * 150,
      logBytes: 0,
    });
  });

  it('is unknown for a trial of unknown length', () => {
    expect(diskNeed(declared(), undefined)).toMatchObject({alertBytes: undefined, bytes: undefined});
  });
});

describe('the machine that a trial needs', () => {
  const here = {cores: 2, memoryAvailableBytes: 8e9};

  it('has all engines of a concurrent trial, and the two largest of a rotating one', () => {
    const rules = [4000, 46_064, 4223];
    expect(machineNeed(declared({kind: 'concurrent'}), rules, here)).toMatchObject({
      engines: 3,
      cores: 0.06,
      memoryBytes: 200e6 + 134e6 + 134e6 + 384e6,
      affordable: true,
    });
    expect(machineNeed(declared(), rules, here)).toMatchObject({
      engines: 2,
      memoryBytes: 200e6 + 134e6 + 384e6,
    });
  });

  it('takes an arm whose rules are not known yet for a large one', () => {
    const need = machineNeed(declared({arms: [{ruleset: 'one'}]}), [undefined], here);
    expect(need).toMatchObject({engines: 1, memoryBytes: 200e6 + 384e6});
  });

  it('is refused where memory or cores do not suffice, and unknown where memory is', () => {
    const with3 = (of: Partial<typeof here>, more = {}) =>
      machineNeed(declared({kind: 'concurrent', ...more}), [1, 1, 1], {...here, ...of}).affordable;
    expect(with3({memoryAvailableBytes: 700e6})).toBe(false);
    expect(with3({memoryAvailableBytes: 800e6})).toBe(true);
    expect(with3({cores: 1}, {sensor: {threads: 20}})).toBe(false);
    expect(
      machineNeed(declared(), [1], {cores: 2, memoryAvailableBytes: undefined}).affordable,
    ).toBeUndefined();
  });
});

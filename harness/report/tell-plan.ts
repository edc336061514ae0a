import type {ForeseenCalendar} from '../calendar/foresee.ts';
import type {DiskNeed, MachineNeed} from '../calendar/needs.ts';
import {at, count, facts, seconds, table, textCell} from '../document/cells.ts';
import {type Block, type Document, text} from '../document/document.ts';
import {column} from './tables.ts';
import {diskFacts, machineFacts, machineWords} from './tell-needs.ts';
import {shortDigest} from './tell-snapshots.ts';

/** What is told of a live schedule before its trial is made; this is also what `--json` prints. */
export interface TrialForesight {
  readonly schedule: string;
  readonly calendar: ForeseenCalendar;
  readonly arms: readonly {
    readonly arm: string;
    readonly ruleset: string;
    readonly digest: string | undefined;
    readonly rules: number | undefined;
    /** Under the arm's policy. */
    readonly enabled: number | undefined;
    /** Addresses of a blocklist. */
    readonly entries: number | undefined;
    readonly takenAt: number | undefined;
    readonly ageSeconds: number | undefined;
    readonly lacking: string | undefined;
  }[];
  readonly disk: DiskNeed & {readonly freeBytes: number | undefined};
  readonly machine: MachineNeed;
  readonly reboot: {
    readonly pattern: string;
    readonly zone: string;
    /** The lines to write in place of what there is; undefined where the slots begin after the reboot as they are. */
    readonly propose: string | undefined;
  } | null;
}

export function tellPlan(plan: TrialForesight): Document {
  const {schedule, calendar, arms, disk, machine} = plan;
  return {
    title: `Plan of ${schedule}`,
    subtitle: `${calendar.kind}, ${calendar.totalSlots} slots in ${calendar.rotations} rotations; times of ${calendar.zone}`,
    blocks: [
      ...warnings(plan),
      facts([
        ['First slot', at(calendar.slots[0]?.beginsAt)],
        ['End of the last slot', at(calendar.endsAt)],
      ]),
      ...calendarTables(calendar),
      ...notes(plan),
      armsTable(arms),
      ...arms.flatMap(({arm, lacking}) =>
        lacking === undefined ? [] : [text('warning', `arm ${arm}: ${lacking}`)],
      ),
      diskFacts(disk),
      machineFacts(machine),
      text(...machineWords(calendar.kind, machine)),
    ],
  };
}

function warnings({arms, calendar, disk}: TrialForesight): Block[] {
  const {ringBytes, minFreeBytes, bytes: need = ringBytes + minFreeBytes, freeBytes} = disk;
  return [
    ...(arms.length === 1 ? [text('warning', `${arms[0]?.arm} is the only arm: that is no comparison`)] : []),
    ...(calendar.slots.length === 0
      ? [text('warning', 'the cron pattern has too few beginnings for one rotation')]
      : []),
    ...(freeBytes !== undefined && need > freeBytes
      ? [text('warning', 'the disk is too small for all this: make room, or give record: a smaller ring')]
      : []),
  ];
}

/** Slots by the clocks of the zone, and once more in UTC: both in one line are too wide for a terminal. */
function calendarTables({kind, slots, totalSlots, zone}: ForeseenCalendar): Block[] {
  const totalRows = Math.max(totalSlots, slots.length);
  // of a concurrent trial each slot has all arms, which stand in their own table
  const arms = kind === 'rotating';
  return [
    table({
      name: 'calendar',
      caption: `Slots by the clocks of ${zone}, if every arm is available and the trial is made now`,
      totalRows,
      columns: [
        column('rotation', 'Rotation', 'count'),
        column('slot', 'Slot', 'count'),
        ...(arms ? [column('arm', 'Arm', 'text')] : []),
        column('begins', 'Begins', 'text'),
        column('ends', 'Ends', 'text'),
      ],
      rows: slots.map(slot => [
        count(slot.rotation + 1),
        count(slot.slot + 1),
        ...(arms ? [textCell(slot.arms.join(', '))] : []),
        textCell(slot.begins),
        textCell(slot.ends),
      ]),
    }),
    table({
      name: 'calendar-utc',
      caption: 'The same in UTC',
      totalRows,
      columns: [
        column('slot', 'Slot', 'count'),
        column('begins_at', 'Begins', 'at'),
        column('ends_at', 'Ends', 'at'),
        column('lasts', 'Lasts', 'seconds'),
      ],
      rows: slots.map(({slot, beginsAt, endsAt}) => [
        count(slot + 1),
        at(beginsAt),
        at(endsAt),
        seconds((endsAt - beginsAt) / 1_000_000),
      ]),
    }),
  ];
}

function notes({calendar, reboot, schedule}: TrialForesight): Block[] {
  const {drawnLater, order, slots} = calendar;
  const lengths = new Set(slots.map(({beginsAt, endsAt}) => endsAt - beginsAt));
  return [
    ...(drawnLater
      ? [
          text(
            'note',
            'order: random has no seed: it is drawn when the trial is made; here arms stand as declared',
          ),
        ]
      : [text('plain', `order: ${order}`)]),
    ...(lengths.size > 1
      ? [text('note', 'slots differ in length: the pattern or the clocks of the zone do')]
      : []),
    ...(reboot ? [text(...rebootWords(reboot, schedule))] : []),
  ];
}

function rebootWords(
  {pattern, zone, propose}: NonNullable<TrialForesight['reboot']>,
  schedule: string,
): readonly ['good' | 'warning', string] {
  const when = `this machine reboots by cron (${pattern}, ${zone}), as T-Pot makes it`;
  return propose === undefined
    ? ['good', `${when}; slots begin just after it`]
    : [
        'warning',
        `${when}: each slot has a hole. Write in schedules/${schedule}.yaml, in place of every: ${propose}`,
      ];
}

const armsTable = (arms: TrialForesight['arms']): Block =>
  table({
    name: 'arms',
    caption: 'What each arm would load now',
    columns: [
      column('arm', 'Arm', 'text'),
      column('ruleset', 'Ruleset', 'text'),
      column('snapshot', 'Snapshot', 'text'),
      column('rules', 'Rules', 'count'),
      column('enabled', 'Enabled', 'count'),
      column('addresses', 'Addresses', 'count'),
      column('taken_at', 'Taken', 'at'),
      column('age', 'Age', 'seconds'),
    ],
    rows: arms.map(({arm, ruleset, digest, rules, enabled, entries, takenAt, ageSeconds}) => [
      textCell(arm),
      textCell(ruleset),
      textCell(digest === undefined ? undefined : shortDigest(digest)),
      count(rules),
      count(enabled),
      count(entries || undefined),
      at(takenAt),
      seconds(ageSeconds),
    ]),
  });

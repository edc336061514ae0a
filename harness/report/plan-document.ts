import type {ResultPreview} from '../analysis/preview-result.ts';
import type {DiskNeed, MachineNeed} from '../calendar/needs.ts';
import type {CalendarPreview} from '../calendar/preview-calendar.ts';
import {at, count, facts, seconds, textCell} from '../document/cells.ts';
import {type Block, type Document, text} from '../document/document.ts';
import {plural} from '../domain/plural.ts';
import {shortDigest} from '../domain/snapshot.ts';
import {diskFacts, machineFacts, machineMessage} from './disk-and-machine-needs.ts';
import {col, tableOf} from './tables.ts';

/** The preview of a live schedule; `--json` prints this value. */
export interface TrialPreview {
  readonly schedule: string;
  /** How the schedule has changed since a trial of it began that is not sealed. */
  readonly changes: readonly string[];
  readonly calendar: CalendarPreview;
  readonly arms: readonly {
    readonly arm: string;
    readonly ruleset: string;
    readonly digest: string | undefined;
    readonly rules: number | undefined;
    /** Rules enabled by the arm's policy. */
    readonly enabled: number | undefined;
    /** Number of blocklist addresses. */
    readonly entries: number | undefined;
    readonly takenAt: number | undefined;
    readonly ageSeconds: number | undefined;
    /** Why the arm has no rules, or why they could not be refreshed. */
    readonly reason: string | undefined;
  }[];
  readonly disk: DiskNeed & {readonly freeBytes: number | undefined};
  readonly machine: MachineNeed;
  /** What a rotating trial can find out about alert rates. */
  readonly result?: ResultPreview | undefined;
  readonly reboot: {
    readonly pattern: string;
    readonly zone: string;
    /** Lines for the schedule that make slots begin just after the reboot; undefined if they already do. */
    readonly propose: string | undefined;
  } | null;
}

/** Makes the document that `trial plan` prints. */
export function planDocument(plan: TrialPreview): Document {
  const {schedule, calendar, arms, disk, machine} = plan;
  return {
    title: `Plan of ${schedule}`,
    subtitle: `${calendar.kind}, ${plural(calendar.totalSlots, 'slot')} in ${plural(calendar.rotations, 'rotation')}; times in ${calendar.zone}`,
    blocks: [
      ...plan.changes.map(line => text('warning', line)),
      ...warnings(plan),
      facts([
        ['First slot', at(calendar.slots[0]?.beginsAt)],
        ['End of the last slot', at(calendar.endsAt)],
      ]),
      ...calendarTables(calendar),
      ...notes(plan),
      ...(plan.result ? [text('note', plan.result.sentence)] : []),
      armsTable(arms),
      ...arms.flatMap(({arm, reason}) =>
        reason === undefined ? [] : [text('warning', `arm ${arm}: ${reason}`)],
      ),
      diskFacts(disk),
      machineFacts(machine),
      text(...machineMessage(calendar.kind, machine)),
    ],
  };
}

function warnings({arms, calendar, disk}: TrialPreview): Block[] {
  const {ringBytes, minFreeBytes, bytes: need = ringBytes + minFreeBytes, freeBytes} = disk;
  return [
    ...(arms.length === 1
      ? [text('warning', `${arms[0]?.arm} is the only arm: there is nothing to compare it with`)]
      : []),
    ...(calendar.slots.length === 0
      ? [text('warning', 'the cron pattern gives too few slots for one rotation')]
      : []),
    ...(freeBytes !== undefined && need > freeBytes
      ? [
          text(
            'warning',
            'the disk is too small for this trial: free some space, or set a smaller ring under "record:"',
          ),
        ]
      : []),
  ];
}

/** Makes two tables of slots, in the schedule's time zone and in UTC. One table with both would be too wide for a terminal. */
function calendarTables({kind, slots, totalSlots, zone}: CalendarPreview): Block[] {
  type Slot = CalendarPreview['slots'][number];
  const slotColumn = col('slot', 'Slot', count, ({slot}: Slot) => slot);
  const armColumn = col('arm', 'Arm', textCell, ({arms}: Slot) => arms.join(', '));
  const all = Math.max(totalSlots, slots.length);
  const tables = [
    tableOf('calendar', `Slots in ${zone} time, if the trial starts now and every arm is available`, slots, [
      col('rotation', 'Rotation', count, ({rotation}) => rotation),
      slotColumn,
      // every slot of a concurrent trial has all arms, which have their own table
      ...(kind === 'rotating' ? [armColumn] : []),
      col('begins', 'Begins', textCell, slot => slot.begins),
      col('ends', 'Ends', textCell, slot => slot.ends),
    ]),
    tableOf('calendar-utc', 'The same in UTC', slots, [
      slotColumn,
      col('begins_at', 'Begins', at, slot => slot.beginsAt),
      col('ends_at', 'Ends', at, slot => slot.endsAt),
      col('lasts', 'Lasts', seconds, slot => (slot.endsAt - slot.beginsAt) / 1_000_000),
    ]),
  ];
  return tables.map(table => ({...table, totalRows: all}));
}

function notes({calendar, reboot, schedule}: TrialPreview): Block[] {
  const {drawnLater, order, slots} = calendar;
  const lengths = new Set(slots.map(({beginsAt, endsAt}) => endsAt - beginsAt));
  return [
    ...(drawnLater
      ? [
          text(
            'note',
            'the order is random and no seed is set, so it is drawn when the trial is created; the arms are shown here as declared',
          ),
        ]
      : [text('plain', `order of the arms: ${order}`)]),
    ...(lengths.size > 1
      ? [text('note', 'slots differ in length because of the cron pattern or a clock change')]
      : []),
    ...(reboot ? [text(...rebootMessage(reboot, schedule))] : []),
  ];
}

function rebootMessage(
  {pattern, zone, propose}: NonNullable<TrialPreview['reboot']>,
  schedule: string,
): readonly ['good' | 'warning', string] {
  const when = `this machine reboots by cron (${pattern}, ${zone}), as T-Pot hosts do`;
  return propose === undefined
    ? ['good', `${when}; slots begin just after it`]
    : [
        'warning',
        `${when}; each reboot interrupts the slot that is running. In schedules/${schedule}.yaml, replace "every:" or "cron:" with ${propose}`,
      ];
}

const armsTable = (arms: TrialPreview['arms']): Block =>
  tableOf('arms', 'What each arm would load now', arms, [
    col('arm', 'Arm', textCell, row => row.arm),
    col('ruleset', 'Ruleset', textCell, row => row.ruleset),
    col('snapshot', 'Snapshot', textCell, ({digest}) => digest && shortDigest(digest)),
    col('rules', 'Rules', count, row => row.rules),
    col('enabled', 'Enabled', count, row => row.enabled),
    col('addresses', 'Addresses', count, row => row.entries || undefined),
    col('taken_at', 'Taken', at, row => row.takenAt),
    col('age', 'Snapshot age', seconds, row => row.ageSeconds),
  ]);

import type {LiveReport} from '../analysis/live-report.ts';
import type {PartReport} from '../analysis/trial-report.ts';
import {at, bytes, count, decimal, seconds, share, textCell} from '../document/cells.ts';
import {type Block, foldedHeading, text} from '../document/document.ts';
import {shortDigest} from '../domain/snapshot.ts';
import type {Limits} from './limits.ts';
import {outcomeLabel, slotStateLabel} from './live-labels.ts';
import {loadSection} from './load-section.ts';
import {noticesAndOutages} from './notices-and-outages.ts';
import {col, tableOf} from './tables.ts';

type Slot = LiveReport['slots'][number];

/** Makes the section about the slots of a rotating or concurrent trial, its outages, switches, runs, recordings and load. */
export function liveSection({live}: PartReport, {rows}: Limits): Block[] {
  if (!live) return [];
  return [
    foldedHeading(1, 'Slots'),
    armTimes(live),
    ...timeTable(live),
    slotTable(live, rows),
    slotRules(live, rows),
    ...noticesAndOutages(live, rows),
    switchTable(live, rows),
    runTable(live, rows),
    ...recordingTable(live),
    ...loadSection(live),
  ];
}

const armTimes = ({arms}: LiveReport): Block =>
  tableOf('arm-times', 'Counted time per arm', arms, [
    col('arm', 'Arm', textCell, row => row.arm),
    col('slots', 'Slots', count, row => row.slots),
    col('ran', 'Ran', count, row => row.ran),
    col('counted_s', 'Counted', seconds, row => row.countedSeconds),
    col('warm_up_s', 'Warm-up', seconds, row => row.warmUpSeconds),
    col('alerts_per_hour', 'Alerts per hour', decimal, row => row.alertsPerHour),
    col('alerts', 'Alerts', count, row => row.alerts),
  ]);

const BLIND_TIME =
  'Blind time here covers the whole trial, including startup, outages and missed slots; "Engine switches" lists only the ' +
  'time from the end of one engine until the next began to inspect.';

/** Makes the table of time by phase. Every second of a lane belongs to exactly one phase; a concurrent trial has a lane for each arm. */
function timeTable({time}: LiveReport): Block[] {
  if (!time) return [];
  const rows = [
    {phase: 'counted', seconds: time.countedSeconds},
    {phase: 'warm-up', seconds: time.warmUpSeconds},
    {phase: 'handover', seconds: time.handoverSeconds},
    {phase: 'blind', seconds: time.blindSeconds},
  ];
  const whole = rows.reduce((sum, row) => sum + row.seconds, 0);
  return [
    tableOf('time', 'Time by phase', rows, [
      col('phase', 'Phase', textCell, row => row.phase),
      col('time_s', 'Time', seconds, row => row.seconds),
      col('share', 'Share', share, row => (whole > 0 ? row.seconds / whole : undefined)),
    ]),
    text('plain', BLIND_TIME),
  ];
}

const slotColumn = col('slot', 'Slot', count, (row: Slot) => row.slot);
const slotArmColumn = col('arm', 'Arm', textCell, (row: Slot) => row.arm);

const slotTable = ({slots}: LiveReport, limit: number): Block =>
  tableOf(
    'slots',
    'Slots',
    slots,
    [
      slotColumn,
      col('rotation', 'Rotation', count, row => row.rotation),
      slotArmColumn,
      col('begins_at', 'Begins', at, row => row.beginsAt),
      col('state', 'State', textCell, slotStateLabel),
      col('runs', 'Runs', count, row => row.runs),
      col('counted_s', 'Counted', seconds, row => row.countedSeconds),
      col('alerts_per_hour', 'Alerts per hour', decimal, row => row.alertsPerHour),
      col('alerts', 'Alerts', count, row => row.alerts),
    ],
    limit,
  );

/** Makes the table of the snapshot of each slot, why it was chosen, and why the slot was missed, abandoned or disturbed. */
const slotRules = ({slots}: LiveReport, limit: number): Block =>
  tableOf(
    'slot-rules',
    'Snapshot of each slot',
    slots,
    [
      slotColumn,
      slotArmColumn,
      col(
        'ruleset',
        'Snapshot',
        textCell,
        ({ruleset}) => ruleset && `${ruleset.name} ${shortDigest(ruleset.digest)}`,
      ),
      col('snapshot_reason', 'Snapshot reason', textCell, row => row.snapshotReason),
      col('reason', 'Why missed or disturbed', textCell, row => row.reason),
    ],
    limit,
  );

/** Makes the table of switches, with one row for each time that an engine began to inspect. */
const switchTable = ({switches}: LiveReport, limit: number): Block =>
  tableOf(
    'switches',
    'Engine switches',
    switches,
    [
      col('slot', 'Slot', count, row => row.slot),
      col('arm', 'Arm', textCell, row => row.arm),
      col('ready_at', 'Ready', at, row => row.readyAt),
      col('handover_s', 'Handover', seconds, row => row.handoverSeconds),
      col('blind_s', 'Blind time', seconds, row => row.blindSeconds),
      col('blind_packets', 'Blind packets', count, row => row.blindPackets),
    ],
    limit,
  );

/** Makes the table of runs, with one row for each engine process. */
const runTable = ({runs}: LiveReport, limit: number): Block =>
  tableOf(
    'runs',
    'Engine runs',
    runs,
    [
      col('slot', 'Slot', count, row => row.slot),
      col('arm', 'Arm', textCell, row => row.arm),
      col('attempt', 'Attempt', count, row => row.attempt),
      col('started_at', 'Started', at, row => row.startedAt),
      col('ended_at', 'Ended', at, row => row.endedAt),
      col('outcome', 'Outcome', textCell, outcomeLabel),
      col('packets_received', 'Packets', count, row => row.received),
      col('packets_dropped', 'Dropped', count, row => row.dropped),
      col('alerts', 'Alerts', count, row => row.alerts),
    ],
    limit,
  );

function recordingTable({recordings}: LiveReport): Block[] {
  if (recordings.length === 0) return [];
  const totalOf = (key: Exclude<keyof (typeof recordings)[number], 'slot'>) =>
    recordings.reduce((sum, row) => sum + row[key], 0);
  return [
    tableOf(
      'recordings',
      'Recorded traffic',
      [totalOf],
      [
        col('files', 'Files', count, totalOf => totalOf('files')),
        col('kept', 'Kept', count, totalOf => totalOf('kept')),
        col('packets', 'Packets', count, totalOf => totalOf('packets')),
        col('dropped', 'Dropped by the kernel', count, totalOf => totalOf('dropped')),
        col('bytes', 'Size', bytes, totalOf => totalOf('bytes')),
      ],
    ),
  ];
}

import type {LiveReport} from '../analysis/live-schema.ts';
import type {TrialReport} from '../analysis/trial-report.ts';
import {at, bytes, count, decimal, seconds, share, table, textCell} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import {column, cut} from './tables.ts';
import {happenings, runTable, switchTable} from './tell-happenings.ts';
import {tellLoad} from './tell-load.ts';

/** What a rotating or concurrent trial did, slot after slot, and what kept it from it. */
export function liveSection(report: TrialReport, limit: number): Block[] {
  const {live} = report;
  if (!live) return [];
  return [
    heading(1, 'Slots'),
    ...(report.trial.kind === 'rotating' ? [text('note', OTHER_TRAFFIC)] : []),
    armTimes(live),
    timeTable(live),
    slotTable(live, limit),
    slotRules(live, limit),
    ...happenings(live, limit),
    switchTable(live, limit),
    runTable(live, limit),
    ...recordingTable(live),
    ...tellLoad(live),
  ];
}

const OTHER_TRAFFIC =
  'Each arm saw the traffic of its own slots alone. A difference between arms may be one of days and not of rulesets; ' +
  'what all arms say of the same traffic stands under "The same traffic through every arm", where it was recorded and replayed.';

const armTimes = ({arms}: LiveReport): Block =>
  table({
    name: 'arm-times',
    caption: 'Counted time of each arm',
    columns: [
      column('arm', 'Arm', 'text'),
      column('slots', 'Slots', 'count'),
      column('over', 'Held', 'count'),
      column('counted_s', 'Counted', 'seconds'),
      column('warm_up_s', 'Warm-up', 'seconds'),
      column('alerts', 'Alerts', 'count'),
      column('alerts_per_hour', 'Alerts per hour', 'decimal'),
    ],
    rows: arms.map(arm => [
      textCell(arm.arm),
      count(arm.slots),
      count(arm.over),
      seconds(arm.countedSeconds),
      seconds(arm.warmUpSeconds),
      count(arm.alerts),
      decimal(arm.alertsPerHour),
    ]),
  });

/** Every second is one of these. */
function timeTable({time}: LiveReport): Block {
  const rows: [string, number][] = [
    ['counted', time.countedSeconds],
    ['warm-up', time.warmUpSeconds],
    ['handover', time.handoverSeconds],
    ['blind', time.blindSeconds],
  ];
  const whole = rows.reduce((sum, [, value]) => sum + value, 0);
  return table({
    name: 'time',
    caption: 'What became of the time',
    columns: [
      column('phase', 'Phase', 'text'),
      column('time_s', 'Time', 'seconds'),
      column('share', 'Share', 'share'),
    ],
    rows: rows.map(([phase, value]) => [
      textCell(phase),
      seconds(value),
      share(whole > 0 ? value / whole : undefined),
    ]),
  });
}

function slotTable({slots}: LiveReport, limit: number): Block {
  const columns = [
    column('slot', 'Slot', 'count'),
    column('rotation', 'Rotation', 'count'),
    column('arm', 'Arm', 'text'),
    column('begins_at', 'Begins', 'at'),
    column('state', 'State', 'text'),
    column('runs', 'Runs', 'count'),
    column('counted_s', 'Counted', 'seconds'),
    column('alerts', 'Alerts', 'count'),
    column('alerts_per_hour', 'Per hour', 'decimal'),
  ];
  const rows = slots.map(slot => [
    count(slot.slot),
    count(slot.rotation),
    textCell(slot.arm),
    at(slot.beginsAt),
    textCell(slot.state ?? 'to come'),
    count(slot.runs),
    seconds(slot.countedSeconds),
    count(slot.alerts),
    decimal(slot.alertsPerHour),
  ]);
  return cut('slots', 'Slot by slot', columns, rows, limit);
}

/** What each slot ran, how its arm came to that, and what kept it from its time. */
function slotRules({slots}: LiveReport, limit: number): Block {
  const columns = [
    column('slot', 'Slot', 'count'),
    column('arm', 'Arm', 'text'),
    column('ruleset', 'Ran', 'text'),
    column('why', 'Why', 'text'),
  ];
  const rows = slots.map(slot => [
    count(slot.slot),
    textCell(slot.arm),
    textCell(slot.ruleset && `${slot.ruleset.name} ${slot.ruleset.digest.slice(0, 12)}`),
    textCell([slot.reason, slot.words].filter(Boolean).join('; ')),
  ]);
  return cut('slot-rules', 'What each slot ran, and why', columns, rows, limit);
}

function recordingTable({recordings}: LiveReport): Block[] {
  if (recordings.files === 0) return [];
  const columns = [
    column('files', 'Files', 'count'),
    column('kept', 'Kept', 'count'),
    column('packets', 'Packets', 'count'),
    column('dropped', 'Dropped by the kernel', 'count'),
    column('bytes', 'Size', 'bytes'),
  ];
  const {files, kept, packets, dropped, bytes: size} = recordings;
  return [
    table({
      name: 'recordings',
      caption: 'Recorded traffic',
      columns,
      rows: [[count(files), count(kept), count(packets), count(dropped), bytes(size)]],
    }),
  ];
}

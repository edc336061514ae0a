import type {LiveReport} from '../analysis/live-schema.ts';
import {at, count, seconds, textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import {column, cut} from './tables.ts';

/** Notices and outages, in the order of their times. */
export function happenings({notices, outages}: LiveReport, limit: number): Block[] {
  const blocks: Block[] = [];
  if (notices.length > 0) {
    const columns = [
      column('at', 'When', 'at'),
      column('kind', 'What', 'text'),
      column('slot', 'Slot', 'count'),
      column('arm', 'Arm', 'text'),
      column('text', 'Words', 'text'),
    ];
    const rows = notices.map(one => [
      at(one.at),
      textCell(one.kind),
      count(one.slot),
      textCell(one.arm),
      textCell(one.text),
    ]);
    blocks.push(cut('notices', 'What happened', columns, rows, limit));
  }
  if (outages.length > 0) {
    const columns = [
      column('from_at', 'From', 'at'),
      column('to_at', 'To', 'at'),
      column('kind', 'Kind', 'text'),
      column('expected', 'Expected', 'text'),
      column('reason', 'Reason', 'text'),
    ];
    const rows = outages.map(one => [
      at(one.fromAt),
      at(one.toAt),
      textCell(one.kind),
      textCell(one.expected ? 'yes' : 'no'),
      textCell(one.reason),
    ]);
    blocks.push(cut('outages', 'When no engine could inspect', columns, rows, limit));
  }
  return blocks;
}

/** Each time that an engine began to inspect. */
export function switchTable({switches}: LiveReport, limit: number): Block {
  const columns = [
    column('slot', 'Slot', 'count'),
    column('arm', 'Arm', 'text'),
    column('ready_at', 'Ready', 'at'),
    column('handover_s', 'Handover', 'seconds'),
    column('blind_s', 'Blind', 'seconds'),
    column('blind_packets', 'Blind packets', 'count'),
  ];
  const rows = switches.map(one => [
    count(one.slot),
    textCell(one.arm),
    at(one.readyAt),
    seconds(one.handoverSeconds),
    seconds(one.blindSeconds),
    count(one.blindPackets),
  ]);
  return cut('switches', 'Switches from one engine to the next', columns, rows, limit);
}

/** Every engine process, with its outcome. */
export function runTable({runs}: LiveReport, limit: number): Block {
  const columns = [
    column('slot', 'Slot', 'count'),
    column('arm', 'Arm', 'text'),
    column('attempt', 'Run', 'count'),
    column('started_at', 'Started', 'at'),
    column('ended_at', 'Ended', 'at'),
    column('outcome', 'Outcome', 'text'),
    column('packets_received', 'Packets', 'count'),
    column('packets_dropped', 'Dropped', 'count'),
    column('alerts', 'Alerts', 'count'),
  ];
  const rows = runs.map(run => [
    count(run.slot),
    textCell(run.arm),
    count(run.attempt),
    at(run.startedAt),
    at(run.endedAt),
    textCell(run.outcome ?? 'runs'),
    count(run.received),
    count(run.dropped),
    count(run.alerts),
  ]);
  return cut('runs', 'Engines that ran', columns, rows, limit);
}

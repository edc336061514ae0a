import type {LiveReport} from '../analysis/live-report.ts';
import {at, count, seconds, textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import {outageLabel, outcomeLabel} from './live-labels.ts';
import {col, tableOf} from './tables.ts';

/** Notices and outages, in the order of their times. */
export const happenings = ({notices, outages}: LiveReport, limit: number): Block[] => [
  ...(notices.length === 0
    ? []
    : [
        tableOf(
          'notices',
          'Notices',
          notices,
          [
            col('at', 'When', at, row => row.at),
            col('kind', 'Kind', textCell, row => row.kind),
            col('slot', 'Slot', count, row => row.slot),
            col('arm', 'Arm', textCell, row => row.arm),
            col('text', 'Message', textCell, row => row.text),
          ],
          limit,
        ),
      ]),
  ...(outages.length === 0
    ? []
    : [
        tableOf(
          'outages',
          'Times when no engine could inspect',
          outages,
          [
            col('from_at', 'From', at, row => row.fromAt),
            col('to_at', 'To', at, row => row.toAt),
            col('kind', 'What happened', textCell, outageLabel),
            col('expected', 'Expected', textCell, row => (row.expected ? 'yes' : 'no')),
            col('reason', 'Reason', textCell, row => row.reason),
          ],
          limit,
        ),
      ]),
];

/** One row for each time an engine started to inspect. */
export const switchTable = ({switches}: LiveReport, limit: number): Block =>
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

/** Every engine process, with its outcome. */
export const runTable = ({runs}: LiveReport, limit: number): Block =>
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

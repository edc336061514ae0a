import type {LiveReport} from '../analysis/live-report.ts';
import {at, count, textCell} from '../document/cells.ts';
import type {Block} from '../document/document.ts';
import {outageLabel} from './live-labels.ts';
import {col, tableIfAny} from './tables.ts';

/** Makes the tables of notices and outages, ordered by time. */
export const noticesAndOutages = ({notices, outages}: LiveReport, limit: number): Block[] => [
  ...tableIfAny(
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
  ...tableIfAny(
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
];

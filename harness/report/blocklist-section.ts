import type {PartReport} from '../analysis/trial-report.ts';
import {count, textCell} from '../document/cells.ts';
import {type Block, text} from '../document/document.ts';
import {plural} from '../domain/plural.ts';
import type {Limits} from './limits.ts';
import {col, tableOf} from './tables.ts';

/** Makes the table of blocklist addresses that appeared in the traffic, with a note on block mode if an arm used it. */
export function blocklistSection({listed}: PartReport, {rows}: Limits): Block[] {
  if (listed.length === 0) return [];
  return [
    tableOf(
      'listed',
      'Blocklist addresses that appeared in the traffic',
      listed,
      [
        col('arm', 'Arm', textCell, row => row.arm),
        col('address', 'Address', textCell, row => row.address),
        col('flows', 'Flows', count, row => row.flows),
        col('alerts', 'Alerts', count, row => row.alerts),
        col('message', 'What it means', textCell, listedMessage),
      ],
      rows,
    ),
    ...(listed.some(({mode}) => mode === 'block') ? [text('note', BLOCK_MODE_NOTE)] : []),
  ];
}

/** Snort logs the same action inline and passive, so only of its own runs does ruletrial know that nothing was blocked. */
const listedMessage = ({address, flows, mode}: PartReport['listed'][number]): string =>
  mode === undefined
    ? `${address}: ${plural(flows, 'flow')} blocked if that Snort was inline, otherwise only reported`
    : `${address}: ${plural(flows, 'flow')} would have been blocked`;

const BLOCK_MODE_NOTE =
  'In block mode Snort does not inspect the traffic of a listed address any further, so other rules cannot fire on ' +
  'it.';

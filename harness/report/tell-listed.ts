import type {TrialReport} from '../analysis/trial-report.ts';
import {count, textCell} from '../document/cells.ts';
import {type Block, text} from '../document/document.ts';
import {column, cut} from './tables.ts';

/** Addresses of blocklists that were met, and what block means for everything else. */
export function listedSection({listed}: TrialReport, limit: number): Block[] {
  if (listed.length === 0) return [];
  const columns = [
    column('arm', 'Arm', 'text'),
    column('address', 'Address', 'text'),
    column('flows', 'Flows', 'count'),
    column('alerts', 'Alerts', 'count'),
    column('words', 'What it means', 'text'),
  ];
  const rows = listed.map(({arm, address, flows, alerts, mode}) => [
    textCell(arm),
    textCell(address),
    count(flows),
    count(alerts),
    textCell(`${mode === 'block' ? 'would block' : 'listed, would block'} ${address} ${flows} times`),
  ]);
  const blocks: Block[] = [cut('listed', 'Addresses of blocklists that were met', columns, rows, limit)];
  if (listed.some(({mode}) => mode === 'block')) blocks.push(text('note', BLOCKED));
  return blocks;
}

const BLOCKED =
  'In mode block Snort looks no further into the traffic of a listed address: a blocked flow gets no other detection, so ' +
  'rules that would have fired on it did not.';

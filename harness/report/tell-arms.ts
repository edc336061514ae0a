import type {ArmReport, TrialReport} from '../analysis/trial-report.ts';
import {bytes, count, seconds, share, table, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {column} from './tables.ts';

/** What each arm did, and what it cost. */
export function armsSection(report: TrialReport): Block[] {
  const {arms} = report;
  const side = table({
    name: 'arms',
    caption: 'What each arm did',
    columns: [
      column('arm', 'Arm', 'text'),
      column('rules_enabled', 'Rules enabled', 'count'),
      column('alerts', 'Alerts', 'count'),
      column('rules_fired', 'Rules fired', 'count'),
      column('source_addresses', 'Sources', 'count'),
      column('rejects', 'Rejects', 'count'),
    ],
    rows: arms.map(arm => [
      textCell(arm.name === report.trial.baseline ? `${arm.name} (baseline)` : arm.name),
      count(arm.rules.enabled),
      count(arm.alerts),
      count(arm.rulesFired),
      count(arm.sources),
      count(arm.rejects),
    ]),
  });
  const blocks: Block[] = [heading(1, 'Arms side by side'), side];
  return report.trial.kind === 'replay' ? [...blocks, readsTable(report), costTable(report)] : blocks;
}

function readsTable({arms}: TrialReport): Block {
  return table({
    name: 'reads',
    caption: 'What each arm read',
    columns: [
      column('arm', 'Arm', 'text'),
      column('captures_read', 'Captures read', 'count'),
      column('captures_unreadable', 'Unreadable', 'count'),
      column('captures_alerted_share', 'Alerted', 'share'),
      column('packets_received', 'Packets', 'count'),
      column('packets_analyzed', 'Analysed', 'count'),
    ],
    rows: arms.map(arm => [
      textCell(arm.name),
      count(arm.captures.done - arm.captures.unreadable),
      count(arm.captures.unreadable),
      share(alertedShare(arm)),
      count(arm.packets?.received),
      count(arm.packets?.analyzed),
    ]),
  });
}

/** Of the captures that the arm could read. */
function alertedShare({captures}: ArmReport): number | undefined {
  const read = captures.done - captures.unreadable;
  return read > 0 ? captures.alerted / read : undefined;
}

function costTable({arms}: TrialReport): Block {
  return table({
    name: 'costs',
    caption: 'What each arm cost (run time: sum over its processes)',
    columns: [
      column('arm', 'Arm', 'text'),
      column('run_seconds', 'Run time', 'seconds'),
      column('cpu_seconds', 'CPU', 'seconds'),
      column('peak_memory_bytes', 'Peak memory', 'bytes'),
      column('processes', 'Processes', 'count'),
      column('ended_early', 'Ended early', 'count'),
    ],
    rows: arms.map(({name, cost, runs}) => [
      textCell(name),
      seconds(cost.wallSeconds),
      seconds(cost.cpuSeconds),
      bytes(cost.peakBytes),
      count(runs.counted),
      count(runs.early),
    ]),
  });
}

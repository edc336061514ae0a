import type {LiveReport} from '../analysis/live-schema.ts';
import {bytes, count, decimal, share, table, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {column} from './tables.ts';

/** What engines, machine and named processes took, as `top` would have shown it over the whole trial. */
export function tellLoad({load, machine}: LiveReport): Block[] {
  if (!machine && load.length === 0) return [];
  return [
    heading(1, 'Load'),
    ...(load.length > 0 ? [processTable(load)] : []),
    ...(machine ? [machineTable(machine)] : []),
  ];
}

const processTable = (load: LiveReport['load']): Block =>
  table({
    name: 'load',
    caption: 'Processes: shares of one core, resident memory',
    columns: [
      column('process', 'Process', 'text'),
      column('samples', 'Samples', 'count'),
      column('cpu_mean', 'CPU, mean', 'share'),
      column('cpu_max', 'CPU, most', 'share'),
      column('memory_mean_bytes', 'Memory, mean', 'bytes'),
      column('memory_max_bytes', 'Memory, most', 'bytes'),
      column('threads', 'Threads', 'count'),
      column('logs_max_bytes', 'Logs, most', 'bytes'),
    ],
    rows: load.map(one => [
      textCell(one.name),
      count(one.samples),
      share(one.coresMean),
      share(one.coresMax),
      bytes(Math.round(one.memoryMeanBytes)),
      bytes(one.memoryMaxBytes),
      count(one.threads),
      bytes(one.logMaxBytes),
    ]),
  });

const machineTable = (machine: NonNullable<LiveReport['machine']>): Block =>
  table({
    name: 'machine',
    caption: 'The machine: shares of all cores',
    columns: [
      column('samples', 'Samples', 'count'),
      column('user', 'User', 'share'),
      column('system', 'System', 'share'),
      column('iowait', 'Waiting for disks', 'share'),
      column('idle', 'Idle', 'share'),
      column('load1', 'Load average', 'decimal'),
      column('memory_bytes', 'Memory', 'bytes'),
      column('memory_used_max_bytes', 'Used at most', 'bytes'),
      column('disk_free_min_bytes', 'Disk free at least', 'bytes'),
    ],
    rows: [
      [
        count(machine.samples),
        share(machine.user),
        share(machine.system),
        share(machine.iowait),
        share(machine.idle),
        decimal(machine.load1),
        bytes(machine.memoryBytes),
        bytes(machine.memoryUsedMaxBytes),
        bytes(machine.diskFreeMinBytes),
      ],
    ],
  });

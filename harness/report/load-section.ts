import type {LiveReport} from '../analysis/live-report.ts';
import {bytes, count, decimal, share, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {col, tableIfAny, tableOf} from './tables.ts';

/** Makes the section about CPU and memory of engines, machine and named processes over the whole trial. */
export function loadSection({load, machine}: LiveReport): Block[] {
  if (!machine && load.length === 0) return [];
  return [heading(1, 'Load'), ...processTable(load), ...(machine ? [machineTable(machine)] : [])];
}

const processTable = (load: LiveReport['load']): Block[] =>
  tableIfAny('load', 'Processes: CPU as shares of one core, resident memory', load, [
    col('process', 'Process', textCell, row => row.name),
    col('samples', 'Samples', count, row => row.samples),
    col('cpu_mean', 'CPU, mean', share, row => row.coresMean),
    col('cpu_max', 'CPU, max', share, row => row.coresMax),
    col('memory_mean_bytes', 'Memory, mean', bytes, row => Math.round(row.memoryMeanBytes)),
    col('memory_max_bytes', 'Memory, max', bytes, row => row.memoryMaxBytes),
    col('threads', 'Threads', count, row => row.threads),
    col('logs_max_bytes', 'Logs, max', bytes, row => row.logMaxBytes),
  ]);

const machineTable = (machine: NonNullable<LiveReport['machine']>): Block =>
  tableOf(
    'machine',
    'Machine: CPU as shares of all cores',
    [machine],
    [
      col('samples', 'Samples', count, row => row.samples),
      col('user', 'User', share, row => row.user),
      col('system', 'System', share, row => row.system),
      col('iowait', 'I/O wait', share, row => row.iowait),
      col('idle', 'Idle', share, row => row.idle),
      col('load1', 'Load average', decimal, row => row.load1),
      col('memory_bytes', 'Memory', bytes, row => row.memoryBytes),
      col('memory_used_max_bytes', 'Used, max', bytes, row => row.memoryUsedMaxBytes),
      col('disk_free_min_bytes', 'Disk free, min', bytes, row => row.diskFreeMinBytes),
    ],
  );

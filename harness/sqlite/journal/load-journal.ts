import type {LoadJournal} from '../../live/ports.ts';
import type {Trial} from '../open-trial.ts';

/** What machine and processes consume. */
export function loadJournal(db: Trial): LoadJournal {
  const machineRow = db.prepare('INSERT OR REPLACE INTO machine_load VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const processRow = db.prepare('INSERT OR REPLACE INTO process_load VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    addLoad: db.transaction(({at, machine, processes}: Parameters<LoadJournal['addLoad']>[0]) => {
      const {user, system, iowait, idle, load1, memoryBytes, memoryUsedBytes, diskFreeBytes} = machine;
      machineRow.run(at, user, system, iowait, idle, load1, memoryBytes, memoryUsedBytes, diskFreeBytes);
      for (const {name, run, cores, memoryBytes: memory, threads, ...counts} of processes) {
        const {received, analyzed, dropped, logBytes} = counts;
        processRow.run(
          ...[at, name, run ?? null, cores, memory, threads],
          ...[received ?? null, analyzed ?? null, dropped ?? null, logBytes ?? null],
        );
      }
    }).immediate,
  };
}

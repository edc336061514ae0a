import type {CommandDeps} from '../cli/command-deps.ts';
import type {PerformDeps} from '../daemon/perform.ts';
import {failed, ok} from '../domain/result.ts';
import {unreadableLog} from '../ingest/unreadable-log.ts';

/** Opens alert logs that other programs wrote. */
export const openLogs: PerformDeps['logs'] = async (paths, names) => {
  const {openTogether} = await import('../disk/alert-logs.ts');
  try {
    const logs = await openTogether(async () => paths);
    return ok(logs.map(log => ({...log, name: names[log.path] ?? log.name})));
  } catch (thrown) {
    return failed(unreadableLog(thrown, names));
  }
};

/** Copies what comes through pipes, so that it can be read twice. */
export const readableLogs: CommandDeps['readableLogs'] = async given => {
  const piped = await import('../disk/piped-logs.ts');
  try {
    return ok(await piped.readableLogs(given));
  } catch (thrown) {
    return failed(unreadableLog(thrown, {}));
  }
};

import type {Alert} from '../domain/alert.ts';
import type {Result} from '../domain/result.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {ingestRunLogs} from '../ingest/ingest-run-logs.ts';
import {type MessageOf, withKnownMessage} from '../ingest/known-message.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import type {RunFolders} from '../trial/ports.ts';
import type {AlertIntake, LiveTrial, SetupJournal} from './ports.ts';

export interface FollowDeps {
  readonly store: Pick<LiveTrial, 'plan'> & AlertIntake & Pick<SetupJournal, 'setupOfRun'>;
  readonly folders: Pick<RunFolders, 'logs' | 'retireLog'>;
  formatOf(log: LogSource): RecordFormat<Alert>;
}

/** Number of each writer's newest log files that may still be open or end in an incomplete line. */
const MAYBE_OPEN = 2;

/**
 * Ingests what a live engine has written since the last call, from the logs of all packet threads. Log files that are fully
 * stored are compressed, removed or kept, as the schedule's "logs:" says. `finished` means that the engine has ended and
 * its logs do not grow any more.
 */
export async function followAlertLogs(
  run: number,
  folder: string,
  finished: boolean,
  {store, folders, formatOf}: FollowDeps,
): Promise<Result<void, IngestFailure>> {
  const {sensor, logs: how} = store.plan.live;
  const readsCaptures = sensor.kind === 'captures';
  // this is looked up only when it is needed, because few alerts need it
  const messageOf: MessageOf = rule => store.messagesOf(store.setupOfRun(run)?.ruleset?.digest)(rule);
  return ingestRunLogs(
    await folders.logs(folder),
    {
      owner: run,
      store: store.ingest,
      formatOf,
      // when captures are read, Snort logs their paths on this machine as the interface
      place: (alert: Alert) => {
        const known = withKnownMessage(alert, messageOf);
        return {capture: 0, alert: readsCaptures ? {...known, iface: null} : known};
      },
      finished,
    },
    async logs => {
      for (const log of finished ? [] : logs.slice(0, -MAYBE_OPEN)) await folders.retireLog(log, how);
    },
  );
}

import type {Alert} from '../domain/alert.ts';
import {ok, type Result} from '../domain/result.ts';
import type {RunSpec} from '../engine/ports.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {ingestRunLogs} from '../ingest/ingest-run-logs.ts';
import {withKnownMessage} from '../ingest/known-message.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import type {RunFolders, TrialStore} from './ports.ts';

interface IngestRunDeps {
  readonly store: TrialStore;
  readonly folders: Pick<RunFolders, 'logs'>;
  formatOf(log: LogSource): RecordFormat<Alert>;
}

/** Ingests every alert of the run that is not stored yet, and returns how many are stored afterwards. */
export async function ingestRun(
  run: number,
  spec: RunSpec,
  {store, folders, formatOf}: IngestRunDeps,
): Promise<Result<number, IngestFailure>> {
  const ids = store.captureIds();
  const ruleset = store.plan.arms.find(({name}) => name === spec.config.arm)?.ruleset;
  const messageOf = store.messagesOf(ruleset?.digest);
  const byIface = new Map(spec.captures.map(({path, pathForEngine}) => [pathForEngine, ids.get(path) ?? 0]));
  const only = spec.captures.length === 1 ? ids.get(spec.captures[0]?.path ?? '') : undefined;
  const ingested = await ingestRunLogs(await folders.logs(spec.folder), {
    owner: run,
    store: store.ingest,
    formatOf,
    // Snort writes the capture's path as the interface; the store contains the capture instead
    place: (alert: Alert) => {
      const capture = only ?? byIface.get(alert.iface ?? '') ?? 0;
      const complete = withKnownMessage(alert, messageOf);
      return {capture, alert: capture === 0 ? complete : {...complete, iface: null}};
    },
    finished: true,
  });
  return ingested.ok ? ok(store.alertsOf(run)) : ingested;
}

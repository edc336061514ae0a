import type {Alert} from '../domain/alert.ts';
import {ok, type Result} from '../domain/result.ts';
import type {RunSpec} from '../engine/ports.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {closeLogs, ingestRecords} from '../ingest/ingest-records.ts';
import {withKnownMessage} from '../ingest/known-message.ts';
import {orderLogs} from '../ingest/order-logs.ts';
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
  deps: IngestRunDeps,
): Promise<Result<number, IngestFailure>> {
  const opened = await deps.folders.logs(spec.folder);
  try {
    return await ingestAll(run, opened, spec, deps);
  } finally {
    await closeLogs(opened);
  }
}

async function ingestAll(
  run: number,
  opened: readonly LogSource[],
  spec: RunSpec,
  deps: IngestRunDeps,
): Promise<Result<number, IngestFailure>> {
  const {store, formatOf} = deps;
  const ids = store.captureIds();
  const ruleset = store.plan.arms.find(({name}) => name === spec.config.arm)?.ruleset;
  const messageOf = store.messagesOf(ruleset?.digest);
  const byIface = new Map(spec.captures.map(({path, givenAs}) => [givenAs, ids.get(path) ?? 0]));
  const only = spec.captures.length === 1 ? ids.get(spec.captures[0]?.path ?? '') : undefined;
  for (const logs of orderLogs(opened)) {
    const ingested = await ingestRecords({
      owner: run,
      logs,
      store: store.ingest,
      formatOf,
      // Snort writes the capture's path as the interface; the store contains the capture instead
      place: alert => {
        const capture = only ?? byIface.get(alert.iface ?? '') ?? 0;
        const complete = withKnownMessage(alert, messageOf);
        return {capture, alert: capture === 0 ? complete : {...complete, iface: null}};
      },
      finished: true,
    });
    if (!ingested.ok) return ingested;
  }
  return ok(store.alertsOf(run));
}

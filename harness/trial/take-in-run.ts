import type {Alert} from '../domain/alert.ts';
import {ok, type Result} from '../domain/result.ts';
import type {RunSpec} from '../engine/ports.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {withKnownMessage} from '../ingest/known-message.ts';
import {orderLogs} from '../ingest/order-logs.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import {closeLogs, takeIn} from '../ingest/take-in.ts';
import type {RunFolders, TrialStore} from './ports.ts';

interface TakeInDeps {
  readonly store: TrialStore;
  readonly folders: Pick<RunFolders, 'logs'>;
  formatOf(log: LogSource): RecordFormat<Alert>;
}

/** Ingests every alert of the run that is not stored yet; returns how many are stored then. */
export async function takeInRun(
  run: number,
  spec: RunSpec,
  deps: TakeInDeps,
): Promise<Result<number, IngestFailure>> {
  const opened = await deps.folders.logs(spec.folder);
  try {
    return await takeInAll(run, opened, spec, deps);
  } finally {
    await closeLogs(opened);
  }
}

async function takeInAll(
  run: number,
  opened: readonly LogSource[],
  spec: RunSpec,
  deps: TakeInDeps,
): Promise<Result<number, IngestFailure>> {
  const {store, formatOf} = deps;
  const ids = store.captureIds();
  const ruleset = store.plan.arms.find(({name}) => name === spec.config.arm)?.ruleset;
  const messageOf = store.messagesOf(ruleset?.digest);
  const byIface = new Map(spec.captures.map(({path, givenAs}) => [givenAs, ids.get(path) ?? 0]));
  const only = spec.captures.length === 1 ? ids.get(spec.captures[0]?.path ?? '') : undefined;
  for (const logs of orderLogs(opened)) {
    const taken = await takeIn({
      owner: run,
      logs,
      store: store.ingest,
      formatOf,
      // Snort writes the capture's path as the interface; the store has the capture instead
      place: alert => {
        const capture = only ?? byIface.get(alert.iface ?? '') ?? 0;
        const complete = withKnownMessage(alert, messageOf);
        return {capture, alert: capture === 0 ? complete : {...complete, iface: null}};
      },
      finished: true,
    });
    if (!taken.ok) return taken;
  }
  return ok(store.alertsOf(run));
}

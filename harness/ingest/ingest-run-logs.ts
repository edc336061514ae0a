import {ok, type Result} from '../domain/result.ts';
import type {IngestFailure} from './failures.ts';
import {closeLogs, ingestRecords} from './ingest-records.ts';
import type {IngestOrder} from './ingestion.ts';
import {orderLogs} from './order-logs.ts';
import type {LogSource} from './ports.ts';

/**
 * Ingests the logs of all writers of a run, and closes them. Stops at the first failure. `onStored` is called with each
 * writer's logs, the oldest first, when they are stored.
 */
export async function ingestRunLogs<R, S>(
  opened: readonly LogSource[],
  order: Omit<IngestOrder<R, S>, 'logs'>,
  onStored: (logs: readonly LogSource[]) => Promise<void> = async () => {},
): Promise<Result<void, IngestFailure>> {
  try {
    for (const logs of orderLogs(opened)) {
      const ingested = await ingestRecords({...order, logs});
      if (!ingested.ok) return ingested;
      await onStored(logs);
    }
    return ok(undefined);
  } finally {
    await closeLogs(opened);
  }
}

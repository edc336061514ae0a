import {failed, ok, type Result} from '../domain/result.ts';
import type {IngestFailure} from './failures.ts';
import {identify, isNotALog, notALog} from './identify.ts';
import {Ingestion, type IngestOrder} from './ingestion.ts';
import {knownSpans} from './known-spans.ts';
import {locate} from './locate.ts';
import type {IngestCounts} from './pending.ts';
import type {LogSource} from './ports.ts';
import {unreadable} from './read-errors.ts';

/** Ingests the logs of one writer, as far as they are not stored yet: every complete line exactly once. */
export async function ingestRecords<R, S>(
  order: IngestOrder<R, S>,
): Promise<Result<IngestCounts, IngestFailure>> {
  const ingestion = new Ingestion(order);
  for (const [index, log] of order.logs.entries()) {
    try {
      const refused = await ingestLog(log, index, order, ingestion);
      if (refused) {
        ingestion.finishEarly();
        return failed(refused);
      }
    } catch (thrown) {
      const failure = unreadable(log, thrown);
      if (!failure) throw thrown;
      const {records} = ingestion.finishEarly();
      return failed({...failure, records});
    }
  }
  return ok(ingestion.finish());
}

async function ingestLog<R, S>(
  log: LogSource,
  index: number,
  order: IngestOrder<R, S>,
  ingestion: Ingestion<R, S>,
): Promise<IngestFailure | undefined> {
  const {owner, store, imported, finished} = order;
  const format = order.formatOf(log);
  const identity = await identify(log, format);
  // logs of ruletrial's own runs are never refused: lines that are not records become rejects
  if (!finished && isNotALog(identity, index)) return notALog(log, identity, format);
  const waits = index === order.logs.length - 1 && !finished;
  if (waits && 'waiting' in identity) {
    ingestion.addWaiting(identity.waiting);
    return undefined;
  }
  if (identity.is === 'empty' && identity.waiting === 0) return undefined;
  // from here on, what was read before must be stored
  ingestion.commit();
  const place = await locate(log, identity.digest, {owner, store, imported});
  if (place === 'all-known') return ingestion.addKnown(log.file?.bytes ?? 0);
  if ('kind' in place) return place;
  const mayRepeat = imported && !imported.asNew && imported.sameAs === undefined;
  const spans = mayRepeat ? await knownSpans(log, place.cursor, store.lines(owner), format) : [];
  if ('kind' in spans) return spans;
  await ingestion.read(log, place, format, {spans, waits});
  return undefined;
}

/** Closes logs that were opened together. */
export async function closeLogs(logs: readonly LogSource[]): Promise<void> {
  for (const log of logs) await log.close();
}

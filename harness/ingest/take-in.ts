import {failed, ok, type Result} from '../domain/result.ts';
import type {IngestFailure} from './failures.ts';
import {identify, isNoLog, notALog} from './identify.ts';
import {Intake, type TakeIn} from './intake.ts';
import {knownSpans} from './known-spans.ts';
import {locate} from './locate.ts';
import type {Taken} from './pending.ts';
import type {LogSource} from './ports.ts';
import {unreadable} from './read-words.ts';

/** Takes in what one writer wrote and the store does not hold yet: every complete line exactly once. */
export async function takeIn<R, S>(what: TakeIn<R, S>): Promise<Result<Taken, IngestFailure>> {
  const intake = new Intake(what);
  for (const [position, log] of what.logs.entries()) {
    try {
      const refused = await takeLog(log, position, what, intake);
      if (refused) {
        intake.keep();
        return failed(refused);
      }
    } catch (thrown) {
      const failure = unreadable(log, thrown);
      if (!failure) throw thrown;
      const {records} = intake.keep();
      return failed({...failure, records});
    }
  }
  return ok(intake.finish());
}

async function takeLog<R, S>(
  log: LogSource,
  position: number,
  what: TakeIn<R, S>,
  intake: Intake<R, S>,
): Promise<IngestFailure | undefined> {
  const {owner, store, imported, finished} = what;
  const format = what.formatOf(log);
  const identity = await identify(log, format);
  // a log of our own is never refused: what is no record in it becomes a reject and the work goes on
  if (!finished && isNoLog(identity, position)) return notALog(log, identity, format);
  const waits = position === what.logs.length - 1 && !finished;
  if (waits && 'waiting' in identity) {
    intake.wait(identity.waiting);
    return undefined;
  }
  if (identity.is === 'empty' && identity.waiting === 0) return undefined;
  // what was read before is known from here on
  intake.commit();
  const place = await locate(log, identity.digest, {owner, store, imported});
  if (place === 'all-known') return intake.know(log.file?.bytes ?? 0);
  if ('kind' in place) return place;
  const looks = imported && !imported.asNew && imported.sameAs === undefined;
  const spans = looks ? await knownSpans(log, place.cursor, store.lines(owner), format) : [];
  if ('kind' in spans) return spans;
  await intake.read(log, place, format, {spans, waits});
  return undefined;
}

/** Lets files go that were opened together. */
export async function closeLogs(logs: readonly LogSource[]): Promise<void> {
  for (const log of logs) await log.close();
}

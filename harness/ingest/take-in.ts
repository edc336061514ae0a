import {failed, ok, type Result} from '../domain/result.ts';
import type {IngestFailure} from './failures.ts';
import {identify, isNoLog} from './identify.ts';
import {Intake, type TakeIn, type Taken} from './intake.ts';
import type {LogSource} from './ports.ts';

/** Takes in what one writer wrote and the store does not hold yet: every complete line exactly once. */
export async function takeIn(what: TakeIn): Promise<Result<Taken, IngestFailure>> {
  const intake = new Intake(what);
  for (const [position, log] of what.logs.entries()) {
    try {
      const refused = await takeLog(log, position, what, intake);
      if (refused) return failed(refused);
    } catch (thrown) {
      const failure = unreadable(log, thrown);
      if (!failure) throw thrown;
      intake.keep();
      return failed(failure);
    }
  }
  return ok(intake.finish());
}

async function takeLog(
  log: LogSource,
  position: number,
  what: TakeIn,
  intake: Intake,
): Promise<IngestFailure | undefined> {
  const format = what.formatOf(log);
  const identity = await identify(log, format);
  // a log of a run of ours is never refused: what is no alert in it becomes a reject and the trial goes on
  if (!what.finished && isNoLog(identity, position)) {
    return {kind: 'not-an-alert-log', file: log.name, lines: identity.lines, found: identity.found};
  }
  const waits = position === what.logs.length - 1 && !what.finished;
  if (waits && 'waiting' in identity) intake.wait(identity.waiting);
  else if (identity.is !== 'empty' || identity.waiting > 0)
    await intake.read(log, identity.digest, format, waits);
  return undefined;
}

const READ_WORDS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its gzip was cut off before its end',
  Z_DATA_ERROR: 'its gzip is damaged',
  EIO: 'the disk cannot read it',
};

/** What the system or zlib says of a log that cannot be read to its end; undefined for a fault of anything else. */
export function unreadable(log: LogSource, thrown: unknown): IngestFailure | undefined {
  const code = (thrown as {code?: unknown} | undefined)?.code;
  if (typeof code !== 'string' || !/^(Z_[A-Z_]+|EIO|EACCES|ENOENT|EISDIR)$/.test(code)) return undefined;
  return {kind: 'log-unreadable', file: log.name, reason: READ_WORDS[code] ?? (thrown as Error).message};
}

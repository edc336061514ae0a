import type {IngestFailure} from './failures.ts';
import type {LogSource} from './ports.ts';

const READ_ERRORS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its gzip data is truncated',
  Z_DATA_ERROR: 'its gzip data is damaged',
  EIO: 'the disk reported a read error',
};

/** Turns an error of the system or zlib while reading a log into a failure; undefined for any other error. */
export function unreadable(
  log: LogSource,
  thrown: unknown,
): Extract<IngestFailure, {kind: 'log-unreadable'}> | undefined {
  const code = codeOf(thrown);
  if (code === undefined) return undefined;
  return {kind: 'log-unreadable', file: log.name, reason: READ_ERRORS[code] ?? (thrown as Error).message};
}

/** Yields the bytes up to a read error and ends there without throwing; ingesting the log later reports the error. */
export async function* untilBroken(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (thrown) {
    if (codeOf(thrown) === undefined) throw thrown;
  }
}

function codeOf(thrown: unknown): string | undefined {
  const code = (thrown as {code?: unknown} | undefined)?.code;
  return typeof code === 'string' && /^(Z_[A-Z_]+|EIO|EACCES|ENOENT|EISDIR)$/.test(code) ? code : undefined;
}

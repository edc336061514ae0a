import type {IngestFailure} from './failures.ts';
import type {LogSource} from './ports.ts';

const READ_WORDS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its gzip data is truncated',
  Z_DATA_ERROR: 'its gzip data is damaged',
  EIO: 'the disk reported a read error',
};

/** What the system or zlib says of a log that cannot be read to its end; undefined for a fault of anything else. */
export function unreadable(
  log: LogSource,
  thrown: unknown,
): Extract<IngestFailure, {kind: 'log-unreadable'}> | undefined {
  const code = codeOf(thrown);
  if (code === undefined) return undefined;
  return {kind: 'log-unreadable', file: log.name, reason: READ_WORDS[code] ?? (thrown as Error).message};
}

/** The bytes before the place where a log cannot be read; whoever takes them in meets that place again, and tells it. */
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

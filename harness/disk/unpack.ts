import {createReadStream, createWriteStream} from 'node:fs';
import {mkdir, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {isGzip} from '../engine/capture-header.ts';
import {errorCode} from './whole-files.ts';

/** Limit for an unpacked capture, since a small file may unpack to a thousand times its size. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Returns whether a file is gzipped, by its first bytes. */
export async function isGzipFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(2);
    await file.read(head, 0, 2, 0);
    return isGzip(head);
  } finally {
    await file.close();
  }
}

/** Yields the chunks of a gzipped file; if it is truncated, damaged or too large, ends there and reports the reason. */
export async function* unpacked(
  path: string,
  damaged: (reason: string) => void,
): AsyncGenerator<Buffer, void> {
  const source = createReadStream(path, {highWaterMark: CHUNK_BYTES});
  const gunzip = createGunzip({chunkSize: CHUNK_BYTES});
  source.on('error', thrown => gunzip.destroy(thrown));
  source.pipe(gunzip);
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_UNPACKED_BYTES) {
        damaged('the gzip contains more than 16 GiB: the rest was not read');
        return;
      }
      yield chunk;
    }
  } catch (thrown) {
    if (!/^Z_/.test(errorCode(thrown))) throw thrown;
    damaged(
      errorCode(thrown) === 'Z_BUF_ERROR'
        ? `the gzip is truncated: its first ${bytes} bytes were read`
        : `the gzip is damaged: its first ${bytes} bytes were read`,
    );
  } finally {
    source.destroy();
  }
}

/** Unpacks a gzipped file, as far as it is intact, into a new one that only its owner can read. */
export async function unpackFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), {recursive: true, mode: 0o700});
  await pipeline(
    unpacked(from, () => {}),
    createWriteStream(to, {mode: 0o600}),
  );
}

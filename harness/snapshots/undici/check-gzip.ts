import {Readable, Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {isGzip} from '../unpacked-text.ts';

const SLICE_BYTES = 64 * 1024;

/** Checks that a gzip file is complete, by unpacking all of it without storing anything. */
export async function checkGzip(
  bytes: Uint8Array,
  maxUnpackedBytes: number,
): Promise<'whole' | 'cut-off' | 'too-large' | 'not-gzip'> {
  if (!isGzip(bytes)) return 'not-gzip';
  let unpacked = 0;
  const counting = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      unpacked += chunk.length;
      done(unpacked > maxUnpackedBytes ? new Error('too large') : null);
    },
  });
  try {
    await pipeline(Readable.from(slicesOf(bytes)), createGunzip(), counting);
    return 'whole';
  } catch (thrown) {
    if (unpacked > maxUnpackedBytes) return 'too-large';
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    return code === 'Z_BUF_ERROR' ? 'cut-off' : 'not-gzip';
  }
}

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES);
}

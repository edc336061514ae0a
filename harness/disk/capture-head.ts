import {open} from 'node:fs/promises';
import {gunzipSync, constants as zlib} from 'node:zlib';
import {HEADER_BYTES, isGzip} from '../engine/capture-header.ts';

/** How many compressed bytes are read, which suffices for the first uncompressed ones. */
const PACKED_BYTES = 4096;

/**
 * Reads the first bytes of a capture, which show its format; fewer if it is shorter. A gzipped file is unpacked; the result
 * is empty if that fails.
 */
export async function captureHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(PACKED_BYTES);
    const {bytesRead} = await file.read(buffer, 0, PACKED_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return (isGzip(head) ? unpackedHead(head) : head).subarray(0, HEADER_BYTES);
  } finally {
    await file.close();
  }
}

function unpackedHead(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, {finishFlush: zlib.Z_SYNC_FLUSH});
  } catch {
    return Buffer.alloc(0);
  }
}

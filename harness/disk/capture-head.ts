import {open} from 'node:fs/promises';
import {gunzipSync, constants as zlib} from 'node:zlib';
import {HEADER_BYTES, isGzip} from '../engine/capture-header.ts';

/** As many packed bytes as surely hold the unpacked ones that are asked for. */
const PACKED_BYTES = 4096;

/**
 * The first bytes of a capture, as many as tell its format; fewer when it has no more. Of a gzipped file those that are
 * packed in it, none where it cannot be unpacked.
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

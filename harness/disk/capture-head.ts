import {open} from 'node:fs/promises';
import {HEADER_BYTES} from '../engine/capture-header.ts';

/** The first bytes of a file, as many as tell what kind of capture it is; fewer when it has no more. */
export async function captureHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    const {bytesRead} = await file.read(buffer, 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

import {gunzipSync, constants as zlib} from 'node:zlib';

const TAR_MAGIC_AT = 257;
const HEAD_BYTES = 64 * 1024;
/** Some servers compress what is already compressed. */
const MAX_LAYERS = 2;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks a file if it is gzipped, whatever its name. An archive (a gzipped tar) is returned unchanged.
 */
export function unpackedText(bytes: Uint8Array, maxBytes: number): Uint8Array | 'too-large' | 'damaged' {
  let text = bytes;
  for (let layer = 0; layer < MAX_LAYERS && isGzip(text) && !containsTar(text); layer += 1) {
    try {
      text = gunzipSync(text, {maxOutputLength: maxBytes});
    } catch (thrown) {
      return (thrown as {code?: string}).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
    }
  }
  return text;
}

function containsTar(bytes: Uint8Array): boolean {
  try {
    const head = gunzipSync(bytes.subarray(0, HEAD_BYTES), {finishFlush: zlib.Z_SYNC_FLUSH});
    return head.toString('latin1', TAR_MAGIC_AT, TAR_MAGIC_AT + 5) === 'ustar';
  } catch {
    return false;
  }
}

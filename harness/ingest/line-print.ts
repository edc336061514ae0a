import {hash} from 'node:crypto';

export const PRINT_BYTES = 8;
const CARRIAGE_RETURN = 13;

/** Returns a fingerprint of a line: the first 8 bytes of its SHA-256 in hex, without the carriage return; undefined if it is empty. */
export function linePrint(bytes: Uint8Array): string | undefined {
  const line = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  return line.length === 0 ? undefined : hash('sha256', line).slice(0, 2 * PRINT_BYTES);
}

import {hash} from 'node:crypto';

export const PRINT_BYTES = 8;
const CARRIAGE_RETURN = 13;

/** What tells a line from others, in hex: the first 8 bytes of its SHA-256, its carriage return left out; undefined: an empty line. */
export function linePrint(bytes: Uint8Array): string | undefined {
  const line = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  return line.length === 0 ? undefined : hash('sha256', line).slice(0, 2 * PRINT_BYTES);
}

import {createHash} from 'node:crypto';

export const PRINT_BYTES = 8;
const CARRIAGE_RETURN = 13;

/** What tells a line from others: the first 8 bytes of its SHA-256, its carriage return left out; undefined: an empty line. */
export function linePrint(bytes: Uint8Array): Buffer | undefined {
  const line = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  return line.length === 0 ? undefined : createHash('sha256').update(line).digest().subarray(0, PRINT_BYTES);
}

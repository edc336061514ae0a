import {createHash} from 'node:crypto';
import type {LineFormat, LogSource} from './ports.ts';
import {isTooLong, splitLines} from './split-lines.ts';

/** How far into a log its first whole record is looked for. */
const SEARCHED_BYTES = 64 * 1024 * 1024;

export type Identity =
  | {readonly is: 'log'; readonly digest: string}
  /** Nothing in it yet, or one line that is not finished. */
  | {readonly is: 'empty'}
  | {readonly is: 'no-log'; readonly lines: number; readonly found: string};

/**
 * Knows a log by the digest of its first whole record, so that a renamed or zipped copy is the same log.
 * The tail of a line that a rollover tore off the file before is passed over, as is any other line that is no alert.
 */
export async function identify(log: LogSource, format: LineFormat): Promise<Identity> {
  let lines = 0;
  let first = '';
  for await (const line of splitLines(log.read(0), 0)) {
    if (line.offset > SEARCHED_BYTES) break;
    if (lines === 0) first = show(line.bytes);
    if (!line.complete) {
      // no newline yet: wait for more, unless its first byte already shows that it is something else
      if (lines === 0 && (line.bytes[0] === OPENING_BRACE || line.bytes[0] === SPACE)) return {is: 'empty'};
      lines += 1;
      break;
    }
    lines += 1;
    if (!isTooLong(line) && 'alert' in format.parse(line.bytes)) {
      return {is: 'log', digest: createHash('sha256').update(line.bytes).digest('hex')};
    }
  }
  return lines === 0 ? {is: 'empty'} : {is: 'no-log', lines, found: first};
}

const OPENING_BRACE = 0x7b;
const SPACE = 0x20;

/** The first bytes, printable. */
function show(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 24)).toString('latin1'));
}

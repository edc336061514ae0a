import type {LogWords} from '../ports.ts';
import {otherForm} from './other-forms.ts';

const OPENING_BRACE = 0x7b;
/** What may stand before a record: spaces, NULs that a crash left, a byte order mark. */
const BEFORE: readonly number[] = [0x20, 0, 0xef, 0xbb, 0xbf];
const HEAD_BYTES = 4096;

export const alertLogWords: LogWords = {
  log: 'an alert_json log',
  record: 'an alert_json record',
  next: "Expected the file that Snort's alert_json logger writes, plain or gzipped",
  otherForm,
};

/** Whether a record may begin here: the first byte already shows what is something else. */
export function mayBegin(line: Uint8Array): boolean {
  const begins = line.find(byte => !BEFORE.includes(byte));
  return begins === undefined || begins === OPENING_BRACE;
}

/** A JSON array may hold records one a line; it is no log all the same. */
export const isArray = (line: Uint8Array): boolean =>
  /^\s*\[\s*(\{|$)/.test(Buffer.from(line.subarray(0, HEAD_BYTES)).toString('latin1'));

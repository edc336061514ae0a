import type {LogNames} from '../ports.ts';
import {otherForm} from './other-forms.ts';

const OPENING_BRACE = 0x7b;
/** Bytes that may precede a record: spaces, NULs left by a crash, a byte order mark. */
const BEFORE: readonly number[] = [0x20, 0, 0xef, 0xbb, 0xbf];
const HEAD_BYTES = 4096;

export const alertLogNames: LogNames = {
  log: 'an alert_json log',
  record: 'an alert_json record',
  next: "Expected the file that Snort's alert_json logger writes, plain or gzipped",
  otherForm,
};

/** Returns whether a record may begin here, by its first byte. */
export function mayBegin(line: Uint8Array): boolean {
  const begins = line.find(byte => !BEFORE.includes(byte));
  return begins === undefined || begins === OPENING_BRACE;
}

/** Recognizes a JSON array, which is not a log even if it has one record per line. */
export const isArray = (line: Uint8Array): boolean =>
  /^\s*\[\s*(\{|$)/.test(Buffer.from(line.subarray(0, HEAD_BYTES)).toString('latin1'));

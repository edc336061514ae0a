import {createHash} from 'node:crypto';
import type {IngestFailure} from './failures.ts';
import {isWhole, type LogSource, type RecordFormat} from './ports.ts';
import {recordLines} from './record-lines.ts';
import {isTooLong, type Line} from './split-lines.ts';

/** How far into a log its first complete record is searched for. */
const SEARCHED_BYTES = 64 * 1024 * 1024;
/** How many first bytes of a file show which other form it has. */
const HEAD_BYTES = 4096;

export type Identity =
  | {readonly is: 'log'; readonly digest: string}
  /** The file is empty, or has one unfinished line of `waiting` bytes; the digest is valid until the line grows. */
  | {readonly is: 'empty'; readonly digest: string; readonly waiting: number}
  /** At most one line is finished, and it is not a record: perhaps the rest of a torn line of the log before. */
  | (NoLog & {readonly is: 'tail'; readonly digest: string; readonly waiting: number})
  | (NoLog & {readonly is: 'no-log'; readonly digest: string});

interface NoLog {
  readonly lines: number;
  readonly found: string;
  /** The first bytes of the file. */
  readonly head: Buffer;
}

/** Returns whether a file is refused; a tail is accepted only after another log, whose last line it may complete. */
export const isNotALog = (
  identity: Identity,
  index: number,
): identity is Extract<Identity, {is: 'no-log' | 'tail'}> =>
  identity.is === 'no-log' || (identity.is === 'tail' && index === 0);

export const notALog = (
  {name}: LogSource,
  {lines, found, head}: Extract<Identity, {is: 'no-log' | 'tail'}>,
  {names: {log, record, next, otherForm}}: RecordFormat<unknown>,
): IngestFailure => ({
  ...{kind: 'not-a-log', file: name, lines, found, record},
  ...(otherForm?.(head) ?? {is: `is not ${log}`, next}),
});

/**
 * Identifies a log by the digest of its first complete record, so that a renamed or gzipped copy is the same log. Lines
 * before it that are not records are skipped, such as the rest of a line that log rotation tore apart.
 */
export async function identify(log: LogSource, format: RecordFormat<unknown>): Promise<Identity> {
  let lines = 0;
  let read = 0;
  let first: Line | undefined;
  for await (const line of recordLines(log.read(0), 0, format)) {
    if (line.offset > SEARCHED_BYTES) break;
    if (first === undefined && format.isOther(line.bytes)) return noLogAt(log, line);
    if (!isTooLong(line) && isWhole(format.parse(line.bytes)))
      return {is: 'log', digest: digestOf(line.bytes)};
    if (first === undefined && !line.complete && format.mayBegin(line.bytes))
      return {is: 'empty', digest: digestOf(line.bytes), waiting: line.length};
    first ??= {...line, bytes: Uint8Array.from(line.bytes)};
    read = line.offset + line.length + (line.complete ? 1 : 0);
    if (!line.complete) break;
    lines += 1;
  }
  if (first === undefined) return {is: 'empty', digest: '', waiting: 0};
  const noLog = {lines: Math.max(lines, 1), found: show(first.bytes), head: await headOf(log)};
  const digest = digestOf(first.bytes);
  return lines > 1 ? {is: 'no-log', ...noLog, digest} : {is: 'tail', ...noLog, digest, waiting: read};
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Shows the first bytes in printable form. */
function show(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 24)).toString('latin1'));
}

async function noLogAt(log: LogSource, {bytes}: Line): Promise<Identity> {
  const digest = digestOf(bytes);
  return {is: 'no-log', lines: 1, found: show(bytes), digest, head: await headOf(log)};
}

async function headOf(log: LogSource): Promise<Buffer> {
  for await (const chunk of log.read(0)) return Buffer.from(chunk.subarray(0, HEAD_BYTES));
  return Buffer.alloc(0);
}

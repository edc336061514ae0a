import {createHash} from 'node:crypto';
import type {IngestFailure} from './failures.ts';
import {isWhole, type LogSource, type RecordFormat} from './ports.ts';
import {recordLines} from './record-lines.ts';
import {isTooLong, type Line} from './split-lines.ts';

/** How far into a log its first whole record is looked for. */
const SEARCHED_BYTES = 64 * 1024 * 1024;
/** So much of a file tells what else it is. */
const HEAD_BYTES = 4096;

export type Identity =
  | {readonly is: 'log'; readonly digest: string}
  /** Nothing in it yet, or one line that is not finished, of `waiting` bytes; the digest is good while it stays so. */
  | {readonly is: 'empty'; readonly digest: string; readonly waiting: number}
  /** One line at most is finished, and it is no record: behind a torn log its tail, alone no log. */
  | (NoLog & {readonly is: 'tail'; readonly digest: string; readonly waiting: number})
  | (NoLog & {readonly is: 'no-log'; readonly digest: string});

interface NoLog {
  readonly lines: number;
  readonly found: string;
  /** The file's first bytes. */
  readonly head: Buffer;
}

/** Whether a file is to be refused: a lone tail is a log only where a log before it may have lost its end. */
export const isNoLog = (
  identity: Identity,
  position: number,
): identity is Extract<Identity, {is: 'no-log' | 'tail'}> =>
  identity.is === 'no-log' || (identity.is === 'tail' && position === 0);

export const notALog = (
  {name}: LogSource,
  {lines, found, head}: Extract<Identity, {is: 'no-log' | 'tail'}>,
  {words: {log, record, next, otherForm}}: RecordFormat<unknown>,
): IngestFailure => ({
  ...{kind: 'not-a-log', file: name, lines, found, record},
  ...(otherForm?.(head) ?? {is: `is not ${log}`, next}),
});

/**
 * Knows a log by the digest of its first whole record, so that a renamed or zipped copy is the same log.
 * The tail of a line that a rollover tore off the file before is passed over, as is any other line that is no record.
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

/** The first bytes, printable. */
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

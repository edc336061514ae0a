import {isUtf8} from 'node:buffer';
import {type Alert, type ContextField, NUMBER_FIELDS} from '../../domain/alert.ts';
import type {Parsed, ParsedRecord, Part, RecordFormat} from '../ports.ts';
import {alertLogNames, isArray, mayBegin} from './beginnings.ts';
import {brokenMessages} from './broken-lines.ts';
import {Claims, countOf, DST, endOf, type Fields, ruleOf, SRC, timeOf} from './fields.ts';
import {timeIn} from './line-time.ts';
import {beginningOf, laterBeginnings} from './pieces.ts';
import {type Read, readAroundMessage, readJson} from './read-record.ts';
import {SharedTexts} from './shared-texts.ts';
import {type ReadTimestamp, type TimestampHints, timestampReader} from './timestamps.ts';

/** How many torn records of one line are distinguished; the others become one reject. */
const MAX_TORN = 8;
const OPENING_BRACE = 0x7b;

/** Creates the format of Snort 3's alert_json, with any subset and order of fields; fields without a column are kept unchanged. */
export function snortJson(hints: TimestampHints): RecordFormat<Alert> {
  const reading: Reading = {readTimestamp: timestampReader(hints), shared: new SharedTexts()};
  const parseText = (bytes: Buffer, read: (text: string) => Read): ParsedRecord<Alert> => {
    const text = bytes.toString('utf8');
    const found = read(text);
    if ('reason' in found) return found;
    const {record} = found;
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      return {reason: 'JSON, but not an object'};
    }
    // invalid UTF-8 becomes U+FFFD, so the bytes of the line are kept as well
    const raw = text.includes('\uFFFD') && !isUtf8(bytes) ? bytes.toString('base64') : undefined;
    return toAlert(record as Fields, reading, raw);
  };
  /** Reads one record, or several, of which all but the last may be torn. */
  const parse = (line: Buffer, depth = 0): readonly Part<Alert>[] => {
    const [from, to] = [beginningOf(line), line.length];
    const whole = (read: (text: string) => Read): Part<Alert> => ({
      ...parseText(line.subarray(from), read),
      from,
      to,
    });
    const afterTorn = (read: (text: string) => Read): readonly Part<Alert>[] | undefined => {
      for (const at of depth < MAX_TORN ? laterBeginnings(line, from) : []) {
        const rest = parseText(line.subarray(at), read);
        if ('record' in rest) return [...parse(line.subarray(0, at), depth + 1), {...rest, from: at, to}];
      }
      return undefined;
    };
    const plain = whole(readJson);
    if ('record' in plain) return [plain];
    const torn = afterTorn(readJson);
    if (torn) return torn;
    const repaired = whole(text => readAroundMessage(text));
    if ('record' in repaired) return [repaired];
    const tornToo = afterTorn(text => readAroundMessage(text));
    if (tornToo) return tornToo;
    const last = whole(text => readAroundMessage(text, true));
    return ['record' in last ? last : plain];
  };
  return {
    ...{names: alertLogNames, mayBegin, isOther: isArray, broken: brokenMessages, timeIn},
    parse(line: Uint8Array): Parsed<Alert> {
      const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
      // nearly every line is exactly one record
      const plain = bytes[0] === OPENING_BRACE ? parseText(bytes, readJson) : undefined;
      if (plain && 'record' in plain) return plain;
      const parts = parse(bytes);
      const [first] = parts;
      return first && parts.length === 1 ? first : {parts};
    },
  };
}

function toAlert(fields: Fields, reading: Reading, raw?: string): ParsedRecord<Alert> {
  const claims = new Claims();
  const read = readAlert(fields, reading, claims);
  if (typeof read === 'string') return {reason: read};
  const {alert, guessedYear} = read;
  let keys = 0;
  for (const _ in fields) keys += 1;
  // nearly always every field has a column; only otherwise find out which have none
  if (keys !== claims.count || raw !== undefined) {
    const named = new Claims(new Set());
    readAlert(fields, reading, named);
    const left = Object.entries(fields).filter(([key]) => !named.names?.has(key));
    const extra = textOf({
      ...Object.fromEntries(left),
      ...(raw === undefined ? {} : {_line_base64: raw}),
    });
    if (extra === undefined) return {reason: 'its values are nested too deeply'};
    alert.extra = extra;
  }
  return guessedYear === undefined ? {record: alert} : {record: alert, guessedYear};
}

/** Writes the fields as JSON; undefined if they are nested too deeply. */
function textOf(extra: Fields): string | undefined {
  try {
    return JSON.stringify(extra);
  } catch {
    return undefined;
  }
}

/** State that is kept while a log is read. */
interface Reading {
  readonly readTimestamp: ReadTimestamp;
  readonly shared: SharedTexts;
}

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** Reads every field that has a column, or returns why the record is not an alert. */
function readAlert(
  fields: Fields,
  {readTimestamp, shared}: Reading,
  claims: Claims,
): {readonly alert: Mutable<Alert>; readonly guessedYear: number | undefined} | string {
  const rule = ruleOf(fields, claims);
  if (typeof rule === 'string') return rule;
  const {at, guessedYear} = timeOf(fields, claims, readTimestamp);
  const numbers = numbersOf(fields, claims);
  const texts = shared.share(rule.sid, {
    msg: plainText(fields, 'msg', claims) ?? '',
    class: plainText(fields, 'class', claims) ?? '',
    iface: plainText(fields, 'iface', claims) ?? null,
    context: contextOf(fields, claims),
  });
  const alert = {
    at,
    gid: rule.gid,
    sid: rule.sid,
    rev: rule.rev,
    msg: texts.msg,
    class: texts.class,
    priority: priorityOf(fields, claims),
    context: texts.context,
    src: endOf(fields, SRC, numbers, claims),
    dst: endOf(fields, DST, numbers, claims),
    iface: texts.iface,
    numbers,
    extra: null,
  };
  return {alert, guessedYear};
}

/** Index of each numeric field in an alert's numbers. */
const INDEXES: ReadonlyMap<string, number> = new Map(NUMBER_FIELDS.map((name, index) => [name, index]));

function numbersOf(fields: Fields, claims: Claims): (number | null)[] {
  // allocated at full length, because an array that grows is copied
  const numbers = new Array<number | null>(NUMBER_FIELDS.length).fill(null);
  // a loop over the record is twice as fast as a lookup of every field
  for (const name in fields) {
    const index = INDEXES.get(name);
    const value = index === undefined ? undefined : countOf(fields[name]);
    if (index === undefined || value === undefined) continue;
    numbers[index] = value;
    claims.add(name);
  }
  return numbers;
}

function plainText(fields: Fields, name: 'msg' | 'class' | 'iface', claims: Claims): string | undefined {
  const value = fields[name];
  if (typeof value !== 'string') return undefined;
  claims.add(name);
  return value;
}

function priorityOf(fields: Fields, claims: Claims): number {
  const priority = countOf(fields.priority);
  if (priority === undefined) return 0;
  claims.add('priority');
  return priority;
}

function contextOf(fields: Fields, claims: Claims): Alert['context'] {
  const text = (name: ContextField): string => {
    const value = fields[name];
    if (typeof value !== 'string' || value === '') return '';
    claims.add(name);
    return value;
  };
  return {
    action: text('action'),
    dir: text('dir'),
    proto: text('proto'),
    pkt_gen: text('pkt_gen'),
    service: text('service'),
    eth_type: text('eth_type'),
    tcp_flags: text('tcp_flags'),
  };
}

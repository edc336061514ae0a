import {isUtf8} from 'node:buffer';
import {type Alert, type ContextField, NUMBER_FIELDS} from '../../domain/alert.ts';
import type {Micros} from '../../domain/time.ts';
import type {LineFormat, Parsed} from '../ports.ts';
import {Claims, DST, endOf, type Fields, isCount, ruleOf, SRC, timeOf} from './fields.ts';
import {type TimestampHints, timestampReader} from './timestamps.ts';

/** Any subset and order of Snort 3's alert_json fields; what has no column of its own is kept as it is. */
export function snortJson(hints: TimestampHints): LineFormat {
  const readTimestamp = timestampReader(hints);
  return {
    parse(line: Uint8Array): Parsed {
      const buffer = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
      const text = buffer.toString('utf8');
      const parsed = parseJson(text);
      if ('reason' in parsed) return parsed;
      const {record} = parsed;
      if (typeof record !== 'object' || record === null || Array.isArray(record)) {
        return {reason: 'JSON, but no object'};
      }
      // invalid UTF-8 reads as U+FFFD; the line's own bytes are then kept beside it
      const raw = text.includes('\uFFFD') && !isUtf8(line) ? buffer.toString('base64') : undefined;
      return toAlert(record as Fields, readTimestamp, raw);
    },
  };
}

/** JSON, or nearly: Snort writes the control characters of a message or a path as they are, which JSON forbids. */
function parseJson(text: string): {readonly record: unknown} | {readonly reason: string} {
  try {
    return {record: JSON.parse(text)};
  } catch (thrown) {
    const mended = text.replace(CONTROL, escaped);
    if (mended !== text) return parseJson(mended);
    return {reason: `no JSON: ${thrown instanceof Error ? thrown.message.slice(0, 120) : 'unreadable'}`};
  }
}

// a carriage return at the end of the line is no part of the record
const CONTROL = /[\p{Cc}](?=.)/gsu;

const escaped = (character: string): string =>
  character > '\u001f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function toAlert(fields: Fields, readTimestamp: (text: string) => Micros | undefined, raw?: string): Parsed {
  const claims = new Claims();
  const alert = readAlert(fields, readTimestamp, claims);
  if (typeof alert === 'string') return {reason: alert};
  let keys = 0;
  for (const _ in fields) keys += 1;
  // nearly always every field has its place; only otherwise is it worth finding out which has none
  if (keys !== claims.count || raw !== undefined) {
    const named = new Claims(new Set());
    readAlert(fields, readTimestamp, named);
    const left = Object.entries(fields).filter(([key]) => !named.names?.has(key));
    const extra = textOf({
      ...Object.fromEntries(left),
      ...(raw === undefined ? {} : {_line_base64: raw}),
    });
    if (extra === undefined) return {reason: 'its values are nested too deeply to be kept'};
    alert.extra = extra;
  }
  return {alert};
}

/** The fields as JSON; undefined when they are nested deeper than can be written. */
function textOf(extra: Fields): string | undefined {
  try {
    return JSON.stringify(extra);
  } catch {
    return undefined;
  }
}

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** Reads every field that has a place, or says why the record is no alert. */
function readAlert(
  fields: Fields,
  readTimestamp: (text: string) => Micros | undefined,
  claims: Claims,
): Mutable<Alert> | string {
  const rule = ruleOf(fields, claims);
  if (typeof rule === 'string') return rule;
  const at = timeOf(fields, claims, readTimestamp);
  const numbers: (number | null)[] = [];
  for (const name of NUMBER_FIELDS) {
    const value = fields[name];
    const fits = isCount(value);
    numbers.push(fits ? value : null);
    if (fits) claims.add(name);
  }
  return {
    at,
    gid: rule.gid,
    sid: rule.sid,
    rev: rule.rev,
    msg: plainText(fields, 'msg', claims) ?? '',
    classtype: plainText(fields, 'class', claims) ?? '',
    priority: priorityOf(fields, claims),
    context: contextOf(fields, claims),
    src: endOf(fields, SRC, numbers, claims),
    dst: endOf(fields, DST, numbers, claims),
    iface: plainText(fields, 'iface', claims) ?? null,
    numbers,
    extra: null,
  };
}

function plainText(fields: Fields, name: 'msg' | 'class' | 'iface', claims: Claims): string | undefined {
  const value = fields[name];
  if (typeof value !== 'string') return undefined;
  claims.add(name);
  return value;
}

function priorityOf(fields: Fields, claims: Claims): number {
  if (!isCount(fields.priority)) return 0;
  claims.add('priority');
  return fields.priority;
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

import {isUtf8} from 'node:buffer';
import {isAddress} from '../../domain/address.ts';
import {type Alert, CONTEXT_FIELDS, type ContextField, NUMBER_FIELDS} from '../../domain/alert.ts';
import {parseRuleId, type RuleIdParts} from '../../domain/rule.ts';
import {MICROS_PER_SECOND, type Micros} from '../../domain/time.ts';
import type {LineFormat, Parsed} from '../ports.ts';
import {fractionOf, type TimestampHints, timestampReader} from './timestamps.ts';

type Fields = Record<string, unknown>;

const NUMBER_PLACE = new Map<string, number>(NUMBER_FIELDS.map((field, place) => [field, place]));
const CONTEXT = new Set<string>(CONTEXT_FIELDS);
/** Greatest number that is kept without loss. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** Any subset and order of Snort 3's alert_json fields; what has no column of its own is kept as it is. */
export function snortJson(hints: TimestampHints): LineFormat {
  const readTimestamp = timestampReader(hints);
  return {
    parse(line: Uint8Array): Parsed {
      const buffer = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
      const text = buffer.toString('utf8');
      let record: unknown;
      try {
        record = JSON.parse(text);
      } catch (thrown) {
        return {reason: `no JSON: ${thrown instanceof Error ? thrown.message.slice(0, 120) : 'unreadable'}`};
      }
      if (typeof record !== 'object' || record === null || Array.isArray(record)) {
        return {reason: 'JSON, but no object'};
      }
      // invalid UTF-8 reads as U+FFFD; the line's own bytes are then kept beside it
      const raw = text.includes('\uFFFD') && !isUtf8(line) ? buffer.toString('base64') : undefined;
      return toAlert(record as Fields, readTimestamp, raw);
    },
  };
}

function toAlert(fields: Fields, readTimestamp: (text: string) => Micros | undefined, raw?: string): Parsed {
  const used = new Set<string>();
  const rule = ruleOf(fields, used);
  if (typeof rule === 'string') return {reason: rule};
  const at = timeOf(fields, used, readTimestamp);
  const numbers: (number | null)[] = new Array(NUMBER_FIELDS.length).fill(null);
  const context: Record<ContextField, string> = {
    action: '',
    dir: '',
    proto: '',
    pkt_gen: '',
    service: '',
    eth_type: '',
    tcp_flags: '',
  };
  const src = endOf(fields, 'src', 0, numbers, used);
  const dst = endOf(fields, 'dst', 1, numbers, used);
  let extra: Fields | undefined = raw === undefined ? undefined : {_line_base64: raw};
  for (const key in fields) {
    if (used.has(key)) continue;
    const value = fields[key];
    const place = NUMBER_PLACE.get(key);
    if (place !== undefined && isCount(value)) numbers[place] = value;
    else if (CONTEXT.has(key) && typeof value === 'string' && value !== '')
      context[key as ContextField] = value;
    else extra = {...extra, [key]: value};
  }
  const alert: Alert = {
    ...rule,
    at,
    src,
    dst,
    numbers,
    context,
    msg: typeof fields.msg === 'string' ? fields.msg : '',
    classtype: typeof fields.class === 'string' ? fields.class : '',
    priority: isCount(fields.priority) ? fields.priority : 0,
    iface: typeof fields.iface === 'string' ? fields.iface : null,
    extra: extra ? JSON.stringify(extra) : null,
  };
  return {alert};
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;

/** Marks the plainly typed fields that Alert holds; anything of another type stays for `extra`. */
function markPlain(fields: Fields, used: Set<string>): void {
  if (typeof fields.msg === 'string') used.add('msg');
  if (typeof fields.class === 'string') used.add('class');
  if (isCount(fields.priority)) used.add('priority');
  if (typeof fields.iface === 'string') used.add('iface');
}

/** The rule, from gid, sid and rev or from `rule`; a record with a msg alone has 0:0:0. */
function ruleOf(fields: Fields, used: Set<string>): RuleIdParts | string {
  markPlain(fields, used);
  const named = typeof fields.rule === 'string' ? parseRuleId(fields.rule) : undefined;
  if (fields.rule !== undefined && !named) return 'the rule is not gid:sid:rev';
  if (named) {
    used.add('rule');
    for (const part of ['gid', 'sid', 'rev'] as const) if (fields[part] === named[part]) used.add(part);
    return named;
  }
  if (isCount(fields.sid)) {
    used.add('sid');
    for (const part of ['gid', 'rev'] as const) if (isCount(fields[part])) used.add(part);
    return {
      gid: isCount(fields.gid) ? fields.gid : 1,
      sid: fields.sid,
      rev: isCount(fields.rev) ? fields.rev : 0,
    };
  }
  return typeof fields.msg === 'string' ? {gid: 0, sid: 0, rev: 0} : 'neither a rule nor a msg';
}

/** Packet time: `seconds` with the timestamp's fraction, else the timestamp; null when the record has none. */
function timeOf(
  fields: Fields,
  used: Set<string>,
  read: (text: string) => Micros | undefined,
): Micros | null {
  const stamp = typeof fields.timestamp === 'string' ? fields.timestamp : undefined;
  if (isCount(fields.seconds) && fields.seconds < 2 ** 33) {
    used.add('seconds');
    const fraction = stamp === undefined ? undefined : fractionOf(stamp);
    if (fraction !== undefined) used.add('timestamp');
    return fields.seconds * MICROS_PER_SECOND + (fraction ?? 0);
  }
  const at = stamp === undefined ? undefined : read(stamp);
  if (at === undefined) return null;
  used.add('timestamp');
  return at;
}

/** One end of the flow: `src_addr` and `src_port`, or `src_ap`, whose last colon splits (IPv6 stands unbracketed). */
function endOf(
  fields: Fields,
  end: 'src' | 'dst',
  place: 0 | 1,
  numbers: (number | null)[],
  used: Set<string>,
): string | null {
  const address = fields[`${end}_addr`];
  const both = fields[`${end}_ap`];
  let found: string | null = null;
  if (typeof address === 'string' && isAddress(address)) {
    used.add(`${end}_addr`);
    found = address;
  }
  if (typeof both !== 'string') return found;
  const colon = both.lastIndexOf(':');
  const host = both.slice(0, colon);
  const port = /^\d{1,5}$/.test(both.slice(colon + 1)) ? Number(both.slice(colon + 1)) : undefined;
  if (colon < 0 || port === undefined || port > 65_535 || !isAddress(host)) return found;
  if (found !== null && found !== host) return found;
  used.add(`${end}_ap`);
  // a protocol without ports prints :0
  numbers[place] = port === 0 ? null : port;
  return host;
}

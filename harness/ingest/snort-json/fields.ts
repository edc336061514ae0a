import {isAddress} from '../../domain/address.ts';
import {CONTEXT_FIELDS, NUMBER_FIELDS} from '../../domain/alert.ts';
import {parseRuleId, type RuleIdParts} from '../../domain/rule.ts';
import {MICROS_PER_SECOND, type Micros} from '../../domain/time.ts';
import {fractionOf, isTimestamp, type ReadTimestamp} from './timestamps.ts';

/** A parsed record of alert_json. */
export type Fields = Record<string, unknown>;

/** The largest number that is stored exactly. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** Records which fields were used; their names are stored only if some fields are left over. */
export class Claims {
  count = 0;
  readonly names: Set<string> | undefined;

  constructor(names?: Set<string>) {
    this.names = names;
  }

  add(name: string): void {
    this.count += 1;
    this.names?.add(name);
  }
}

/** Reads a non-negative whole number that can be stored exactly, written as a number or, as by Logstash, as a string. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= MAX_COUNT
    ? number
    : undefined;
}

/** Reads the rule from gid, sid and rev or from `rule`; a record of Snort with only a msg has 0:0:0. */
export function ruleOf(fields: Fields, claims: Claims): RuleIdParts | string {
  const named = typeof fields.rule === 'string' ? parseRuleId(fields.rule) : undefined;
  if (fields.rule !== undefined && !named) return 'the rule is not gid:sid:rev';
  if (named) {
    claims.add('rule');
    for (const part of ['gid', 'sid', 'rev'] as const)
      if (countOf(fields[part]) === named[part]) claims.add(part);
    return named;
  }
  const sid = countOf(fields.sid);
  if (sid !== undefined) {
    if (!isSnorts(fields, 3))
      return `not a Snort alert, although it has a sid: it contains ${someOf(fields)}`;
    claims.add('sid');
    const [gid, rev] = [countOf(fields.gid), countOf(fields.rev)];
    if (gid !== undefined) claims.add('gid');
    if (rev !== undefined) claims.add('rev');
    return {gid: gid ?? 1, sid, rev: rev ?? 0};
  }
  if (typeof fields.msg !== 'string') return 'neither a rule nor a msg';
  const stamp = fields.timestamp;
  const isTimed = stamp === undefined || (typeof stamp === 'string' && isTimestamp(stamp));
  if (!isTimed || !isSnorts(fields)) return `a msg from another program: it contains ${someOf(fields)}`;
  return {gid: 0, sid: 0, rev: 0};
}

/** All fields of alert_json (Snort 3 alert_json.cc). */
const FIELD_NAMES: ReadonlySet<string> = new Set([
  ...NUMBER_FIELDS,
  ...CONTEXT_FIELDS,
  ...'app_id class b64_data dst_addr dst_ap eth_dst eth_src geneve_vni gid iface msg priority rev rule'.split(
    ' ',
  ),
  ...'seconds sgt sid src_addr src_ap target timestamp'.split(' '),
]);

/** Returns whether all fields are Snort's, or at least `enough` of them. */
function isSnorts(fields: Fields, enough = Number.POSITIVE_INFINITY): boolean {
  const names = Object.keys(fields);
  const known = names.filter(name => FIELD_NAMES.has(name)).length;
  return known === names.length || known >= enough;
}

const someOf = (fields: Fields): string => {
  const names = Object.keys(fields);
  return names.slice(0, 5).join(', ').slice(0, 120) + (names.length > 5 ? ', ...' : '');
};

/** Reads the packet time: `seconds` with the timestamp's fraction, otherwise the timestamp; null if there is neither. */
export function timeOf(
  fields: Fields,
  claims: Claims,
  read: ReadTimestamp,
): {readonly at: Micros | null; readonly guessedYear?: number | undefined} {
  const stamp = typeof fields.timestamp === 'string' ? fields.timestamp : undefined;
  const seconds = secondsOf(fields.seconds);
  if (seconds !== undefined) {
    claims.add('seconds');
    const fraction = stamp === undefined ? undefined : fractionOf(stamp);
    if (fraction !== undefined) claims.add('timestamp');
    const micros = Math.round(seconds * MICROS_PER_SECOND);
    return {at: fraction === undefined ? micros : Math.floor(seconds) * MICROS_PER_SECOND + fraction};
  }
  const found = stamp === undefined ? undefined : read(stamp);
  // if there are invalid `seconds`, the year is not guessed
  if (!found || (found.guessedYear !== undefined && fields.seconds !== undefined)) return {at: null};
  claims.add('timestamp');
  return found;
}

/** Reads epoch seconds; undefined if the value is invalid. */
function secondsOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number < 2 ** 33 ? number : undefined;
}

/** The fields of each end of a flow. */
export const SRC = {address: 'src_addr', both: 'src_ap', index: NUMBER_FIELDS.indexOf('src_port')} as const;
export const DST = {address: 'dst_addr', both: 'dst_ap', index: NUMBER_FIELDS.indexOf('dst_port')} as const;

/** Reads one end of the flow: `src_addr` and `src_port`, or `src_ap`, split at its last colon (IPv6 has no brackets). */
export function endOf(
  fields: Fields,
  end: typeof SRC | typeof DST,
  numbers: (number | null)[],
  claims: Claims,
): string | null {
  const address = fields[end.address];
  const both = fields[end.both];
  let found: string | null = null;
  if (typeof address === 'string' && isAddress(address)) {
    claims.add(end.address);
    found = address;
  }
  if (typeof both !== 'string') return found;
  const colon = both.lastIndexOf(':');
  const host = both.slice(0, colon);
  const port = /^\d{1,5}$/.test(both.slice(colon + 1)) ? Number(both.slice(colon + 1)) : undefined;
  if (colon < 0 || port === undefined || port > 65_535 || !isAddress(host)) return found;
  const known = numbers[end.index] ?? null;
  if ((found !== null && found !== host) || (known !== null && known !== port)) return found;
  claims.add(end.both);
  // for a protocol without ports, Snort prints :0
  numbers[end.index] = known ?? (port === 0 ? null : port);
  return host;
}

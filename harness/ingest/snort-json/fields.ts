import {isAddress} from '../../domain/address.ts';
import {NUMBER_FIELDS} from '../../domain/alert.ts';
import {parseRuleId, type RuleIdParts} from '../../domain/rule.ts';
import {MICROS_PER_SECOND, type Micros} from '../../domain/time.ts';
import {fractionOf} from './timestamps.ts';

/** A record of alert_json as JSON gives it. */
export type Fields = Record<string, unknown>;

/** Greatest number that is kept without loss. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** Which fields an alert holds; the names are kept only where some were left over. */
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

/** A whole number that is kept without loss. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;

/** The rule, from gid, sid and rev or from `rule`; a record with a msg alone has 0:0:0. */
export function ruleOf(fields: Fields, claims: Claims): RuleIdParts | string {
  const named = typeof fields.rule === 'string' ? parseRuleId(fields.rule) : undefined;
  if (fields.rule !== undefined && !named) return 'the rule is not gid:sid:rev';
  if (named) {
    claims.add('rule');
    for (const part of ['gid', 'sid', 'rev'] as const) if (fields[part] === named[part]) claims.add(part);
    return named;
  }
  if (isCount(fields.sid)) {
    claims.add('sid');
    for (const part of ['gid', 'rev'] as const) if (isCount(fields[part])) claims.add(part);
    return {
      gid: isCount(fields.gid) ? fields.gid : 1,
      sid: fields.sid,
      rev: isCount(fields.rev) ? fields.rev : 0,
    };
  }
  return typeof fields.msg === 'string' ? {gid: 0, sid: 0, rev: 0} : 'neither a rule nor a msg';
}

/** Packet time: `seconds` with the timestamp's fraction, else the timestamp; null when the record has none. */
export function timeOf(
  fields: Fields,
  claims: Claims,
  read: (text: string) => Micros | undefined,
): Micros | null {
  const stamp = typeof fields.timestamp === 'string' ? fields.timestamp : undefined;
  if (isCount(fields.seconds) && fields.seconds < 2 ** 33) {
    claims.add('seconds');
    const fraction = stamp === undefined ? undefined : fractionOf(stamp);
    if (fraction !== undefined) claims.add('timestamp');
    return fields.seconds * MICROS_PER_SECOND + (fraction ?? 0);
  }
  const at = stamp === undefined ? undefined : read(stamp);
  if (at === undefined) return null;
  claims.add('timestamp');
  return at;
}

/** Where the fields of each end stand. */
export const SRC = {address: 'src_addr', both: 'src_ap', place: NUMBER_FIELDS.indexOf('src_port')} as const;
export const DST = {address: 'dst_addr', both: 'dst_ap', place: NUMBER_FIELDS.indexOf('dst_port')} as const;

/** One end of the flow: `src_addr` and `src_port`, or `src_ap`, whose last colon splits (IPv6 stands unbracketed). */
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
  const known = numbers[end.place] ?? null;
  if ((found !== null && found !== host) || (known !== null && known !== port)) return found;
  claims.add(end.both);
  // a protocol without ports prints :0
  numbers[end.place] = known ?? (port === 0 ? null : port);
  return host;
}

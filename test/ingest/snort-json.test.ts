import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Alert, CONTEXT_FIELDS, NUMBER_FIELDS, type NumberField} from '../../harness/domain/alert.ts';
import {snortJson} from '../../harness/ingest/snort-json/parse-alert.ts';
import {bytesOf} from '../fixtures/logs.ts';
import {utc} from '../fixtures/trials.ts';

function alertOf(fields: Readonly<Record<string, unknown>>, format = utc): Alert {
  const parsed = format.parse(bytesOf(JSON.stringify(fields)));
  if (!('record' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.record;
}

const extraOf = (alert: Alert): unknown => (alert.extra === null ? null : JSON.parse(alert.extra));
const numberOf = (alert: Alert, field: NumberField): number | null | undefined =>
  alert.numbers[NUMBER_FIELDS.indexOf(field)];

/** All that an alert tells, under the names of alert_json; what it does not hold is left out. */
function told(alert: Alert): Record<string, unknown> {
  const fields: Record<string, unknown> = {...((extraOf(alert) ?? {}) as object)};
  for (const [place, name] of NUMBER_FIELDS.entries())
    if (alert.numbers[place] !== null) fields[name] = alert.numbers[place];
  for (const name of CONTEXT_FIELDS) if (alert.context[name] !== '') fields[name] = alert.context[name];
  if (alert.at !== null) fields.seconds = Math.floor(alert.at / 1_000_000);
  if (alert.at !== null && alert.at % 1_000_000 !== 0) fields.timestamp = `fraction ${alert.at % 1_000_000}`;
  if (alert.msg !== '') fields.msg = alert.msg;
  if (alert.class !== '') fields.class = alert.class;
  if (alert.priority !== 0) fields.priority = alert.priority;
  if (alert.iface !== null) fields.iface = alert.iface;
  if (alert.src !== null) fields.src_addr = alert.src;
  if (alert.dst !== null) fields.dst_addr = alert.dst;
  return {...fields, gid: alert.gid, sid: alert.sid, rev: alert.rev};
}

const text = fc.string({unit: 'grapheme', minLength: 1, maxLength: 12});
const count = fc.oneof(fc.nat(70_000), fc.maxSafeNat());
const v6 = fc.constantFrom('2001:db8::1', 'fe80::1', '::ffff:192.0.2.7', '::1');
const address = fc.oneof(fc.ipV4(), v6);
const values: Record<string, fc.Arbitrary<unknown>> = {
  ...Object.fromEntries(NUMBER_FIELDS.map(name => [name, count])),
  ...Object.fromEntries(CONTEXT_FIELDS.map(name => [name, text])),
  src_addr: address,
  dst_addr: address,
  msg: text,
  class: text,
  priority: fc.integer({min: 1, max: 4}),
  iface: text,
  // fields without a column
  b64_data: fc.base64String({minLength: 4}),
  eth_src: fc.constant('00:00:5e:00:53:01'),
  target: fc.constantFrom('src', 'dst'),
  mpls: count,
  geneve_vni: count,
  sgt: count,
  app_id: text,
  constructor: text,
  ['__proto__']: text,
};

describe('a line of alert_json', () => {
  it('gives every field again that it holds, whatever the fields and their order', () => {
    const rule = fc.record({gid: fc.nat(200), sid: fc.nat(10_000_000), rev: fc.nat(90)});
    const time = fc.record(
      {seconds: fc.nat(2 ** 32), fraction: fc.integer({min: 1, max: 999_999})},
      {requiredKeys: ['seconds']},
    );
    const shuffled = fc.record(values, {requiredKeys: []}).chain(fields => {
      const entries = Object.entries(fields);
      return fc.shuffledSubarray(entries, {minLength: entries.length});
    });
    fc.assert(
      fc.property(shuffled, rule, fc.option(time), fc.nat(40), (entries, {gid, sid, rev}, when, place) => {
        const mixed: [string, unknown][] = [...entries];
        mixed.splice(place % (mixed.length + 1), 0, ['rule', `${gid}:${sid}:${rev}`]);
        if (when) mixed.push(['seconds', when.seconds]);
        if (when?.fraction)
          mixed.unshift(['timestamp', `06/01-00:00:00.${String(when.fraction).padStart(6, '0')}`]);
        const line = `{ ${mixed.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')} }`;
        const parsed = utc.parse(bytesOf(line));
        if (!('record' in parsed)) throw new Error(JSON.stringify(parsed));
        const expected = new Map<string, unknown>([...entries, ['gid', gid], ['sid', sid], ['rev', rev]]);
        if (when) expected.set('seconds', when.seconds);
        if (when?.fraction) expected.set('timestamp', `fraction ${when.fraction}`);
        expect(new Map(Object.entries(told(parsed.record)))).toEqual(expected);
      }),
      {numRuns: 500},
    );
  });

  it('is an alert with a rule alone, with gid, sid and rev, with a sid, or with nothing but a msg', () => {
    expect(alertOf({rule: '1:2:3'})).toMatchObject({gid: 1, sid: 2, rev: 3, msg: '', at: null, extra: null});
    expect(alertOf({gid: 116, sid: 2, rev: 3})).toMatchObject({gid: 116, sid: 2, rev: 3, extra: null});
    expect(alertOf({sid: 2})).toMatchObject({gid: 1, sid: 2, rev: 0, extra: null});
    expect(alertOf({msg: 'x'})).toMatchObject({gid: 0, sid: 0, rev: 0, msg: 'x', extra: null});
    expect(alertOf({rule: '1:2'})).toMatchObject({gid: 1, sid: 2, rev: 0});
  });

  it('goes by `rule`, and keeps a gid, sid or rev that says otherwise', () => {
    expect(alertOf({rule: '1:2:3', gid: 1, sid: 2, rev: 3}).extra).toBeNull();
    const alert = alertOf({gid: 119, sid: 2, rule: '1:2:3', rev: '4'});
    expect(alert).toMatchObject({gid: 1, sid: 2, rev: 3});
    expect(extraOf(alert)).toEqual({gid: 119, rev: '4'});
  });

  it.each([
    ['192.0.2.1:80', '192.0.2.1', 80],
    ['192.0.2.1:0', '192.0.2.1', null],
    ['fe80::1:0', 'fe80::1', null],
    ['2001:db8::1:443', '2001:db8::1', 443],
    [':::53', '::', 53],
    ['::ffff:1.2.3.4:8080', '::ffff:1.2.3.4', 8080],
    ['2001:db8:0:0:0:0:0:1:65535', '2001:db8:0:0:0:0:0:1', 65_535],
  ])('has its end in src_ap, whose last colon splits: %s', (src_ap, src, port) => {
    const alert = alertOf({rule: '1:2:3', src_ap, dst_ap: src_ap});
    expect(alert).toMatchObject({src, dst: src, extra: null});
    expect([numberOf(alert, 'src_port'), numberOf(alert, 'dst_port')]).toEqual([port, port]);
  });

  it.each([
    '',
    '192.0.2.1',
    'fe80::1',
    ':80',
    '192.0.2.1:',
    '192.0.2.1:65536',
    '192.0.2.999:1',
    'host:80',
    '[::1]:80',
    '01.2.3.4:5',
  ])('keeps a src_ap that is no address and port as it is: "%s"', src_ap => {
    const alert = alertOf({rule: '1:2:3', src_ap});
    // "fe80::1" alone splits into "fe80:" and 1, which is no address
    expect(alert.src).toBeNull();
    expect(extraOf(alert)).toEqual({src_ap});
  });

  it('keeps a src_ap that says something else than src_addr or src_port', () => {
    const alert = alertOf({rule: '1:2:3', src_addr: '192.0.2.1', src_port: 5, src_ap: '192.0.2.2:5'});
    expect(alert.src).toBe('192.0.2.1');
    expect(extraOf(alert)).toEqual({src_ap: '192.0.2.2:5'});
    const other = alertOf({rule: '1:2:3', src_port: 5, src_ap: '192.0.2.2:6'});
    expect(numberOf(other, 'src_port')).toBe(5);
    expect(extraOf(other)).toEqual({src_ap: '192.0.2.2:6'});
    const same = alertOf({rule: '1:2:3', src_addr: '192.0.2.1', src_port: 5, src_ap: '192.0.2.1:5'});
    expect(same).toMatchObject({src: '192.0.2.1', extra: null});
  });

  it('has the packet time of `seconds`, with the fraction of its timestamp', () => {
    const seconds = 1_340_719_139;
    expect(alertOf({rule: '1:2:3', seconds}).at).toBe(seconds * 1_000_000);
    expect(alertOf({rule: '1:2:3', seconds, timestamp: '06/26-13:58:59.313730'})).toMatchObject({
      at: seconds * 1_000_000 + 313_730,
      extra: null,
    });
    expect(alertOf({rule: '1:2:3', seconds: 0}).at).toBe(0);
  });

  it('keeps a timestamp that it cannot read, with `seconds` and without', () => {
    const known = alertOf({rule: '1:2:3', seconds: 7, timestamp: 'yesterday at 5.30'});
    expect(known.at).toBe(7_000_000);
    expect(extraOf(known)).toEqual({timestamp: 'yesterday at 5.30'});
    const unknown = alertOf({rule: '1:2:3', timestamp: '13/45-99:00:00.0'});
    expect(unknown.at).toBeNull();
    expect(extraOf(unknown)).toEqual({timestamp: '13/45-99:00:00.0'});
  });

  it('has the time of its timestamp in the zone and year that the user names', () => {
    const format = snortJson({year: 2024, changedAt: 0, timeZone: 'Europe/Berlin'});
    expect(alertOf({rule: '1:2:3', timestamp: '07/01-12:00:00.250000'}, format)).toMatchObject({
      at: Date.parse('2024-07-01T10:00:00.250Z') * 1000,
      extra: null,
    });
  });

  it('keeps what is of a wrong type, out of range or unknown as it was written', () => {
    const odd = {
      priority: 'high',
      msg: 5,
      class: null,
      iface: ['eth0'],
      src_port: '80 and more',
      dst_port: 80.5,
      pkt_num: -1,
      pkt_len: 2 ** 53,
      seconds: 'soon',
      timestamp: 7,
      proto: 6,
      action: {a: 1},
      service: '',
      src_addr: 'localhost',
      dst_addr: 3,
      src_ap: 80,
      toString: 'x',
      sgt: 7,
    };
    const alert = alertOf({rule: '1:2:3', ...odd});
    expect(alert).toMatchObject({
      at: null,
      priority: 0,
      msg: '',
      class: '',
      iface: null,
      src: null,
      dst: null,
    });
    expect(alert.numbers.every(value => value === null)).toBe(true);
    expect(extraOf(alert)).toEqual(odd);
  });

  it.each([1e300, -5, 2 ** 33, null, 'yesterday', ''])(
    'keeps `seconds` that are no epoch second, and guesses no time: %s',
    seconds => {
      const timestamp = '06/01-00:00:00.000000';
      const alert = alertOf({rule: '1:2:3', seconds, timestamp});
      expect(extraOf(alert)).toEqual({seconds, timestamp});
      expect(alert.at).toBeNull();
      const dated = alertOf({rule: '1:2:3', seconds, timestamp: '24/06/01-00:00:00.000000'});
      expect(dated.at).toBe(Date.parse('2024-06-01T00:00:00Z') * 1000);
    },
  );

  it('takes numbers that are written as strings for numbers', () => {
    const fields = {
      seconds: '1700000000',
      gid: '1',
      sid: '1000001',
      rev: '2',
      priority: '3',
      dst_port: '80',
      pkt_num: '1',
    };
    const alert = alertOf({...fields, timestamp: '11/14-22:13:20.000001'});
    expect(alert).toMatchObject({
      at: 1_700_000_000_000_001,
      gid: 1,
      sid: 1_000_001,
      rev: 2,
      priority: 3,
      extra: null,
    });
    expect([numberOf(alert, 'dst_port'), numberOf(alert, 'pkt_num')]).toEqual([80, 1]);
    expect(alertOf({rule: '1:2:3', gid: '1', sid: '2', rev: '3'}).extra).toBeNull();
    expect(alertOf({rule: '1:2:3', seconds: '1700000000.25'}).at).toBe(1_700_000_000_250_000);
  });

  it.each([
    {level: 30, msg: 'server started', pid: 7},
    {msg: 'x', timestamp: '2026-01-01T00:00:00Z'},
    {sid: 5, user: 'me', path: '/'},
  ])('is none of another program: %o', fields => {
    const parsed = utc.parse(bytesOf(JSON.stringify(fields)));
    expect(parsed).toMatchObject({reason: expect.stringContaining(Object.keys(fields)[1] ?? '')});
  });
});

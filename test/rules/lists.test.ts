import {describe, expect, it} from 'vitest';
import {parseList} from '../../harness/rules/lists.ts';

describe('parseList', () => {
  it('reads addresses and networks, each once, in the order of the list', () => {
    const text = `\uFEFF# Blocklist\r\n\r\n  198.51.100.7 # why\r\n198.51.100.7/32\n10.1.2.3/8\n2001:DB8:0::1\n2001:db8::1/128
2001:db8:ffff::/33\n10.0.0.0/8#\n::ffff:192.0.2.1\n\t\n255.255.255.255`;
    expect(parseList(text)).toEqual({
      entries: [
        '198.51.100.7',
        '10.0.0.0/8',
        '2001:db8::1',
        '2001:db8:8000::/33',
        '::ffff:192.0.2.1',
        '255.255.255.255',
      ],
      bad: [],
      badCount: 0,
      duplicates: 3,
      allowed: 0,
      lines: 12,
    });
  });

  it.each([
    '1.2.3.4/0',
    '1.2.3.4/33',
    '::/0',
    '::1/129',
    '1.2.3.9-1.2.3.4',
    '1.2.3.4-1.2.3',
    '["1.2.3.4"]',
    '{"cidr": 7}',
    '{"cidr": "1.2.3.4"',
    '1.2.3.4 5.6.7.8',
    '1.2.3.4,',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '1.2.3.4/-8',
    'example.org',
    '<!DOCTYPE html>',
    'fe80::1%eth0',
    '!1.2.3.4',
  ])('takes %j for bad', text => {
    expect(parseList(`# one\n${text}\n`)).toEqual({
      entries: [],
      bad: [{line: 2, text}],
      badCount: 1,
      duplicates: 0,
      allowed: 0,
      lines: 2,
    });
  });

  it('keeps 20 bad lines of at most 80 characters and counts all', () => {
    const {bad, badCount, lines} = parseList(`${'x'.repeat(1000)}\n`.repeat(50));
    expect([bad.length, bad[19], badCount, lines]).toEqual([20, {line: 20, text: 'x'.repeat(80)}, 50, 50]);
  });

  it('an empty list has no lines', () => {
    expect(parseList('')).toEqual({entries: [], bad: [], badCount: 0, duplicates: 0, allowed: 0, lines: 0});
  });

  it('takes comments behind # and ; and lines of JSON as Spamhaus writes them', () => {
    const text = [
      '; Spamhaus DROP List',
      '203.0.113.0/24 ; SBL1',
      '// note',
      '{"cidr":"198.51.100.0/25","sblid":"SBL2","rir":"apnic"}',
      '{"ip": "2001:db8::5", "seen": 1}',
      '{"type":"metadata","timestamp":1764201600,"records":2}',
    ].join('\r\n');
    expect(parseList(text)).toMatchObject({
      entries: ['203.0.113.0/24', '198.51.100.0/25', '2001:db8::5'],
      badCount: 0,
      lines: 6,
    });
  });

  it('makes networks of ranges', () => {
    expect(parseList('192.0.2.4 - 192.0.2.9\n192.0.2.4-192.0.2.7\n')).toMatchObject({
      entries: ['192.0.2.4/30', '192.0.2.8/31'],
      duplicates: 1,
      badCount: 0,
    });
  });

  it.each([
    ['by number', 2, 'when,ip,why\n2026-01-01,192.0.2.1,"a, b"\n2026-01-02,"192.0.2.2",c\n'],
    ['by name', 'IP', 'when,ip,why\n2026-01-01,192.0.2.1,x\n2026-01-02,192.0.2.2,y\n'],
    ['by number, between semicolons', 1, '# list\n192.0.2.1;x;"y;z"\n192.0.2.2;;\n'],
    ['by number, between tabs', 2, 'a\t192.0.2.1\nb\t192.0.2.2\n'],
    ['by a name that stands in a comment', 'DstIP', '#\n# Firstseen,DstIP\n1,192.0.2.1\n2,192.0.2.2\n'],
    ['below a title with other signs', 2, 'no,IP-Address (v4)\n1,192.0.2.1\n2,192.0.2.2\n'],
  ])('takes a column of CSV %s', (_, column, text) => {
    expect(parseList(text, {column})).toMatchObject({entries: ['192.0.2.1', '192.0.2.2'], badCount: 0});
  });

  it('calls a line bad that has no such column, or no address in it', () => {
    expect(parseList('a,192.0.2.1\nb\nc,example.org\n', {column: 2}).bad).toEqual([
      {line: 2, text: 'there is no column 2: b'},
      {line: 3, text: 'example.org'},
    ]);
    expect(parseList('when,why\n1,2\n', {column: 'ip'})).toMatchObject({
      badCount: 2,
      bad: [{line: 1, text: 'there is no column ip: when,why'}, {line: 2}],
    });
  });

  it('never lists what is allowed, and says how many entries that cut', () => {
    const allow = ['192.0.2.7', '198.51.100.0/24'];
    expect(parseList('192.0.2.0/29\n198.51.100.9\n203.0.113.1\n', {}, allow)).toMatchObject({
      entries: ['192.0.2.0/30', '192.0.2.4/31', '192.0.2.6', '203.0.113.1'],
      allowed: 2,
      badCount: 0,
    });
  });
});

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
      lines: 12,
    });
  });

  it.each([
    '1.2.3.4/0',
    '1.2.3.4/33',
    '::/0',
    '::1/129',
    '1.2.3.4-1.2.3.9',
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
      lines: 2,
    });
  });

  it('keeps 20 bad lines of at most 80 characters and counts all', () => {
    const {bad, badCount, lines} = parseList(`${'x'.repeat(1000)}\n`.repeat(50));
    expect([bad.length, bad[19], badCount, lines]).toEqual([20, {line: 20, text: 'x'.repeat(80)}, 50, 50]);
  });

  it('an empty list has no lines', () => {
    expect(parseList('')).toEqual({entries: [], bad: [], badCount: 0, duplicates: 0, lines: 0});
  });
});

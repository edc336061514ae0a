import {describe, expect, it} from 'vitest';
import {coverageOf, coverageWords, networksOf} from '../../harness/rules/coverage.ts';

describe('what a list covers', () => {
  it('is nothing to speak of in a list of single attackers', () => {
    expect(coverageWords(coverageOf(['198.51.100.7', '45.33.32.156', '2001:db8::7'], []))).toBeUndefined();
  });

  it('names private, loopback and other special space, each as it is listed at least in part', () => {
    const {special} = coverageOf(['10.1.2.3', '172.16.0.0/12', '127.0.0.1', 'fe80::1', '0.0.0.0/8'], []);
    expect(special).toEqual([
      'private 10.0.0.0/8',
      'private 172.16.0.0/12',
      'loopback 127.0.0.0/8',
      '"this network" 0.0.0.0/8',
      'link-local fe80::/10',
    ]);
  });

  it("names the sensor's own networks, and a large part of all addresses", () => {
    const covered = coverageOf(['203.0.113.128/25', '64.0.0.0/3'], ['203.0.113.0/24', '198.18.0.0/15']);
    expect(covered).toEqual({special: [], own: ['203.0.113.0/24'], ipv4Share: expect.closeTo(0.125, 5)});
    expect(coverageWords(covered)).toBe(
      "the sensor's own networks (203.0.113.0/24), 12.5 % of all IPv4 addresses",
    );
    expect(coverageWords(coverageOf(['64.0.0.0/6'], []))).toBeUndefined();
  });

  it('knows the networks that a variable names outright', () => {
    expect(networksOf('[192.0.2.0/24, 198.51.100.7,!192.0.2.9,$OTHER]')).toEqual([
      '192.0.2.0/24',
      '198.51.100.7',
    ]);
    expect(networksOf('any')).toEqual([]);
    expect(networksOf('!$HOME_NET')).toEqual([]);
  });
});

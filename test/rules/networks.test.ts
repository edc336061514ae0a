import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  addressesIn,
  type Network,
  networkTexts,
  overlaps,
  parseNetwork,
  parseRange,
  without,
} from '../../harness/rules/networks.ts';

const network = (text: string): Network => {
  const parsed = parseNetwork(text) ?? parseRange(text);
  if (!parsed) throw new Error(text);
  return parsed;
};

describe('a network', () => {
  it.each([
    ['10.1.2.3/8', ['10.0.0.0/8']],
    ['192.0.2.1', ['192.0.2.1']],
    ['2001:DB8::1/33', ['2001:db8::/33']],
    ['192.0.2.0-192.0.2.255', ['192.0.2.0/24']],
    ['192.0.2.5 - 192.0.2.9', ['192.0.2.5', '192.0.2.6/31', '192.0.2.8/31']],
    ['192.0.2.7-192.0.2.7', ['192.0.2.7']],
    ['0.0.0.0-255.255.255.255', ['0.0.0.0/1', '128.0.0.0/1']],
    ['2001:db8::-2001:db8::ffff', ['2001:db8::/112']],
  ])('%s is written as %j', (text, texts) => {
    expect(networkTexts(network(text))).toEqual(texts);
  });

  it.each(['1.2.3.9-1.2.3.4', '1.2.3.4-::1', '1.2.3.4-', '-1.2.3.4', '1.2.3.4-1.2.3.5-1.2.3.6', 'a-b', ''])(
    '%j is no range',
    text => {
      expect(parseRange(text)).toBeUndefined();
    },
  );

  const ranges = fc
    .tuple(fc.integer({min: 0, max: 600}), fc.integer({min: 0, max: 600}))
    .map(([a, b]): Network => ({bits: 32, first: BigInt(Math.min(a, b)), last: BigInt(Math.max(a, b))}));
  const members = (networks: readonly Network[]): Set<number> => {
    const found = new Set<number>();
    for (const {first, last} of networks) for (let at = first; at <= last; at += 1n) found.add(Number(at));
    return found;
  };

  it('as texts, without another, and counted, holds exactly its addresses', () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const own = members([one]);
        expect(members(networkTexts(one).map(network))).toEqual(own);
        const theirs = members([other]);
        expect(members(without(one, other))).toEqual(new Set([...own].filter(at => !theirs.has(at))));
        expect(overlaps(one, other)).toBe([...own].some(at => theirs.has(at)));
        expect(Number(addressesIn([one, other, one], 32))).toBe(new Set([...own, ...theirs]).size);
      }),
      {seed: 12, numRuns: 300},
    );
  });
});

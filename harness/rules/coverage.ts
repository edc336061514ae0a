import {addressesIn, type Network, overlaps, parseNetwork} from './networks.ts';

/** What a blocklist covers that hardly anybody means to block. */
export interface Coverage {
  /** Special address space that it lists at least in part, in words: `private 10.0.0.0/8`. */
  readonly special: readonly string[];
  /** The user's own networks that it lists at least in part. */
  readonly own: readonly string[];
  /** Listed IPv4 addresses over all there are, 0..1. */
  readonly ipv4Share: number;
}

/** From this share on a list covers a large part of the Internet: the largest public lists of attackers stay below 1 %. */
const LARGE_SHARE = 0.05;

/** IANA's special-purpose registries, as far as a sensor may see traffic from there. */
const SPECIAL: readonly (readonly [string, string])[] = [
  ['private', '10.0.0.0/8'],
  ['private', '172.16.0.0/12'],
  ['private', '192.168.0.0/16'],
  ['shared (carrier-grade NAT)', '100.64.0.0/10'],
  ['loopback', '127.0.0.0/8'],
  ['link-local', '169.254.0.0/16'],
  ['"this network"', '0.0.0.0/8'],
  ['multicast', '224.0.0.0/4'],
  ['reserved', '240.0.0.0/4'],
  ['loopback', '::1'],
  ['private', 'fc00::/7'],
  ['link-local', 'fe80::/10'],
  ['multicast', 'ff00::/8'],
];

/** `own`: networks of the sensor, such as those of HOME_NET; what is none is passed over. */
export function coverageOf(entries: Iterable<string>, own: readonly string[]): Coverage {
  const networks: Network[] = [];
  for (const entry of entries) networks.push(parseNetwork(entry) as Network);
  const listed = (text: string): boolean => {
    const place = parseNetwork(text);
    return place !== undefined && networks.some(one => overlaps(one, place));
  };
  return {
    special: SPECIAL.filter(([, text]) => listed(text)).map(([kind, text]) => `${kind} ${text}`),
    own: own.filter(listed),
    ipv4Share: Number(addressesIn(networks, 32)) / 2 ** 32,
  };
}

/** What to say of a list's coverage; undefined where there is nothing to say. */
export function coverageWords({special, own, ipv4Share}: Coverage): string | undefined {
  const words = [
    ...(own.length > 0 ? [`the sensor's own networks (${own.join(', ')})`] : []),
    ...(special.length > 0 ? [`special-use address space (${special.join(', ')})`] : []),
    ...(ipv4Share >= LARGE_SHARE ? [`${(ipv4Share * 100).toFixed(1)} % of all IPv4 addresses`] : []),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

/** Networks that an address variable of Snort names outright: `[10.0.0.0/8,!10.1.0.0/16]` gives the first. */
export const networksOf = (variable: string): readonly string[] =>
  variable
    .split(/[\s,[\]]+/)
    .filter(part => part !== '' && !part.startsWith('!') && parseNetwork(part) !== undefined);

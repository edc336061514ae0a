import {ipv4Number, ipv6Bytes, ipv6Text} from '../domain/address.ts';

/** A network as a range of addresses: `bits` is 32 or 128, both ends belong to it. */
export interface Network {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

const ONE = 1n;

/** `10.0.0.0/8`, `2001:db8::1`: host bits are dropped. Undefined for anything else, and for a prefix length of 0. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const {bits, value} = address;
  const length = slash < 0 ? bits : prefixLength(text.slice(slash + 1), bits);
  if (length === undefined) return undefined;
  const size = ONE << BigInt(bits - length);
  const first = value - (value % size);
  return {bits, first, last: first + size - ONE};
}

/** `192.0.2.1-192.0.2.9`, both ends of one family and in their order; undefined for anything else. */
export function parseRange(text: string): Network | undefined {
  const [from, to, more] = text.split('-').map(end => parseAddress(end.trim()));
  if (!from || !to || more !== undefined || text.split('-').length !== 2) return undefined;
  if (from.bits !== to.bits || from.value > to.value) return undefined;
  return {bits: from.bits, first: from.value, last: to.value};
}

/** The fewest networks that hold exactly a range, the first address first, as canonical texts. */
export function networkTexts({bits, first, last}: Network): string[] {
  const texts: string[] = [];
  for (let at = first; at <= last; ) {
    let length = bits as number;
    for (; length > 1; length -= 1) {
      const size = ONE << BigInt(bits - length + 1);
      if (at % size !== 0n || at + size - ONE > last) break;
    }
    texts.push(length === bits ? addressText(bits, at) : `${addressText(bits, at)}/${length}`);
    at += ONE << BigInt(bits - length);
  }
  return texts;
}

export const overlaps = (a: Network, b: Network): boolean =>
  a.bits === b.bits && a.first <= b.last && b.first <= a.last;

/** What is left of a network without another. */
export function without(network: Network, gone: Network): Network[] {
  if (!overlaps(network, gone)) return [network];
  const {bits, first, last} = network;
  return [
    ...(first < gone.first ? [{bits, first, last: gone.first - ONE}] : []),
    ...(gone.last < last ? [{bits, first: gone.last + ONE, last}] : []),
  ];
}

/** Addresses in all networks of a family together, each once. */
export function addressesIn(networks: readonly Network[], bits: 32 | 128): bigint {
  const sorted = networks
    .filter(network => network.bits === bits)
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  let count = 0n;
  let next = 0n;
  for (const {first, last} of sorted) {
    const from = first > next ? first : next;
    if (last < from) continue;
    count += last - from + ONE;
    next = last + ONE;
  }
  return count;
}

function parseAddress(text: string): {bits: 32 | 128; value: bigint} | undefined {
  const number = ipv4Number(text);
  if (number !== undefined) return {bits: 32, value: BigInt(number)};
  const bytes = ipv6Bytes(text);
  if (!bytes) return undefined;
  return {bits: 128, value: BigInt(`0x${Buffer.from(bytes).toString('hex')}`)};
}

function addressText(bits: 32 | 128, value: bigint): string {
  const bytes = Buffer.from(value.toString(16).padStart(bits / 4, '0'), 'hex');
  return bits === 32 ? bytes.join('.') : ipv6Text(bytes);
}

/** Snort's reputation takes lengths from 1 on. */
function prefixLength(text: string, most: number): number | undefined {
  const length = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return length >= 1 && length <= most ? length : undefined;
}

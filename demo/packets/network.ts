import {bytes, hex, u16} from './bytes.ts';

/** Where an address lies, seen from the sensor's own Ethernet: everything outside is behind one gateway. */
interface Place {
  readonly address: Uint8Array;
  readonly mac: Uint8Array;
  readonly isLocal: boolean;
  /** TTL or hop limit of its packets at the sensor: 64 from local hosts, 5 to 20 hops less from outside. */
  readonly ttl: number;
}

/** A locally administered address, since a vendor's address would be false. */
const GATEWAY_MAC = hex('02 00 00 00 00 01');

/** The sensor's networks: TEST-NET-2 (RFC 5737) and part of the documentation prefix (RFC 3849). */
export const isLocal = (address: string): boolean =>
  address.startsWith('198.51.100.') || address.startsWith('2001:db8:10:') || address.startsWith('fe80:');

export function place(address: string): Place {
  const octets = address.includes(':') ? ipv6(address) : ipv4(address);
  const local = isLocal(address);
  const last = octets.at(-1) ?? 0;
  return {address: octets, mac: macOf(octets, local), isLocal: local, ttl: local ? 64 : 44 + (last % 16)};
}

function macOf(octets: Uint8Array, local: boolean): Uint8Array {
  if (octets.length === 16 && octets[0] === 0xff) return bytes(0x33, 0x33, octets.slice(-4)); // RFC 2464 section 7
  return local ? bytes(0x02, 0x00, octets.slice(-4)) : GATEWAY_MAC;
}

const ipv4 = (address: string): Uint8Array => bytes(...address.split('.').map(Number));

function ipv6(address: string): Uint8Array {
  const [head = '', tail] = address.split('::');
  const front = groups(head);
  const back = groups(tail ?? '');
  const middle = Array<number>(8 - front.length - back.length).fill(0);
  return bytes(...[...front, ...middle, ...back].map(u16));
}

const groups = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16));

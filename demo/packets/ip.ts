import {bytes, u16, u32} from './bytes.ts';
import {internetChecksum} from './checksum.ts';
import {place} from './network.ts';

/** IANA's protocol numbers. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

interface Datagram {
  /** IPv4 or IPv6 addresses, both of one family. */
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** 0..255; if absent, the value for the sender's location. */
  readonly ttl?: number;
}

/** The datagram in its Ethernet frame. */
export function ipFrame(datagram: Datagram): Uint8Array {
  const isIpv6 = datagram.from.includes(':');
  const etherType = isIpv6 ? 0x86dd : 0x0800;
  const packet = isIpv6 ? ipv6Packet(datagram) : ipv4Packet(datagram);
  return bytes(place(datagram.to).mac, place(datagram.from).mac, u16(etherType), packet);
}

/** The IPv4 packet alone, as ICMP errors quote it. Identification is 0: with DF set it has no meaning (RFC 6864). */
export function ipv4Packet({from, to, protocol, payload, ttl}: Datagram): Uint8Array {
  const source = place(from);
  const dontFragment = 0x4000;
  const sizes = bytes(0x45, 0, u16(20 + payload.length), u16(0), u16(dontFragment));
  const header = bytes(sizes, ttl ?? source.ttl, protocol, u16(0), source.address, place(to).address);
  header.set(u16(internetChecksum(header)), 10);
  return bytes(header, payload);
}

function ipv6Packet({from, to, protocol, payload, ttl}: Datagram): Uint8Array {
  const source = place(from);
  const versionClassLabel = u32(6 << 28);
  const header = bytes(versionClassLabel, u16(payload.length), protocol, ttl ?? source.ttl);
  return bytes(header, source.address, place(to).address, payload);
}

/** The datagram with its payload's checksum written at `offset`, pseudo header included (RFC 9293 section 3.1, RFC 8200 section 8.1). */
export function withChecksum(datagram: Datagram, offset: number): Datagram {
  const {from, to, protocol, payload} = datagram;
  const length = from.includes(':') ? u32(payload.length) : u16(payload.length);
  const pseudoHeader = bytes(place(from).address, place(to).address, length, 0, protocol);
  const summed = payload.slice();
  const checksum = internetChecksum(bytes(pseudoHeader, payload));
  summed.set(u16(checksum || 0xffff), offset); // the same sum; UDP takes 0 for "none" (RFC 768)
  return {...datagram, payload: summed};
}

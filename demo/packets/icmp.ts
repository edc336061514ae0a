import {bytes, type Piece, u16, zeros} from './bytes.ts';
import {internetChecksum} from './checksum.ts';
import {ICMP, ICMPV6, ipFrame, withChecksum} from './ip.ts';

interface Icmp {
  readonly from: string;
  readonly to: string;
  /** 0..255, of RFC 792, or of RFC 4443 and RFC 4861 between IPv6 addresses. */
  readonly type: number;
  readonly code?: number;
  /** What follows the checksum: the four octets of the rest of the header, then data. */
  readonly body: Uint8Array;
  /** Hop limit, if it is not the sender's usual one. */
  readonly ttl?: number;
}

/** Offset of the checksum in an ICMP header, bytes. */
const CHECKSUM_AT = 2;

export function icmpFrame({from, to, type, code = 0, body, ...rest}: Icmp): Uint8Array {
  const payload = bytes(type, code, u16(0), body);
  if (from.includes(':')) {
    return ipFrame(withChecksum({from, to, protocol: ICMPV6, payload, ...rest}, CHECKSUM_AT));
  }
  payload.set(u16(internetChecksum(payload)), CHECKSUM_AT);
  return ipFrame({from, to, protocol: ICMP, payload, ...rest});
}

/** Body of an echo request or reply: identifier and sequence number, 0..65535 each. */
export const echo = (id: number, sequence: number, data: Piece = ''): Uint8Array =>
  bytes(u16(id), u16(sequence), data);

/** Body of an ICMP error: the unused word, then the head of the packet that caused it (RFC 792: 8 bytes past its header). */
export const quote = (packet: Uint8Array): Uint8Array => bytes(zeros(4), packet.slice(0, 28));

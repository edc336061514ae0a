import {bytes, u16} from './bytes.ts';
import {ipFrame, UDP, withChecksum} from './ip.ts';

/** One end of a conversation. */
export interface Endpoint {
  readonly address: string;
  /** 1..65535. */
  readonly port: number;
}

/** Offset of the checksum in a UDP header, bytes. */
const CHECKSUM_AT = 6;

export function udpFrame(from: Endpoint, to: Endpoint, data: Uint8Array): Uint8Array {
  const payload = bytes(u16(from.port), u16(to.port), u16(8 + data.length), u16(0), data);
  const datagram = withChecksum({from: from.address, to: to.address, protocol: UDP, payload}, CHECKSUM_AT);
  return ipFrame(datagram);
}

import {bytes, hex, u16, u32} from './bytes.ts';
import {ipFrame, TCP, withChecksum} from './ip.ts';
import type {Endpoint} from './udp.ts';

/** TCP flags of RFC 9293 section 3.1. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

/** Payload bytes of the largest segment: Ethernet's 1500 less 40 of headers. */
export const MSS = 1460;

interface Segment {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Control bits, or-ed. */
  readonly flags: number;
  /** 0..2^32-1. */
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly data?: Uint8Array;
}

/** Offset of the checksum in a TCP header, bytes. */
const CHECKSUM_AT = 16;
const WINDOW = 64240;
/** MSS, SACK permitted, NOP, window scale 7. */
const SYN_OPTIONS = bytes(hex('02 04'), u16(MSS), hex('04 02 01 03 03 07 01 01'));

export function tcpFrame({from, to, flags, sequence, acknowledgement, data = bytes()}: Segment): Uint8Array {
  const options = flags & SYN ? SYN_OPTIONS : bytes();
  const window = flags & RST ? 0 : WINDOW;
  const headerWords = 5 + options.length / 4;
  const ports = bytes(u16(from.port), u16(to.port));
  const state = bytes(u32(sequence), u32(acknowledgement), headerWords << 4, flags, u16(window));
  const checksumAndUrgent = u32(0);
  const payload = bytes(ports, state, checksumAndUrgent, options, data);
  return ipFrame(withChecksum({from: from.address, to: to.address, protocol: TCP, payload}, CHECKSUM_AT));
}

import {bytes, le16, le32} from './bytes.ts';
import type {Packet} from './packet.ts';

/** Longest packet that the file may hold, bytes: what tcpdump writes by default. */
const SNAPLEN = 262_144;
const LINKTYPE_ETHERNET = 1;

/** A classic little-endian pcap file with microseconds (draft-ietf-opsawg-pcap), its packets in chronological order.
 *  `begin`: epoch microseconds of the packets' time 0. */
export function pcapFile(packets: readonly Packet[], begin: number): Uint8Array {
  const inOrder = packets.toSorted((one, other) => one.at - other.at);
  return concatenate([fileHeader(), ...inOrder.map(packet => record(packet, begin))]);
}

function fileHeader(): Uint8Array {
  const magicAndVersion = bytes(le32(0xa1b2c3d4), le16(2), le16(4));
  const zoneAndAccuracy = bytes(le32(0), le32(0));
  return bytes(magicAndVersion, zoneAndAccuracy, le32(SNAPLEN), le32(LINKTYPE_ETHERNET));
}

function record({at, frame}: Packet, begin: number): Uint8Array {
  const time = begin + at;
  const seconds = Math.floor(time / 1_000_000);
  const length = le32(frame.length);
  return bytes(le32(seconds), le32(time % 1_000_000), length, length, frame);
}

/** Does not use `bytes`: a whole file would be too long for an argument list. */
function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

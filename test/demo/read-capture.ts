import {readFileSync} from 'node:fs';

/** Readers written apart from the generator, so that both would have to be wrong in the same way. */
export interface Frame {
  /** Epoch microseconds. */
  readonly at: number;
  readonly bytes: Buffer;
}

export interface PcapFile {
  readonly magic: number;
  readonly version: string;
  readonly snaplen: number;
  readonly linkType: number;
  readonly frames: readonly Frame[];
  /** Bytes after the last whole record. */
  readonly rest: number;
}

/** The folder that `demo/make-captures.ts` writes to. */
export const CAPTURES = new URL('../../demo/captures/', import.meta.url);

export const captureBytes = (name: string): Buffer => readFileSync(new URL(`${name}.pcap`, CAPTURES));

export function readPcap(file: Buffer): PcapFile {
  const frames: Frame[] = [];
  let at = 24;
  while (at + 16 <= file.length) {
    const captured = file.readUInt32LE(at + 8);
    const end = at + 16 + captured;
    if (end > file.length || captured !== file.readUInt32LE(at + 12)) break;
    const time = file.readUInt32LE(at) * 1e6 + file.readUInt32LE(at + 4);
    frames.push({at: time, bytes: file.subarray(at + 16, end)});
    at = end;
  }
  return {
    magic: file.readUInt32LE(0),
    version: `${file.readUInt16LE(4)}.${file.readUInt16LE(6)}`,
    snaplen: file.readUInt32LE(16),
    linkType: file.readUInt32LE(20),
    frames,
    rest: file.length - at,
  };
}

export interface IpPacket {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  /** The IPv4 header; undefined for IPv6, whose header has no checksum. */
  readonly ipv4Header: Buffer | undefined;
  /** Both addresses, as the pseudo header begins. */
  readonly addresses: Buffer;
  readonly payload: Buffer;
}

export function readIp(frame: Buffer): IpPacket {
  const packet = frame.subarray(14);
  if (frame.readUInt16BE(12) === 0x86dd) {
    return {
      source: packet.toString('hex', 8, 24),
      destination: packet.toString('hex', 24, 40),
      protocol: packet.readUInt8(6),
      ipv4Header: undefined,
      addresses: packet.subarray(8, 40),
      payload: packet.subarray(40, 40 + packet.readUInt16BE(4)),
    };
  }
  return {
    source: packet.subarray(12, 16).join('.'),
    destination: packet.subarray(16, 20).join('.'),
    protocol: packet.readUInt8(9),
    ipv4Header: packet.subarray(0, 20),
    addresses: packet.subarray(12, 20),
    payload: packet.subarray(20, packet.readUInt16BE(2)),
  };
}

export interface TcpSegment {
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly acknowledgement: number;
  /** Control bits in the order in which they stand in the header, such as `SA`. */
  readonly flags: string;
  readonly length: number;
}

export function readTcp({source, destination, payload}: IpPacket): TcpSegment {
  const bits = payload.readUInt8(13);
  return {
    from: `${source}:${payload.readUInt16BE(0)}`,
    to: `${destination}:${payload.readUInt16BE(2)}`,
    sequence: payload.readUInt32BE(4),
    acknowledgement: payload.readUInt32BE(8),
    flags: [...'FSRPA'].filter((_, bit) => bits & (1 << bit)).join(''),
    length: payload.length - (payload.readUInt8(12) >> 4) * 4,
  };
}

import {bytes, le16, le32, zeros} from '../../demo/packets/bytes.ts';
import {echo, icmpFrame} from '../../demo/packets/icmp.ts';

interface PingOptions {
  readonly count: number;
  /** Bytes of data in each echo request. */
  readonly data?: number;
  /** Bytes of each packet that the capture holds; left out: all of them. */
  readonly snaplen?: number;
  /** LINKTYPE. */
  readonly linkType?: number;
  /** Of the file: 0xa1b2cd34 is the modified form, whose packets have eight bytes more in their headers. */
  readonly magic?: number;
}

const BEGIN = 1_780_000_000;

const frames = ({count, data = 32}: PingOptions): Uint8Array[] =>
  Array.from({length: count}, (_, n) =>
    icmpFrame({
      from: '203.0.113.7',
      to: '198.51.100.9',
      type: 8,
      body: echo(7, n, bytes(...Array(data).fill(0x61))),
    }),
  );

/** Echo requests in a classic pcap. */
export function pings(options: PingOptions): Uint8Array {
  const {linkType = 1, magic = 0xa1b2c3d4, snaplen = 262_144} = options;
  const header = bytes(le32(magic), le16(2), le16(4), le32(0), le32(0), le32(snaplen), le32(linkType));
  const more = magic === 0xa1b2cd34 ? zeros(8) : zeros(0);
  const records = frames(options).map((frame, n) =>
    Buffer.concat([
      bytes(le32(BEGIN + n), le32(0), le32(Math.min(snaplen, frame.length)), le32(frame.length), more),
      frame.subarray(0, snaplen),
    ]),
  );
  return Buffer.concat([header, ...records]);
}

const block = (type: number, body: Uint8Array): Uint8Array => {
  const length = le32(12 + Math.ceil(body.length / 4) * 4);
  return Buffer.concat([
    le32(type),
    length,
    body,
    zeros(Math.ceil(body.length / 4) * 4 - body.length),
    length,
  ]);
};

/** Echo requests in a pcapng whose interface is declared behind a block of so many bytes. */
export function pingsInPcapng(options: PingOptions, before: number): Uint8Array {
  const section = bytes(le32(0x1a2b3c4d), le16(1), le16(0), le32(0xffffffff), le32(0xffffffff));
  const packets = frames(options).map((frame, n) => {
    const micros = BigInt(BEGIN + n) * 1_000_000n;
    const time = bytes(le32(Number(micros >> 32n)), le32(Number(micros & 0xffffffffn)));
    return block(6, Buffer.concat([le32(0), time, le32(frame.length), le32(frame.length), frame]));
  });
  return Buffer.concat([
    block(0x0a0d0d0a, section),
    block(0x40000bad, zeros(before)),
    block(1, bytes(le16(1), le16(0), le32(0))),
    ...packets,
  ]);
}

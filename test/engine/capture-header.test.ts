import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CAPTURE_NAME, dltOf, isCapture, isGzip} from '../../harness/engine/capture-header.ts';
import {CaptureScan} from '../../harness/engine/capture-scan.ts';

/** A pcap file header, in the byte order of the machine that wrote it. */
function pcap(magic: number, linkType: number, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, magic, little);
  view.setUint16(4, 2, little);
  view.setUint16(6, 4, little);
  view.setUint32(16, 262_144, little);
  view.setUint32(20, linkType, little);
  return new Uint8Array(view.buffer);
}

/** One pcapng block: type, length, body, length. */
function block(type: number, body: Uint8Array, little: boolean): Uint8Array {
  const length = 12 + Math.ceil(body.length / 4) * 4;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, little);
  view.setUint32(4, length, little);
  bytes.set(body, 8);
  view.setUint32(length - 4, length, little);
  return bytes;
}

function numbers(little: boolean, ...values: readonly [2 | 4 | 8, number][]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, little);
    else if (size === 4) view.setUint32(at, value, little);
    else view.setBigInt64(at, BigInt(value), little);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

const section = (little: boolean, options = new Uint8Array()): Uint8Array =>
  block(
    0x0a0d0d0a,
    Buffer.concat([numbers(little, [4, 0x1a2b3c4d], [2, 1], [2, 0], [8, -1]), options]),
    little,
  );
const iface = (linkType: number, little: boolean): Uint8Array =>
  block(1, numbers(little, [2, linkType], [2, 0], [4, 262_144]), little);

/** A packet of a classic pcap: how many of its bytes were captured, and how many it had. */
function record(captured: number, length: number, little: boolean, extra = 0): Uint8Array {
  const bytes = Buffer.alloc(16 + extra + captured, 0xee);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(8, captured, little);
  view.setUint32(12, length, little);
  return bytes;
}

const packetBlock = (type: number, captured: number, length: number, little: boolean): Uint8Array =>
  block(
    type,
    Buffer.concat([
      numbers(little, [4, 0], [4, 0], [4, 0], [4, captured], [4, length]),
      Buffer.alloc(captured, 0xee),
    ]),
    little,
  );

/** The scan of a file that comes in chunks of a size. */
function scanned(file: Uint8Array, chunk = file.length || 1) {
  const scan = new CaptureScan();
  for (let at = 0; at < file.length; at += chunk) scan.push(Buffer.from(file.subarray(at, at + chunk)));
  return scan.end();
}

describe('a capture', () => {
  it.each([
    ['microseconds, little-endian', 0xa1b2c3d4, true, 0],
    ['microseconds, big-endian', 0xa1b2c3d4, false, 0],
    ['nanoseconds, little-endian', 0xa1b23c4d, true, 0],
    ['nanoseconds, big-endian', 0xa1b23c4d, false, 0],
    ['the modified form, little-endian', 0xa1b2cd34, true, 8],
    ['the modified form, big-endian', 0xa1b2cd34, false, 8],
  ])('in pcap tells link type, packets and cut packets: %s', (_, magic, little, extra) => {
    for (const linkType of [0, 1, 101, 113, 276]) {
      const file = Buffer.concat([
        pcap(magic, linkType, little),
        record(60, 60, little, extra),
        record(96, 1400, little, extra),
        record(0, 0, little, extra),
        record(96, 97, little, extra),
      ]);
      for (const chunk of [file.length, 1, 7, 64, 100])
        expect(scanned(file, chunk)).toEqual({linkType, problem: undefined, packets: 4, cutPackets: 2});
      expect(isCapture(file)).toBe(true);
    }
  });

  it('in pcap may name the length of a frame check sequence beside the link type', () => {
    expect(scanned(pcap(0xa1b2c3d4, 0x4400_0001, true)).linkType).toBe(1);
  });

  it('in a pcap of before version 2.3 has its two lengths the other way round', () => {
    const old = pcap(0xa1b2c3d4, 1, true);
    new DataView(old.buffer).setUint16(6, 2, true);
    const packet = Buffer.alloc(16 + 60);
    packet.writeUInt32LE(1400, 8);
    packet.writeUInt32LE(60, 12);
    expect(scanned(Buffer.concat([old, packet, packet]))).toMatchObject({packets: 2, cutPackets: 2});
  });

  it.each([true, false])('in pcapng tells the same of its first interface (little-endian: %s)', little => {
    const other = block(0x0000_0bad, numbers(little, [4, 7], [4, 8]), little);
    const file = Buffer.concat([
      section(little),
      other,
      block(0x4000_0bad, new Uint8Array(9000), little),
      iface(113, little),
      iface(1, little),
      packetBlock(6, 60, 60, little),
      packetBlock(6, 61, 1400, little),
      packetBlock(2, 96, 97, little),
      other,
    ]);
    for (const chunk of [file.length, 1, 13, 64, 4096])
      expect(scanned(file, chunk)).toEqual({
        linkType: 113,
        problem: undefined,
        packets: 3,
        cutPackets: 2,
      });
    expect(isCapture(file)).toBe(true);
  });

  it('in pcapng with simple packets is cut by the snaplen of its interface', () => {
    const small = block(1, numbers(true, [2, 1], [2, 0], [4, 96]), true);
    const simple = (length: number) =>
      block(3, Buffer.concat([numbers(true, [4, length]), Buffer.alloc(Math.min(96, length))]), true);
    const file = Buffer.concat([section(true), small, simple(60), simple(97), simple(96)]);
    expect(scanned(file)).toMatchObject({packets: 3, cutPackets: 1});
  });

  it.each([
    ['nothing', new Uint8Array(), 'the file is empty'],
    ['one byte', new Uint8Array(1), 'the file is shorter than a capture header'],
    [
      '23 bytes of a pcap',
      pcap(0xa1b2c3d4, 1, true).subarray(0, 23),
      'the file is shorter than a capture header',
    ],
    ['zeros', new Uint8Array(64), 'the file does not begin with a pcap or pcapng header'],
    [
      'text',
      Buffer.from('alert tcp any any -> any any (msg:"x";)'),
      'the file does not begin with a pcap or pcapng header',
    ],
    [
      'xz',
      Buffer.from(`fd377a585a00${'00'.repeat(40)}`, 'hex'),
      'the file is compressed with xz: unpack it with unxz',
    ],
    [
      'zstd',
      Buffer.from(`28b52ffd${'00'.repeat(40)}`, 'hex'),
      'the file is compressed with zstd: unpack it with unzstd',
    ],
    [
      'zip',
      Buffer.from(`504b0304${'00'.repeat(40)}`, 'hex'),
      'the file is a zip archive: unpack it with unzip',
    ],
  ])('is not %s', (_, bytes, problem) => {
    expect(scanned(bytes)).toEqual({linkType: undefined, problem, packets: 0, cutPackets: 0});
    expect(isCapture(bytes)).toBe(false);
  });

  it.each([
    ['without an interface', section(true)],
    ['whose blocks have no length', Buffer.concat([section(true), new Uint8Array(64)])],
    ['cut off in its interface', Buffer.concat([section(true), iface(1, true).subarray(0, 10)])],
  ])('in pcapng %s declares none', (_, bytes) => {
    expect(scanned(bytes).problem).toBe('the pcapng file does not declare an interface');
  });

  it('is scanned from any bytes in any chunks alike, without an end or an error', () => {
    const start = fc.constantFrom(
      section(true),
      section(false),
      new Uint8Array(),
      pcap(0xa1b2c3d4, 1, true),
      pcap(0xa1b2cd34, 1, false),
    );
    fc.assert(
      fc.property(
        start,
        fc.uint8Array({maxLength: 300}),
        fc.integer({min: 1, max: 90}),
        (head, bytes, chunk) => {
          const file = Buffer.concat([head, bytes]);
          expect(scanned(file, chunk)).toEqual(scanned(file));
        },
      ),
      {seed: 11, numRuns: 1000},
    );
  });

  it('is looked for whatever the name, and a name makes a capture of a file with a broken one', () => {
    expect(
      ['a.pcap', 'a.pcap.gz', 'a.PCAPNG', 'x/a.cap', 'a.ntar', 'a.dmp'].every(name =>
        CAPTURE_NAME.test(name),
      ),
    ).toBe(true);
    expect(['a.txt.gz', 'pcap', 'a.txt', 'a.pcap/readme'].some(name => CAPTURE_NAME.test(name))).toBe(false);
  });

  it('that is gzipped is known by its first two bytes', () => {
    expect(isGzip(Buffer.from('1f8b08', 'hex'))).toBe(true);
    expect(isGzip(Buffer.from('1f', 'hex'))).toBe(false);
  });
});

describe('a link type', () => {
  it('has another number in memory where libpcap maps it', () => {
    expect([0, 1, 100, 101, 102, 103, 104, 106, 113, 276].map(dltOf)).toEqual([
      0, 1, 11, 12, 15, 16, 104, 19, 113, 276,
    ]);
  });
});

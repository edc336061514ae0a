import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  CAPTURE_NAME,
  HEADER_BYTES,
  isCapture,
  readCaptureHeader,
} from '../../harness/engine/capture-header.ts';

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

describe('a capture header', () => {
  it.each([
    ['microseconds, little-endian', 0xa1b2c3d4, true],
    ['microseconds, big-endian', 0xa1b2c3d4, false],
    ['nanoseconds, little-endian', 0xa1b23c4d, true],
    ['nanoseconds, big-endian', 0xa1b23c4d, false],
  ])('of a pcap gives its link type: %s', (_, magic, little) => {
    for (const linkType of [0, 1, 101, 113, 276]) {
      expect(readCaptureHeader(pcap(magic, linkType, little))).toEqual({linkType});
      expect(isCapture(pcap(magic, linkType, little))).toBe(true);
    }
  });

  it('of a pcap may name the length of a frame check sequence beside the link type', () => {
    expect(readCaptureHeader(pcap(0xa1b2c3d4, 0x4400_0001, true))).toEqual({linkType: 1});
  });

  it.each([true, false])(
    'of a pcapng gives the link type of its first interface (little-endian: %s)',
    little => {
      const other = block(0x0000_0bad, numbers(little, [4, 7], [4, 8]), little);
      const file = Buffer.concat([section(little), other, iface(113, little), iface(1, little)]);
      expect(readCaptureHeader(file)).toEqual({linkType: 113});
      expect(
        readCaptureHeader(Buffer.concat([section(little, new Uint8Array(400)), iface(1, little)])),
      ).toEqual({
        linkType: 1,
      });
    },
  );

  it.each([
    ['nothing', new Uint8Array(), 'the file is empty'],
    ['one byte', new Uint8Array(1), 'the file is shorter than a capture header'],
    [
      '23 bytes of a pcap',
      pcap(0xa1b2c3d4, 1, true).subarray(0, 23),
      'the file is shorter than a capture header',
    ],
    ['zeros', new Uint8Array(64), 'the file begins with no capture header (pcap or pcapng)'],
    [
      'text',
      Buffer.from('alert tcp any any -> any any (msg:"x";)'),
      'the file begins with no capture header (pcap or pcapng)',
    ],
    [
      'gzip',
      Buffer.from(`1f8b08${'00'.repeat(40)}`, 'hex'),
      'the file is gzipped: Snort reads none; unpack it with gunzip',
    ],
    ['a pcapng without an interface', section(true), 'the pcapng header names no interface'],
    [
      'a pcapng whose blocks have no length',
      Buffer.concat([section(true), new Uint8Array(64)]),
      'the pcapng header names no interface',
    ],
    [
      'a pcapng cut off in its interface',
      Buffer.concat([section(true), iface(1, true).subarray(0, 10)]),
      'the pcapng header names no interface',
    ],
  ])('is missing in %s', (_, bytes, problem) => {
    expect(readCaptureHeader(bytes)).toEqual({problem});
    expect(isCapture(bytes)).toBe(false);
  });

  it('is read from any bytes without an end or an error', () => {
    const start = fc.constantFrom(section(true), section(false), new Uint8Array());
    fc.assert(
      fc.property(start, fc.uint8Array({maxLength: 200}), (head, bytes) => {
        const header = readCaptureHeader(Buffer.concat([head, bytes]).subarray(0, HEADER_BYTES));
        expect('linkType' in header ? header.linkType : header.problem).toBeDefined();
      }),
      {numRuns: 1000},
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
});

import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {trimCapture} from '../../harness/disk/trim-capture.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

interface Form {
  readonly big: boolean;
  readonly nanos: boolean;
}

const FORMS: readonly Form[] = [true, false].flatMap(big => [true, false].map(nanos => ({big, nanos})));
const T = 1_780_000_000_000_000;

/** A capture with a packet at each time (microseconds); each holds its place and so many bytes more. */
function capture(times: readonly number[], {big, nanos}: Form, bytes: (place: number) => number = () => 60) {
  const u32 = (n: number) => {
    const four = Buffer.alloc(4);
    if (big) four.writeUInt32BE(n);
    else four.writeUInt32LE(n);
    return four;
  };
  const header = Buffer.concat([
    u32(nanos ? 0xa1b23c4d : 0xa1b2c3d4),
    Buffer.from(big ? '00020004' : '02000400', 'hex'),
    ...[0, 0, 65_535, 1].map(u32),
  ]);
  const records = times.map((at, place) => {
    const data = Buffer.concat([u32(place), Buffer.alloc(bytes(place), place)]);
    const fraction = (at % 1_000_000) * (nanos ? 1000 : 1) + (nanos ? 999 : 0);
    return Buffer.concat([u32(Math.floor(at / 1_000_000)), u32(fraction), u32(data.length), u32(1500), data]);
  });
  return {whole: Buffer.concat([header, ...records]), header, records};
}

/** Writes the capture, cuts it; gives what was told and what was written. */
async function cut(content: Buffer, beginAt: number, endAt: number) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'from.pcap'), content);
  const to = join(folder, 'to.pcap');
  const told = await trimCapture(join(folder, 'from.pcap'), to, beginAt, endAt);
  return {told, written: told && readFileSync(to), names: readdirSync(folder), to};
}

describe('a capture cut to a window', () => {
  it.each(FORMS)('holds the packets from its begin on and before its end, byte for byte: %o', async form => {
    const {whole, header, records} = capture([T, T + 1, T + 2, T + 3], form);
    const {told, written} = await cut(whole, T + 1, T + 3);
    const expected = Buffer.concat([header, ...records.slice(1, 3)]);
    expect(written?.equals(expected)).toBe(true);
    expect(told).toEqual({packets: 2, bytes: expected.length});
  });

  it('keeps packets that stand out of order', async () => {
    const {whole, header, records} = capture([T + 5, T, T + 9, T + 4], {big: false, nanos: false});
    const {written} = await cut(whole, T + 4, T + 9);
    expect(written?.equals(Buffer.concat([header, ...[0, 3].map(n => records[n] as Buffer)]))).toBe(true);
  });

  it('is its owner’s alone, and leaves no part beside it', async () => {
    const {to, names} = await cut(capture([T], {big: false, nanos: false}).whole, T, T + 1);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(names.sort()).toEqual(['from.pcap', 'to.pcap']);
  });

  it('leaves out a last record that is not whole, wherever it breaks off', async () => {
    const {whole, header, records} = capture([T, T], {big: false, nanos: false}, () => 3);
    const first = Buffer.concat([header, records[0] as Buffer]);
    for (let end = first.length; end < whole.length; end += 1) {
      const {told, written} = await cut(whole.subarray(0, end), T, T + 1);
      expect(told).toEqual({packets: 1, bytes: first.length});
      expect(written?.equals(first)).toBe(true);
    }
  });

  it('may hold no packet', async () => {
    const {whole, header} = capture([T], {big: true, nanos: false});
    const {told, written} = await cut(whole, T + 1, T + 2);
    expect(told).toEqual({packets: 0, bytes: 24});
    expect(written?.equals(header)).toBe(true);
  });

  it('ends before a record that says it is larger than any packet', async () => {
    const {header, records} = capture([T], {big: false, nanos: false});
    const broken = Buffer.alloc(16, 0xff);
    const {told} = await cut(Buffer.concat([header, ...records, broken, Buffer.alloc(99)]), T, T + 1);
    expect(told?.packets).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['half a header', 'd4c3b2a10200'],
    ['a pcapng', `0a0d0d0a${'00'.repeat(40)}`],
  ])('is none where there is %s', async (_, hex) => {
    const {told, names} = await cut(Buffer.from(hex, 'hex'), 0, T);
    expect(told).toBeUndefined();
    expect(names).toEqual(['from.pcap']);
  });

  it('is none where there is no file', async () => {
    const folder = tempFolder();
    expect(await trimCapture(join(folder, 'gone'), join(folder, 'to'), 0, T)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is right for packets of all sizes, over the edges of what is read at a time', async () => {
    const sizes = fc.array(fc.integer({min: 0, max: 200_000}), {minLength: 1, maxLength: 40});
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(40), fc.nat(40), async (bytes, a, b) => {
        const {whole, header, records} = capture(
          bytes.map((_, place) => T + place),
          {big: false, nanos: true},
          place => bytes[place] ?? 0,
        );
        const {written} = await cut(whole, T + a, T + b);
        expect(written?.equals(Buffer.concat([header, ...records.slice(a, Math.max(a, b))]))).toBe(true);
      }),
      {numRuns: 25, seed: 3},
    );
  });
});

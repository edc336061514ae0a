import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isTooLong, type Line, MAX_LINE_BYTES, splitLines} from '../../harness/ingest/split-lines.ts';
import {bytesOf, chunksOf} from '../fixtures/logs.ts';

async function linesOf(chunks: AsyncIterable<Uint8Array>, start = 0): Promise<Line[]> {
  const lines: Line[] = [];
  // the bytes of a line are the splitter's only until the next one is asked for
  for await (const line of splitLines(chunks, start))
    lines.push({...line, bytes: Uint8Array.from(line.bytes)});
  return lines;
}

const told = (lines: readonly Line[]) =>
  lines.map(({offset, bytes, length, complete}) => ({
    offset,
    text: Buffer.from(bytes).toString('latin1'),
    length,
    complete,
  }));

/** Bytes in which newlines are frequent. */
const logBytes = fc
  .array(fc.oneof({arbitrary: fc.constant(10), weight: 1}, {arbitrary: fc.nat(255), weight: 4}), {
    maxLength: 200,
  })
  .map(values => Uint8Array.from(values));

describe('splitLines', () => {
  it('gives each line with its offset and without its newline, and says which one is unfinished', async () => {
    expect(told(await linesOf(chunksOf(bytesOf('ab\n\ncde\r\nf')), 100))).toEqual([
      {offset: 100, text: 'ab', length: 2, complete: true},
      {offset: 103, text: '', length: 0, complete: true},
      {offset: 104, text: 'cde\r', length: 4, complete: true},
      {offset: 109, text: 'f', length: 1, complete: false},
    ]);
  });

  it('gives no line for no bytes', async () => {
    expect(await linesOf(chunksOf(bytesOf('')))).toEqual([]);
  });

  it('gives the same lines however the bytes are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(logBytes, fc.array(fc.nat(200), {maxLength: 20}), async (bytes, cuts) => {
        const text = Buffer.from(bytes).toString('latin1');
        const parts = text.split('\n');
        const lines = told(await linesOf(chunksOf(bytes, cuts)));
        expect(lines.map(line => line.text)).toEqual(parts.at(-1) === '' ? parts.slice(0, -1) : parts);
        let offset = 0;
        for (const line of lines) {
          expect(line.offset).toBe(offset);
          expect(line.length).toBe(line.text.length);
          offset += line.length + 1;
        }
        expect(lines.filter(line => !line.complete).length).toBe(parts.at(-1) === '' ? 0 : 1);
      }),
      {numRuns: 300},
    );
  });

  it.each([
    ['one byte below the limit', MAX_LINE_BYTES - 1, false],
    ['the limit', MAX_LINE_BYTES, false],
    ['one byte above the limit', MAX_LINE_BYTES + 1, true],
  ])('takes a line of %s at its word', async (_, length, tooLong) => {
    const bytes = Buffer.alloc(length + 1, 'x');
    bytes[length] = 10;
    for (const cuts of [[], [1], [4096], [length - 1], [300_000, 700_000]]) {
      const [line, ...rest] = await linesOf(chunksOf(bytes, cuts));
      expect(rest).toEqual([]);
      expect(line && isTooLong(line)).toBe(tooLong);
      expect(line?.length).toBe(length);
      expect(line?.bytes.length).toBe(tooLong ? 4096 : length);
    }
  });

  it.each([
    ['64 KiB chunks', 64 * 1024],
    ['chunks as long as a line may be', MAX_LINE_BYTES],
    ['one chunk for all', 60 * 1024 * 1024],
  ])('turns a line of 50 MB into one line of a few KiB, read in %s', async (_, chunkBytes) => {
    const length = 50 * 1000 * 1000;
    const ending = Buffer.from('\n{"next":1}\n');
    async function* chunks(): AsyncGenerator<Uint8Array> {
      const whole = chunkBytes > length;
      if (whole) yield Buffer.concat([Buffer.from('head'), Buffer.alloc(length - 4, 'x'), ending]);
      else {
        yield Buffer.from('head');
        for (let left = length - 4; left > 0; left -= chunkBytes)
          yield Buffer.alloc(Math.min(left, chunkBytes), 'x');
        yield ending;
      }
    }
    const [long, next, ...rest] = await linesOf(chunks());
    expect(rest).toEqual([]);
    expect(long).toMatchObject({offset: 0, length, complete: true});
    expect(long?.bytes.length).toBe(4096);
    expect(Buffer.from(long?.bytes ?? []).toString('latin1', 0, 6)).toBe('headxx');
    expect(next && Buffer.from(next.bytes).toString()).toBe('{"next":1}');
    expect(next?.offset).toBe(length + 1);
  });

  it('holds no more than one line limit of memory while a line of 200 MB goes by', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let most = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 3200; n += 1) {
        yield chunk;
        if (n % 400 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
      }
    }
    const before = process.memoryUsage().arrayBuffers;
    const [line] = await linesOf(chunks());
    expect(line?.length).toBe(3200 * 64 * 1024);
    expect(most - before).toBeLessThan(64 * 1024 * 1024);
  });
});

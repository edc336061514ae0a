import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseBytes, parseSpan} from '../../harness/declarations/span.ts';

describe('a span', () => {
  it.each([
    ['24h', 86_400_000],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => expect(parseSpan(text)).toBe(ms));

  it.each(['', '24', 'h', '1.5h', '-1h', '24 h', '1w', '1h30', '1H'])('is not "%s"', text =>
    expect(parseSpan(text)).toBeUndefined(),
  );
});

describe('a size', () => {
  it.each([
    ['20GB', 20_000_000_000],
    ['512MiB', 536_870_912],
    ['1.5 TB', 1_500_000_000_000],
    ['0.001MB', 1000],
    ['1TiB', 1_099_511_627_776],
  ])('%s is %d bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(['', '20', '20gb', '20 G', '-1GB', '1e3MB', '1.2345GB', '20KB', 'GB', '20GB '])(
    'is not "%s"',
    text => expect(parseBytes(text)).toBeUndefined(),
  );

  it('is a whole number of bytes, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.double({min: 0, max: 999_999, noNaN: true}).map(number => number.toFixed(3)),
        fc.constantFrom('MB', 'GB', 'TB', 'MiB', 'GiB', 'TiB'),
        (number, unit) => {
          expect(Number.isSafeInteger(parseBytes(`${number}${unit}`) ?? 0)).toBe(true);
        },
      ),
      {seed: 8, numRuns: 300},
    );
  });
});

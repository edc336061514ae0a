import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {fractionOf, timestampReader} from '../../harness/ingest/snort-json/timestamps.ts';

const micros = (iso: string): number => Date.parse(iso) * 1000;
const read = (
  text: string,
  {
    year,
    changedAt = '2026-06-15T00:00:00Z',
    timeZone = 'UTC',
  }: {year?: number; changedAt?: string; timeZone?: string} = {},
): string | undefined => {
  const at = timestampReader({year, changedAt: micros(changedAt), timeZone})(text)?.at;
  return at === undefined ? undefined : new Date(at / 1000).toISOString();
};

describe('timestamps', () => {
  it('have microseconds', () => {
    expect(timestampReader({year: 2026, changedAt: 0, timeZone: 'UTC'})('06/01-12:34:56.000001')).toEqual({
      at: micros('2026-06-01T12:34:56Z') + 1,
    });
    expect(fractionOf('06/01-12:34:56.5')).toBe(500_000);
    expect(fractionOf('06/01-12:34:56.999999 ')).toBe(999_999);
    expect(fractionOf('26/06/01-12:34:56.000123')).toBe(123);
    expect(fractionOf('06/01-12:34:56')).toBeUndefined();
  });

  it('say which year was assumed, where neither they nor the user name one', () => {
    const reader = timestampReader({
      year: undefined,
      changedAt: micros('2026-06-15T00:00:00Z'),
      timeZone: 'UTC',
    });
    expect(reader('07/01-00:00:00.000000')).toEqual({at: micros('2025-07-01T00:00:00Z'), guessedYear: 2025});
    expect(reader('25/07/01-00:00:00.000000')).toEqual({at: micros('2025-07-01T00:00:00Z')});
  });

  it('of the last century have its years', () => {
    expect(read('99/03/08-10:00:00.000000')).toBe('1999-03-08T10:00:00.000Z');
    expect(read('70/01/01-00:00:00.000000')).toBe('1970-01-01T00:00:00.000Z');
    expect(read('69/12/31-23:59:59.000000')).toBe('2069-12-31T23:59:59.000Z');
  });

  it.each([
    ['+01:00', '2024-07-01T12:00:00.000Z'],
    ['-0530', '2024-07-01T18:30:00.000Z'],
    ['+00:00', '2024-07-01T13:00:00.000Z'],
  ])('have the offset %s all the year round', (timeZone, iso) => {
    expect(read('07/01-13:00:00.000000', {year: 2024, timeZone})).toBe(iso);
  });

  it('give no fraction when they are of another form', () => {
    for (const text of [
      'nonsense.5',
      '2026-06-01T12:34:56.5',
      '.5',
      '1.2.3.4',
      '26-06/01-12:34:56.5',
      '06/01-12:34:56.1234567',
      '06/01-12:34:5x.5',
    ]) {
      expect(fractionOf(text)).toBeUndefined();
    }
  });

  it.each([
    ['12/31-23:59:59.000000', '2026-01-01T00:00:10Z', '2025-12-31T23:59:59.000Z'],
    ['01/01-00:00:01.000000', '2026-01-01T00:00:10Z', '2026-01-01T00:00:01.000Z'],
    // written in a zone before UTC, where it is tomorrow already
    ['01/01-00:00:01.000000', '2025-12-31T23:00:00Z', '2026-01-01T00:00:01.000Z'],
    ['06/16-12:00:00.000000', '2026-06-15T00:00:00Z', '2025-06-16T12:00:00.000Z'],
    ['02/29-12:00:00.000000', '2026-06-15T00:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['02/29-12:00:00.000000', '2027-06-15T00:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['02/29-12:00:00.000000', '2028-02-29T13:00:00Z', '2028-02-29T12:00:00.000Z'],
  ])(
    'without a year are of the latest year that does not lie after the change of their file: %s, %s',
    (text, changedAt, expected) => {
      expect(read(text, {changedAt})).toBe(expected);
    },
  );

  it('take a year that the user names, and their own year before that', () => {
    expect(read('06/01-12:00:00.000000', {year: 2019})).toBe('2019-06-01T12:00:00.000Z');
    expect(read('21/06/01-12:00:00.000000', {year: 2019})).toBe('2021-06-01T12:00:00.000Z');
    expect(read('02/29-12:00:00.000000', {year: 2019})).toBeUndefined();
  });

  it.each([
    '',
    '06/01',
    '06/01-12:00',
    '13/01-12:00:00.0',
    '02/30-12:00:00.0',
    '00/10-12:00:00.0',
    '06/01-24:00:00.0',
    '06/01-12:60:00.0',
    '06/01-12:00:61.0',
    '6/1-12:00:00.0',
    'x06/01-12:00:00.0',
  ])('are none: "%s"', text => {
    expect(read(text, {year: 2026})).toBeUndefined();
  });

  it.each([
    // Berlin goes from 02:00 to 03:00 on 2026-03-29 and from 03:00 to 02:00 on 2026-10-25
    ['Europe/Berlin', '03/29-01:59:59.0', '2026-03-29T00:59:59.000Z'],
    ['Europe/Berlin', '03/29-03:00:00.0', '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '10/25-01:59:59.0', '2026-10-24T23:59:59.000Z'],
    ['Europe/Berlin', '10/25-03:00:00.0', '2026-10-25T02:00:00.000Z'],
    // New York from 02:00 to 03:00 on 2026-03-08 and from 02:00 to 01:00 on 2026-11-01
    ['America/New_York', '03/08-01:59:59.0', '2026-03-08T06:59:59.000Z'],
    ['America/New_York', '03/08-03:00:00.0', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', '11/01-00:59:59.0', '2026-11-01T04:59:59.000Z'],
    ['America/New_York', '11/01-02:00:00.0', '2026-11-01T07:00:00.000Z'],
    ['Asia/Kolkata', '06/01-12:00:00.0', '2026-06-01T06:30:00.000Z'],
    ['Australia/Lord_Howe', '06/01-12:00:00.0', '2026-06-01T01:30:00.000Z'],
  ])('are read in %s: %s', (timeZone, text, expected) => {
    expect(read(text, {year: 2026, timeZone})).toBe(expected);
  });

  it.each([
    ['Europe/Berlin', '10/25-02:30:00.0', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '11/01-01:30:00.0', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '04/05-01:45:00.0', '2026-04-04T14:45:00.000Z'],
  ])('that a clock showed twice are taken for the first: %s, %s', (timeZone, text, expected) => {
    expect(read(text, {year: 2026, timeZone})).toBe(expected);
  });

  it('name the instant that a clock of their zone showed, on any day of any order', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/Sao_Paulo',
    ];
    const instants = fc.array(fc.integer({min: Date.UTC(2019, 0, 1), max: Date.UTC(2026, 5, 1)}), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (timeZone, times) => {
        const format = new Intl.DateTimeFormat('en-US', {
          timeZone,
          hourCycle: 'h23',
          year: '2-digit',
          month: '2-digit',
          day: '2-digit',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
        });
        const shown = (time: number): string => {
          const part = Object.fromEntries(format.formatToParts(time).map(({type, value}) => [type, value]));
          return `${part.year}/${part.month}/${part.day}-${part.hour}:${part.minute}:${part.second}.000000`;
        };
        const reader = timestampReader({year: undefined, changedAt: 0, timeZone});
        for (const time of times) {
          const at = reader(shown(time))?.at;
          const second = Math.floor(time / 1000) * 1000;
          // of an hour that comes twice the first is meant
          expect([second, second - 3_600_000]).toContain((at ?? 0) / 1000);
          expect(shown((at ?? 0) / 1000)).toBe(shown(time));
        }
      }),
    );
  });
});

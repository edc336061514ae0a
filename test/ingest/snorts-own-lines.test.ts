import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {alertLine} from '../fixtures/alert-lines.ts';
import {bytesOf, logOf} from '../fixtures/logs.ts';
import {ingest, keptOf, newTrial, utc} from '../fixtures/trials.ts';

/** As Snort 3.11.1 writes a record: text fields with quotes and backslashes escaped, the message as it is. */
function snortLine(fields: readonly (readonly [name: string, value: string | number])[]): string {
  const words = fields.map(([name, value]) => {
    if (typeof value === 'number') return ` "${name}" : ${value}`;
    return ` "${name}" : "${name === 'msg' ? value : value.replace(/(["\\])/g, '\\$1')}"`;
  });
  return `{${words.join(',')} }`;
}

const messageOf = (msg: string): unknown => {
  const parsed = utc.parse(
    bytesOf(
      snortLine([
        ['rule', '1:7:1'],
        ['msg', msg],
        ['priority', 3],
        ['proto', 'TCP'],
      ]),
    ),
  );
  return 'record' in parsed ? parsed.record.msg : parsed;
};

describe('a message that Snort wrote as it is', () => {
  it.each([
    'says "hello" twice',
    'C:\\WINDOWS\\system32\\evil.exe',
    'C:\\temp\\new\\root',
    'ends with a backslash\\',
    '"',
    '\\',
    '""',
    '"quoted"',
    'a", b',
    'a" }',
    'a", "priority" : 1, "proto" : "x',
    'tab\there, bell\u0007',
    '{ "rule" : "1:2:3" }',
    '\\u0041 is no A',
  ])('is read as it is: %s', msg => {
    expect(messageOf(msg)).toBe(msg);
  });

  it('is read without quotes too: Snort prints those of the rule', () => {
    const parsed = utc.parse(bytesOf('{ "rule" : "1:7:1", "msg" : \u201dPing\u201d, "priority" : 3 }'));
    expect(parsed).toMatchObject({record: {msg: '\u201dPing\u201d', sid: 7, priority: 3}});
  });

  it('is read as it is, whatever it holds and wherever it stands', () => {
    const word = fc.constantFrom(
      '"',
      '\\',
      ', ',
      ' : ',
      '{',
      '}',
      'priority',
      'msg',
      'a',
      ' ',
      'é',
      '\t',
      '\\n',
      '"x" : 1',
    );
    const message = fc
      .array(word, {maxLength: 10})
      .map(words => words.join(''))
      // backslashes that all escape something are taken for escapes
      .filter(msg => !msg.includes('\\') || !/^(?:[^"\\]|\\["\\])*$/.test(msg))
      // a message with the beginning of a record is taken for a torn record with another one after it
      .filter(msg => !/\{\s*"[a-z]+" : /.test(msg));
    const others: [string, string | number][] = [
      ['rule', '1:7:1'],
      ['priority', 3],
      ['service', 'a"b\\c'],
      ['pkt_num', 5],
    ];
    fc.assert(
      fc.property(message, fc.shuffledSubarray(others, {minLength: 4}), fc.nat(4), (msg, fields, place) => {
        const line = snortLine(fields.toSpliced(place, 0, ['msg', msg]));
        const parsed = utc.parse(bytesOf(line));
        expect(parsed).toMatchObject({
          record: {msg, sid: 7, priority: 3, context: {service: 'a"b\\c'}, extra: null},
        });
      }),
      {numRuns: 1000},
    );
  });

  it('is read over line breaks, and the lines behind it are their own', async () => {
    const {store, db} = newTrial();
    const broken = (n: number, msg: string) =>
      snortLine([
        ['rule', '1:7:1'],
        ['msg', msg],
        ['pkt_num', n],
      ]);
    const lines = [
      alertLine(1),
      broken(2, 'new \n line'),
      broken(3, 'a\n\n{ b }\nc'),
      alertLine(4),
      '{ "msg" : "never ends',
      alertLine(5),
    ];
    expect(await ingest(store, 'a', [logOf('/l/a.json', `${lines.join('\n')}\n`)])).toMatchObject({
      alerts: 5,
      rejects: 1,
      waiting: 0,
    });
    expect(db.prepare('SELECT msg FROM v_alert WHERE sid = 7 ORDER BY pkt_num').pluck().all()).toEqual([
      'new \n line',
      'a\n\n{ b }\nc',
    ]);
    expect(await ingest(store, 'a', [logOf('/l/a.json', `${lines.join('\n')}\n`)])).toMatchObject({
      alerts: 0,
      rejects: 0,
    });
  });

  it('waits where its record is cut off at a line break, and is taken once it is whole', async () => {
    const {store, db} = newTrial();
    const record = snortLine([
      ['rule', '1:7:1'],
      ['msg', 'new \n line'],
      ['pkt_num', 1],
    ]);
    const begun = `${alertLine(1)}\n${record.slice(0, record.indexOf('\n') + 3)}`;
    expect(await ingest(store, 'a', [logOf('/l/a.json', begun)])).toMatchObject({alerts: 1, rejects: 0});
    expect(await ingest(store, 'a', [logOf('/l/a.json', `${alertLine(1)}\n${record}\n`)])).toMatchObject({
      alerts: 1,
      rejects: 0,
    });
    expect(keptOf(db, 'a')).toMatchObject({alerts: {length: 2}, rejects: []});
  });
});

describe('a line on which more than a record stands', () => {
  const torn = alertLine(1).slice(0, 90);

  it.each([
    ['a whole record behind a torn one', `${torn}${alertLine(2)}`, [2], 1],
    ['a whole record behind two torn ones', `${torn}${torn}${alertLine(2)}`, [2], 1],
    ['two whole records', `${alertLine(1)}${alertLine(2)}`, [1, 2], 0],
    ['a record behind NULs that a crash left', `\0\0\0\0${alertLine(2)}`, [2], 0],
    ['a record behind a torn one and NULs', `${torn}\0\0\0${alertLine(2)}`, [2], 1],
    ['a record behind a byte order mark', `\uFEFF${alertLine(2)}`, [2], 0],
    [
      'a record whose message holds quotes, behind one that was torn in its message',
      `{ "pkt_num" : 1, "rule" : "1:7:1", "msg" : "a{ "pkt_num" : 2, "rule" : "1:7:1", "msg" : "b "c"", "ttl" : 5 }`,
      [2],
      1,
    ],
    ['a comma before the first field', '{, "rule" : "1:7:1", "pkt_num" : 2 }', [2], 0],
  ])('gives what is whole in it: %s', async (_, line, numbers, rejects) => {
    const {store, db} = newTrial();
    const content = `${line}\n${alertLine(9)}\n`;
    expect(await ingest(store, 'a', [logOf('/l/a.json', content)])).toMatchObject({
      alerts: numbers.length + 1,
      rejects,
    });
    expect(db.prepare('SELECT pkt_num FROM v_alert ORDER BY alert').pluck().all()).toEqual([...numbers, 9]);
    if (rejects > 0) expect(keptOf(db, 'a').rejects).toMatchObject([{offset: 0, reason: expect.any(String)}]);
  });

  it('is known again, record by record', async () => {
    const {store, db} = newTrial();
    const content = `${alertLine(3)}\n${torn}${alertLine(4)}\n`;
    await ingest(store, 'a', [logOf('/l/a.json', content.slice(0, -10))]);
    await ingest(store, 'a', [logOf('/l/a.json', content)]);
    expect(await ingest(store, 'a', [logOf('/l/a.json', content)])).toMatchObject({alerts: 0, rejects: 0});
    expect(keptOf(db, 'a')).toMatchObject({alerts: {length: 2}, rejects: {length: 1}});
  });
});

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {ingestRecords} from '../../harness/ingest/ingest-records.ts';
import {AWKWARD_BYTES, alertLine} from '../fixtures/alert-lines.ts';
import {bytesOf, logOf, openLog} from '../fixtures/logs.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {ingest, intake, keptOf, newTrial} from '../fixtures/trials.ts';

const NOW = '/l/alert_json.txt';
const BEFORE = '/l/alert_json.txt.1780000100';
const one = alertLine(1);
const two = alertLine(2);
const three = alertLine(3);

describe('ingesting records', () => {
  it('stores every complete line of a log once, and says how much it took', async () => {
    const {store, db} = newTrial();
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n${two}\n`)])).toEqual({
      alerts: 2,
      rejects: 0,
      known: 0,
      waiting: 0,
    });
    expect(keptOf(db, 'a').alerts).toHaveLength(2);
  });

  it('leaves a half-written last line for the next time, and takes it then exactly once', async () => {
    const {store, db} = newTrial();
    for (let half = 0; half <= two.length; half += 7) {
      const arm = `half-${half}`;
      const begun = `${one}\n${two.slice(0, half)}`;
      expect(await ingest(store, arm, [logOf(NOW, begun)])).toMatchObject({alerts: 1, waiting: half});
      expect(await ingest(store, arm, [logOf(NOW, begun)])).toMatchObject({alerts: 0, waiting: half});
      expect(await ingest(store, arm, [logOf(NOW, `${one}\n${two}\n`)])).toMatchObject({
        alerts: 1,
        known: one.length + 1,
        waiting: 0,
      });
      expect(keptOf(db, arm)).toEqual({alerts: [expect.any(String), expect.any(String)], rejects: []});
    }
  });

  it('takes a whole record without its newline at once, and nothing twice when the newline and more come', async () => {
    const {store, db} = newTrial();
    expect(await ingest(store, 'a', [logOf(NOW, one)])).toMatchObject({alerts: 1, waiting: 0});
    expect(await ingest(store, 'a', [logOf(NOW, one)])).toMatchObject({alerts: 0, waiting: 0});
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n`)])).toMatchObject({alerts: 0, rejects: 0});
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n${two}`)])).toMatchObject({alerts: 1, rejects: 0});
    expect(keptOf(db, 'a')).toEqual({alerts: [expect.any(String), expect.any(String)], rejects: []});
  });

  it('leaves an unfinished first line, and takes it when it is whole', async () => {
    const {store, db} = newTrial();
    expect(await ingest(store, 'a', [logOf(NOW, one.slice(0, 40))])).toMatchObject({alerts: 0, waiting: 40});
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n`)])).toMatchObject({alerts: 1, waiting: 0});
    expect(keptOf(db, 'a').alerts).toHaveLength(1);
  });

  it('takes nothing from an empty log, and all of it later', async () => {
    const {store} = newTrial();
    expect(await ingest(store, 'a', [logOf(NOW, '')])).toEqual({alerts: 0, rejects: 0, known: 0, waiting: 0});
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n`)])).toMatchObject({alerts: 1});
  });

  it('keeps each complete line that is no alert, with its offset, length, reason and first bytes', async () => {
    const {store, db} = newTrial();
    const lines = [
      one,
      'nonsense',
      '[1, 2]',
      '7',
      'null',
      '{ "seconds" : 1 }',
      '{ "rule" : "1:2100498" , "msg" : "a rule may lack its revision" }',
      '{ "rule" : "one", "msg" : "x" }',
      '{ "rule" : 7, "msg" : "x" }',
      `${two}}`,
      'y'.repeat(300),
    ];
    const taken = await ingest(store, 'a', [logOf(NOW, `${lines.join('\n')}\n`)]);
    expect(taken).toMatchObject({alerts: 2, rejects: 9});
    const offset = (place: number) =>
      lines.slice(0, place).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    const reject = (place: number, reason: unknown) => ({
      log: NOW,
      offset: offset(place),
      length: lines[place]?.length,
      reason,
      head: lines[place]?.slice(0, 256),
    });
    expect(keptOf(db, 'a').rejects).toEqual([
      reject(1, expect.stringMatching(/^not JSON: /)),
      reject(2, 'JSON, but not an object'),
      reject(3, 'JSON, but not an object'),
      reject(4, 'JSON, but not an object'),
      reject(5, 'neither a rule nor a msg'),
      reject(7, 'the rule is not gid:sid:rev'),
      reject(8, 'the rule is not gid:sid:rev'),
      reject(9, expect.stringMatching(/^not JSON: /)),
      reject(10, expect.stringMatching(/^not JSON: /)),
    ]);
  });

  it('keeps a line that is too long as a reject with its true length and first bytes, and goes on behind it', async () => {
    const {store, db} = newTrial();
    const long = alertLine(9, {msg: 'x'.repeat(1024 * 1024)});
    const cuts = [500_000, 1_048_577 + one.length];
    const log = logOf(NOW, `${one}\n${long}\n${two}\n`, {cuts});
    expect(await ingest(store, 'a', [log])).toMatchObject({alerts: 2, rejects: 1});
    expect(keptOf(db, 'a').rejects).toEqual([
      {
        log: NOW,
        offset: one.length + 1,
        length: long.length,
        reason: 'the line is longer than 1048576 bytes',
        head: long.slice(0, 256),
      },
    ]);
  });

  it('takes a line nested so deeply that it cannot be written again for a reject, and goes on', async ({
    skip,
  }) => {
    const {store, db} = newTrial();
    const depth = 200_000;
    const deep = `{ "rule" : "1:2:3", "x" : ${'['.repeat(depth)}${']'.repeat(depth)} }`;
    if (canBeWritten(deep)) skip('this Node.js writes any depth of nesting');
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n${deep}\n${two}\n`)])).toMatchObject({
      alerts: 2,
      rejects: 1,
    });
    expect(keptOf(db, 'a').rejects).toMatchObject([{offset: one.length + 1, length: deep.length}]);
  });

  it('commits before so much is in memory that alerts with payloads would fill it', async () => {
    const {store} = newTrial();
    const held: number[] = [];
    const payload = 'QUJD'.repeat(16_384);
    const lines = Array.from({length: 600}, (_, n) => `${alertLine(n, {b64_data: payload})}\n`);
    await ingest(store, 'a', [logOf(NOW, lines.join(''))], {progress: ({records}) => held.push(records)});
    const steps = held.map((alerts, place) => alerts - (held[place - 1] ?? 0));
    expect(held.at(-1)).toBe(600);
    expect(Math.max(...steps) * payload.length).toBeLessThan(17 * 1024 * 1024);
  });

  it('keeps all of a line of a hundred thousand unknown fields', async () => {
    const {store, db} = newTrial();
    const fields = Array.from({length: 100_000}, (_, n) => `"${n.toString(36)}_":1`);
    expect(await ingest(store, 'a', [logOf(NOW, `{"rule":"1:2:3",${fields.join(',')}}\n`)])).toMatchObject({
      alerts: 1,
    });
    const extra = db.prepare("SELECT extra FROM v_alert WHERE arm = 'a'").pluck().get() as string;
    expect(Object.keys(JSON.parse(extra))).toHaveLength(100_000);
  });

  it('keeps the bytes of a line with invalid UTF-8 beside its alert', async () => {
    const {store, db} = newTrial();
    const broken = Buffer.from('{ "rule" : "1:2:3", "msg" : "caf\xe9 \xff" }', 'latin1');
    await ingest(store, 'a', [logOf(NOW, Buffer.concat([broken, Buffer.from('\n')]))]);
    const row = db.prepare('SELECT msg, extra FROM v_alert').get() as {msg: string; extra: string};
    expect(row.msg).toBe('caf\uFFFD \uFFFD');
    expect(Buffer.from(JSON.parse(row.extra)._line_base64, 'base64')).toEqual(broken);
  });

  it('takes a replacement character that Snort wrote itself for what it is', async () => {
    const {store, db} = newTrial();
    await ingest(store, 'a', [logOf(NOW, '{ "rule" : "1:2:3", "msg" : "\uFFFD" }\n')]);
    expect(db.prepare('SELECT msg, extra FROM v_alert').get()).toEqual({msg: '\uFFFD', extra: null});
  });

  it('keeps control characters in words, escaped or raw as Snort writes them, and rejects a line of them alone', async () => {
    const {store, db} = newTrial();
    const raw = '{ "rule" : "1:2:3", "msg" : "a\tb\u001b[31m\0" }';
    const log = logOf(NOW, `{"rule": "1:2:3", "msg": "a\\u0000b"}\n${raw}\n\0\0\0\n`);
    expect(await ingest(store, 'a', [log])).toMatchObject({alerts: 2, rejects: 1});
    expect(db.prepare('SELECT msg FROM v_alert ORDER BY alert').pluck().all()).toEqual([
      'a\0b',
      'a\tb\u001b[31m\0',
    ]);
    expect(keptOf(db, 'a').rejects).toMatchObject([{length: 3}]);
  });

  it('tells rules and contexts apart whose words differ only in where one ends, though they hold NUL bytes', async () => {
    const {store, db} = newTrial();
    const words = [
      ['a\0b', 'c', 'd\0e', 'f'],
      ['a', 'b\0c', 'd', 'e\0f'],
      ['ab', 'c', 'de', 'f'],
      ['a', 'bc', 'd', 'ef'],
    ];
    const lines = words.map(([classtype, msg, action, dir]) =>
      JSON.stringify({rule: '1:2:3', class: classtype, msg, action, dir}),
    );
    await ingest(store, 'a', [logOf(NOW, `${lines.join('\n')}\n`)]);
    const stored = db.prepare('SELECT classtype, msg, action, dir FROM v_alert ORDER BY alert').raw().all();
    expect(stored).toEqual(words);
  });

  it('reads lines that end in CR LF', async () => {
    const {store, db} = newTrial();
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\r\n\r\n${two}\r\n`)])).toMatchObject({
      alerts: 2,
      rejects: 0,
    });
    expect(keptOf(db, 'a').alerts).toHaveLength(2);
  });

  it('refuses what is no alert log, and stores nothing of it', async () => {
    const {store, db} = newTrial();
    const refused = await ingestRecords(intake(store, 'a', [logOf('/l/notes.txt', 'one\ntwo\nthree\n')]));
    expect(refused).toEqual({
      ok: false,
      failure: {
        ...{
          kind: 'not-a-log',
          file: '/l/notes.txt',
          lines: 3,
          found: '"one"',
          record: 'an alert_json record',
        },
        ...{is: 'is not an alert_json log', next: expect.stringContaining('alert_json logger')},
      },
    });
    expect(keptOf(db, 'a')).toEqual({alerts: [], rejects: []});
  });
});

describe('a log that is given again', () => {
  const content = `${one}\nnonsense\n${two}\n${three}\n`;

  it('adds nothing: the same, renamed, zipped, or all of them at once', async () => {
    const {store, db} = newTrial();
    const folder = tempFolder();
    const at = (name: string, bytes: string | Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      return openLog(join(folder, name));
    };
    const plain = await at('alert_json.txt', content);
    const renamed = await at('saved.json', content);
    const zipped = await at('alert_json.txt.gz', gzipSync(content));
    expect(await ingest(store, 'a', [plain])).toMatchObject({alerts: 3, rejects: 1});
    const kept = keptOf(db, 'a');
    for (const logs of [[plain], [renamed], [zipped], [plain, renamed, zipped]]) {
      expect(await ingest(store, 'a', logs)).toMatchObject({alerts: 0, rejects: 0, waiting: 0});
      expect(keptOf(db, 'a')).toEqual(kept);
    }
  });

  it('adds nothing when its copy stands beside it in the same call', async () => {
    const {store, db} = newTrial();
    const copies = [logOf(NOW, content), logOf(`${NOW}.gz`, content)];
    expect(await ingest(store, 'a', copies)).toMatchObject({alerts: 3, rejects: 1});
    expect(await ingest(store, 'a', copies)).toMatchObject({alerts: 0, rejects: 0});
    expect(keptOf(db, 'a').alerts).toHaveLength(3);
  });

  it.each([
    ['shorter', [content + alertLine(4).slice(0, 30), content]],
    ['longer', [content, `${content}${alertLine(4)}\n`]],
    ['longer by half a line', [content + alertLine(4).slice(0, 30), `${content}${alertLine(4)}\n`]],
  ])('is taken as far as its longest copy goes: the second is %s', async (_, [first = '', second = '']) => {
    const {store, db} = newTrial();
    const copies = [logOf(NOW, first), logOf(`${NOW}.gz`, second)];
    await ingest(store, 'a', copies);
    await ingest(store, 'a', [logOf(NOW, `${content}${alertLine(4)}\n`)]);
    const kept = keptOf(db, 'a');
    expect(kept.alerts).toHaveLength(4);
    expect(kept.rejects).toHaveLength(1);
  });

  it('is another log for another arm', async () => {
    const {store, db} = newTrial();
    await ingest(store, 'a', [logOf(NOW, content)]);
    expect(await ingest(store, 'b', [logOf(NOW, content)])).toMatchObject({alerts: 3, rejects: 1, known: 0});
    expect(keptOf(db, 'b').alerts).toEqual(keptOf(db, 'a').alerts);
  });
});

describe('a line that a rollover tore apart', () => {
  const joined = (line: Uint8Array, at: number): [Uint8Array, Uint8Array] => [
    line.subarray(0, at),
    line.subarray(at),
  ];
  const bytes = (...parts: (string | Uint8Array)[]) =>
    Buffer.concat(parts.map(part => (typeof part === 'string' ? bytesOf(part) : part)));
  const cuts = Array.from({length: AWKWARD_BYTES.length + 1}, (_, at) => at);

  it('is stored once, wherever the cut fell, and both logs are then known', async () => {
    const {store, db} = newTrial();
    for (const at of cuts) {
      const [head, tail] = joined(AWKWARD_BYTES, at);
      const logs = [logOf(BEFORE, bytes(`${one}\n`, head)), logOf(NOW, bytes(tail, `\n${two}\n`))];
      expect(await ingest(store, `cut-${at}`, logs)).toMatchObject({alerts: 3, rejects: 0, waiting: 0});
      expect(await ingest(store, `cut-${at}`, logs)).toMatchObject({alerts: 0, rejects: 0, waiting: 0});
    }
    const kept = cuts.map(at => keptOf(db, `cut-${at}`));
    expect(new Set(kept.map(of => JSON.stringify(of))).size).toBe(1);
    expect(kept[0]?.alerts).toContain(
      JSON.stringify([
        1_780_000_007_000_007,
        1,
        2_100_500,
        7,
        'GPL "quoted" \\ Grüße € 😀 id check',
        'web-application-attack',
        2,
        '192.0.2.7',
        1031,
        '198.51.100.7',
        7,
        null,
      ]),
    );
  });

  it('waits with its head while the new log holds nothing but the tail, and is stored once', async () => {
    const {store, db} = newTrial();
    for (const at of cuts.filter(cut => cut > 0)) {
      const [head, tail] = joined(AWKWARD_BYTES, at);
      const arm = `wait-${at}`;
      const before = logOf(BEFORE, bytes(`${one}\n`, head));
      const half = Math.floor(tail.length / 2);
      for (const now of [bytes(), tail.subarray(0, half), tail]) {
        const taken = await ingest(store, arm, [before, logOf(NOW, now)]);
        expect(taken).toMatchObject({rejects: 0, waiting: head.length + now.length});
      }
      await ingest(store, arm, [before, logOf(NOW, bytes(tail, '\n'))]);
      await ingest(store, arm, [before, logOf(NOW, bytes(tail, `\n${two}\n`))]);
      expect(keptOf(db, arm)).toEqual({
        alerts: [expect.any(String), expect.any(String), expect.any(String)],
        rejects: [],
      });
    }
  });

  it('is stored once from logs that will grow no more, though the last one holds the tail alone', async () => {
    const {store, db} = newTrial();
    for (const at of cuts) {
      const [head, tail] = joined(AWKWARD_BYTES, at);
      for (const ending of ['', '\n']) {
        const arm = `last-${at}-${ending.length}`;
        const logs = [logOf(BEFORE, bytes(`${one}\n`, head)), logOf(NOW, bytes(tail, ending))];
        await ingest(store, arm, logs, {finished: true});
        expect(await ingest(store, arm, logs, {finished: true})).toMatchObject({
          known: one.length + 1 + AWKWARD_BYTES.length + ending.length,
        });
        expect(keptOf(db, arm)).toEqual({alerts: [expect.any(String), expect.any(String)], rejects: []});
      }
    }
  });

  it('gives two rejects when the halves do not fit, each in its own log', async () => {
    const {store, db} = newTrial();
    const logs = [logOf(BEFORE, `${one}\n${two.slice(0, 30)}`), logOf(NOW, `${two.slice(40)}\n${three}\n`)];
    expect(await ingest(store, 'a', logs)).toMatchObject({alerts: 2, rejects: 2});
    expect(keptOf(db, 'a').rejects).toMatchObject([
      {
        log: BEFORE,
        offset: one.length + 1,
        length: 30,
        reason: 'the line was cut off at the end of its log',
      },
      {log: NOW, offset: 0, length: two.length - 40},
    ]);
    expect(await ingest(store, 'a', logs)).toMatchObject({alerts: 0, rejects: 0});
  });

  it('is not joined with a line from the middle of a log whose beginning was taken in before', async () => {
    const {store, db} = newTrial();
    const tail = two.slice(50);
    await ingest(store, 'a', [logOf(NOW, `${tail}\n${three}\n`)]);
    const logs = [logOf(BEFORE, `${one}\n${two.slice(0, 50)}`), logOf(NOW, `${tail}\n${three}\n${tail}\n`)];
    await ingest(store, 'a', logs);
    expect(keptOf(db, 'a')).toMatchObject({alerts: {length: 2}, rejects: {length: 3}});
  });

  it('is joined when the log before was taken in earlier, and half of the line waited there', async () => {
    const {store, db} = newTrial();
    expect(await ingest(store, 'a', [logOf(NOW, `${one}\n${two.slice(0, 50)}`)])).toMatchObject({
      alerts: 1,
      waiting: 50,
    });
    const logs = [logOf(BEFORE, `${one}\n${two.slice(0, 50)}`), logOf(NOW, `${two.slice(50)}\n${three}\n`)];
    expect(await ingest(store, 'a', logs)).toMatchObject({alerts: 2, rejects: 0});
    expect(keptOf(db, 'a').alerts).toHaveLength(3);
  });
});

describe('logs that will grow no more', () => {
  it('give a record without its newline as an alert, and a cut line as a reject', async () => {
    const {store, db} = newTrial();
    await ingest(store, 'a', [logOf(NOW, `${one}\n${two}`)], {finished: true});
    expect(keptOf(db, 'a')).toMatchObject({alerts: {length: 2}, rejects: []});
    await ingest(store, 'b', [logOf(NOW, `${one}\n${two.slice(0, 50)}`)], {finished: true});
    expect(keptOf(db, 'b')).toMatchObject({
      alerts: {length: 1},
      rejects: [{offset: one.length + 1, length: 50, reason: 'the line was cut off at the end of its log'}],
    });
  });

  it('give a reject for a first line that was cut off, though the log holds nothing else', async () => {
    const {store, db} = newTrial();
    const log = logOf(NOW, one.slice(0, 50));
    for (const rejects of [1, 0])
      expect(await ingest(store, 'a', [log], {finished: true})).toMatchObject({rejects});
    expect(keptOf(db, 'a').rejects).toMatchObject([{offset: 0, length: 50}]);
  });
});

function canBeWritten(json: string): boolean {
  const value = JSON.parse(json);
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

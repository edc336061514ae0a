import {createHash} from 'node:crypto';
import {mkdtempSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {alertLog} from '../../harness/disk/alert-logs.ts';
import {identify, isNotALog, notALog} from '../../harness/ingest/identify.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {logOf} from '../fixtures/logs.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {utc} from '../fixtures/trials.ts';

const first = alertLine(1);
const rest = `${alertLine(2)}\n${alertLine(3)}\n`;
const digest = createHash('sha256').update(first).digest('hex');
const identityOf = (content: string | Uint8Array) => identify(logOf('alert_json.txt', content), utc);

const identityAt = async (path: string) => {
  const log = await alertLog(path);
  return identify(log, utc).finally(() => log.close());
};

describe('identify', () => {
  it('names a log by the digest of its first whole record, however long the log has grown', async () => {
    expect(await identityOf(`${first}\n`)).toEqual({is: 'log', digest});
    expect(await identityOf(`${first}\n${rest}`)).toEqual({is: 'log', digest});
  });

  it('knows a renamed and a zipped copy of a log again, whatever they are called', async () => {
    const folder = mkdtempSync(join(tempFolder(), 'logs-'));
    const place = join(folder, 'alert_json.txt');
    writeFileSync(place, `${first}\n${rest}`);
    const known = await identityAt(place);
    renameSync(place, join(folder, 'saved copy'));
    writeFileSync(join(folder, 'no-gz-in-its-name'), gzipSync(`${first}\n${rest}`));
    expect(known).toEqual({is: 'log', digest});
    expect(await identityAt(join(folder, 'saved copy'))).toEqual(known);
    expect(await identityAt(join(folder, 'no-gz-in-its-name'))).toEqual(known);
  });

  it('passes over the torn tail of a line, and lines that are no alerts, before the first record', async () => {
    expect(await identityOf(`"x", "priority" : 3 }\n${first}\n`)).toEqual({is: 'log', digest});
    expect(await identityOf(`\nnonsense\n{"no":"alert"}\n${first}\n`)).toEqual({is: 'log', digest});
  });

  it('passes over a line that is too long before the first record', async () => {
    expect(await identityOf(`${alertLine(0, {msg: 'x'.repeat(2 ** 20)})}\n${first}\n`)).toEqual({
      is: 'log',
      digest,
    });
  });

  it('finds nothing in an empty file', async () => {
    expect(await identityOf('')).toMatchObject({is: 'empty', waiting: 0});
  });

  it('waits for the end of a first line that is not finished, at every byte of it, and knows it when it is whole', async () => {
    for (let end = 1; end < first.length; end += 1) {
      expect(await identityOf(first.slice(0, end))).toMatchObject({is: 'empty', waiting: end});
    }
    expect(await identityOf(first)).toEqual(await identityOf(`${first}\n`));
    expect(await identityOf(first)).toMatchObject({is: 'log'});
  });

  it('calls a picture no log, and says how it begins', async () => {
    const picture = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
      Buffer.alloc(3000, 0xa5),
    ]);
    expect(await identityOf(picture)).toMatchObject({
      is: 'no-log',
      lines: 2,
      found: JSON.stringify('\x89PNG\r'),
    });
  });

  it.each([
    ['a text', 'one\ntwo\nthree\n', 3],
    ['JSON that is no alert', '{"a":1}\n{"a":2}\n', 2],
    ['lists', '[1]\n[2]\n', 2],
    ['UTF-16', Buffer.from(`${first}\n${rest}`, 'utf16le'), 3],
  ])('calls %s no log', async (_, content, lines) => {
    expect(await identityOf(content)).toMatchObject({is: 'no-log', lines});
  });

  it.each([
    ['unified2', Buffer.from('0000000700000034000000000000000161626364', 'hex'), 'u2json'],
    [
      'alert_fast',
      '11/14-22:13:20.000001 [**] [1:7:1] "x" [**] [Priority: 3] {TCP} 1.2.3.4:1 -> 1.2.3.5:2\n',
      'sed',
    ],
    ['a JSON array', `[\n${first},\n${first}\n]\n`, 'jq'],
    ['Suricata', '{"timestamp":"2026-01-01","event_type":"alert"}\n{"event_type":"dns"}\n', 'Suricata'],
    [
      'not Snort alerts',
      '{"level":30,"msg":"started"}\n{"level":30,"msg":"ended"}\n',
      'a record with a rule',
    ],
    ['zstd', Buffer.from('28b52ffd0458', 'hex'), 'zstdcat'],
  ])('calls %s what it is, with what converts it', async (is, content, next) => {
    const log = logOf('a', content);
    const identity = await identify(log, utc);
    if (!isNotALog(identity, 0)) throw new Error(identity.is);
    expect(notALog(log, identity, utc)).toMatchObject({
      is: expect.stringContaining(is),
      next: expect.stringContaining(next),
    });
  });

  it.each([
    ['the tail of a line', '"x", "priority" : 3 }\n', 22],
    ['an unfinished tail', '"x", "prior', 11],
    ['a tail and the beginning of a record', '"x" }\n{ "sec', 12],
  ])('takes %s for a tail: no log by itself', async (_, content, waiting) => {
    expect(await identityOf(content)).toMatchObject({is: 'tail', lines: 1, waiting});
  });
});

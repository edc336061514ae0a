import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {kindOfFile} from '../../harness/snapshots/kind-of-file.ts';
import {unpackedText} from '../../harness/snapshots/unpacked-text.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';

const RULE = 'alert tcp any any -> any 80 ( msg:"x"; sid:1000001; )\n';
const kind = (name: string, text: string) => kindOfFile(name, Buffer.from(text));

describe('a file', () => {
  it.each([
    ['black_list.rules', '# a list\n\n198.51.100.7\n', 'list'],
    ['black_list.rules', '\uFEFF198.51.100.0/24 # net\n', 'list'],
    ['drop.json', '{"cidr":"198.51.100.0/24"}\n', 'list'],
    ['drop.txt', '; Spamhaus\n198.51.100.0/24 ; SBL1\n', 'list'],
    ['range.rules', '198.51.100.1-198.51.100.9\n', 'list'],
    ['six', '2001:db8::7\n', 'list'],
    ['empty.txt', '# nothing yet\n', 'list'],
    ['my.rules', RULE, 'rules'],
    ['rules.txt', RULE, 'rules'],
    ['rules.txt', `# ${RULE}`, 'rules'],
    ['includes.txt', '# all\ninclude a.rules\n', 'rules'],
    ['empty.rules', '# nothing yet\n', 'rules'],
    ['any.rules', '<!DOCTYPE html><html></html>', 'web-page'],
  ])('called %s that begins with %j is of kind %s', (name, text, expected) => {
    expect(kind(name, text)).toBe(expected);
  });

  it('that is gzipped is unpacked where it holds text, once or twice, and stays an archive where it holds one', () => {
    const text = Buffer.from(RULE);
    expect(unpackedText(text, 1000)).toBe(text);
    expect(unpackedText(gzipSync(text), 1000)).toEqual(text);
    expect(unpackedText(gzipSync(gzipSync(text)), 1000)).toEqual(text);
    const archive = gzipSync(tarOf({path: 'a.rules', content: RULE}));
    expect(unpackedText(archive, 1000)).toBe(archive);
    expect(unpackedText(gzipSync(archive), 10_000)).toEqual(archive);
    expect(unpackedText(gzipSync(Buffer.alloc(5000)), 1000)).toBe('too-large');
    expect(unpackedText(gzipSync(text).subarray(0, -9), 1000)).toBe('damaged');
  });
});

import {randomBytes} from 'node:crypto';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {Header} from 'tar';
import {describe, expect, it} from 'vitest';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {archiveSource as sourceOfArchives} from '../../harness/snapshots/archive-source.ts';
import {type Member, tarOf} from '../fixtures/archives/write-archive.ts';
import {sourceRequest} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const archiveSource = sourceOfArchives({
  reader: archiveReader,
  pulledpork: async () => undefined,
  say: () => {},
});

const RULE = 'alert tcp any any -> any any (msg:"x"; sid:1; rev:1;)\n';

function archive(bytes: Uint8Array): string {
  const path = join(tempFolder(), 'rules.tar.gz');
  writeFileSync(path, bytes);
  return path;
}

async function refusal(path: string): Promise<string> {
  const read = await archiveSource.read(path, sourceRequest());
  if (read.ok) throw new Error(`not refused: ${read.value.files.map(({name}) => name)}`);
  return describeFailure(read.failure).message;
}

const refused = (path: string, reason: string): string =>
  `rulesets/x.yaml: ${path} is refused: ${reason}. Expected a .tar.gz of rules as published on snort.org`;

const good: Member = {path: 'snort3-community-rules/snort3-community.rules', content: RULE};

describe('an archive', () => {
  it('gives its rules files in the order of their names, and leaves out what is no text rule of its own', async () => {
    const path = archive(
      gzipSync(
        tarOf(
          {path: 'rules/', type: 'Directory'},
          {path: './rules/b.rules', content: RULE.replace('sid:1', 'sid:2')},
          {path: 'rules/a.rules', content: RULE, mtime: new Date(Date.UTC(2026, 5, 1))},
          {path: 'rules/includes.rules', content: 'include a.rules\ninclude b.rules\n'},
          {path: 'builtins/builtins.rules', content: RULE},
          {path: 'so_rules/x.rules', content: RULE},
          {path: 'LICENSE', content: 'x', mtime: new Date(Date.UTC(2030, 5, 1))},
        ),
      ),
    );
    const read = await archiveSource.read(path, sourceRequest());
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    expect(read.value.files.map(({name, from}) => [name, from])).toEqual([
      ['rules/a.rules', `${path}!rules/a.rules`],
      ['rules/b.rules', `${path}!rules/b.rules`],
    ]);
    expect(read.value.newestAt).toBe(Date.UTC(2026, 5, 1) * 1000);
    expect(Buffer.from(read.value.files[0]?.bytes ?? []).toString()).toBe(RULE);
  });

  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), 'it is empty'],
    [
      'a web page',
      Buffer.from('\n <!DOCTYPE html><title>Sign in</title>'),
      'it is a web page (terms or a sign-in), not an archive',
    ],
    ['a tar that is not gzipped', tarOf(good), 'it is not gzipped'],
    ['a zip', Buffer.from('PK\x03\x04 and so on'), 'it is not gzipped'],
    [
      'without a member',
      gzipSync(Buffer.alloc(1024)),
      'it is not a tar archive, or it is empty (TAR_BAD_ARCHIVE: Unrecognized archive format)',
    ],
    [
      'gzip of nothing',
      gzipSync(Buffer.alloc(0)),
      'it is not a tar archive, or it is empty (TAR_BAD_ARCHIVE: Unrecognized archive format)',
    ],
    [
      'with a member above its folder',
      gzipSync(tarOf(good, {path: 'a/../../evil.rules', content: RULE})),
      'its member "a/../../evil.rules" points outside its folder',
    ],
    [
      'with a member at the root',
      gzipSync(tarOf(good, {path: '/etc/cron.d/evil.rules', content: RULE})),
      'its member "/etc/cron.d/evil.rules" points outside its folder',
    ],
    [
      'with a member in the way of another system',
      gzipSync(tarOf(good, {path: 'a\\..\\evil.rules', content: RULE})),
      'its member "a\\\\..\\\\evil.rules" points outside its folder',
    ],
    [
      'with a symbolic link',
      gzipSync(tarOf(good, {path: 'x.rules', type: 'SymbolicLink', linkpath: '/etc/passwd'})),
      'its member "x.rules" is a link',
    ],
    [
      'with a hard link',
      gzipSync(tarOf(good, {path: 'x.rules', type: 'Link', linkpath: '/etc/passwd'})),
      'its member "x.rules" is a link',
    ],
    [
      'with a character device',
      gzipSync(tarOf({path: 'x.rules', type: 'CharacterDevice'}, good)),
      'its member "x.rules" is neither a file nor a folder (CharacterDevice)',
    ],
    [
      'with a named pipe',
      gzipSync(tarOf(good, {path: 'x', type: 'FIFO'})),
      'its member "x" is neither a file nor a folder (FIFO)',
    ],
  ])('is refused when it is %s', async (_, bytes, reason) => {
    const path = archive(bytes);
    expect(await refusal(path)).toBe(refused(path, reason));
  });

  it('is refused when it is cut off anywhere, and when a byte of it is wrong', async () => {
    const content = Array.from({length: 3000}, (_, n) => RULE.replace('sid:1', `sid:${n}`)).join('');
    const whole = gzipSync(tarOf({path: 'a.rules', content}, {path: 'b.rules', content: RULE}));
    const path = archive(whole);
    expect((await archiveSource.read(path, sourceRequest())).ok).toBe(true);
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      writeFileSync(path, whole.subarray(0, Math.floor(whole.length * share)));
      expect(await refusal(path)).toBe(refused(path, 'it is truncated (zlib: unexpected end of file)'));
    }
    const wrong = Buffer.from(whole);
    wrong.writeUInt8(wrong.readUInt8(wrong.length - 6) ^ 0xff, wrong.length - 6);
    writeFileSync(path, wrong);
    expect(await refusal(path)).toBe(refused(path, 'its bytes are damaged (zlib: incorrect data check)'));
  });

  it('is refused when its tar is cut off though its gzip is whole', async () => {
    const path = archive(gzipSync(tarOf({path: 'a.rules', content: RULE.repeat(100)}).subarray(0, 2000)));
    expect(await refusal(path)).toMatch(/ is refused: it is truncated \(TAR_BAD_ARCHIVE: Truncated input/);
  });

  it('is refused when what was gzipped is no tar', async () => {
    const path = archive(gzipSync(Buffer.from(RULE.repeat(100))));
    expect(await refusal(path)).toBe(
      refused(path, 'it is not a tar archive, or it is damaged (TAR_ENTRY_INVALID: checksum failure)'),
    );
  });

  it('that unpacks to more than a ruleset may hold is refused by its headers, and by how far it unpacks', async () => {
    const header = new Header({
      path: 'huge.rules',
      type: 'File',
      size: 3 * 1024 ** 3,
      mode: 0o644,
      mtime: new Date(0),
    });
    const block = Buffer.alloc(512);
    header.encode(block);
    const noise = randomBytes(64 * 1024);
    const path = archive(gzipSync(Buffer.concat([block, noise])));
    expect(await refusal(path)).toBe(refused(path, 'unpacked, it is larger than a ruleset may be'));
    const bomb = archive(gzipSync(tarOf({path: 'a.rules', content: 'x'.repeat(50 * 1024 * 1024)})));
    expect(await refusal(bomb)).toMatch(
      / is refused: unpacked, it is larger than a ruleset may be \(max decompression/,
    );
  });

  it('without a rules file is refused as empty of rules', async () => {
    const path = archive(gzipSync(tarOf({path: 'LICENSE', content: 'x'})));
    expect(await refusal(path)).toBe(
      `rulesets/x.yaml: ${path} contains no rules file. Expected files whose names end in .rules`,
    );
  });

  it('leaves nothing on the disk', async () => {
    const path = archive(gzipSync(tarOf(good)));
    await archiveSource.read(path, sourceRequest());
    expect(existsSync(join(path, '..', 'snort3-community-rules'))).toBe(false);
  });
});

import {utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {claimedTime} from '../../harness/domain/time.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {fileSource} from '../../harness/snapshots/directory/read-directory.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {taken, taking, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const RULE = 'alert icmp any any -> any any (msg:"x"; sid:1; rev:1;)\n';
const DAY = 86_400_000_000;

/** The time of a PAX header, as a text. */
const pax = (mtime: string) => {
  const body = ` mtime=${mtime}\n`;
  const length = body.length + String(body.length).length;
  const whole = length + (String(length).length - String(body.length).length);
  return {path: 'PaxHeader/x', type: 'ExtendedHeader' as const, content: `${whole}${body}`};
};

describe('times that a source claims', () => {
  it('are known between 1970 and tomorrow, and unknown elsewhere', () => {
    const now = 1_780_000_000_000_000;
    expect(claimedTime(now + DAY, now)).toBe(now + DAY);
    expect(claimedTime(5.4, now)).toBe(5);
    for (const at of [now + DAY + 1, 0, -5, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 60])
      expect(claimedTime(at, now)).toBe(0);
  });

  it.each(['1e400', '99999999999999', '-5', '17179869184'])(
    'in an archive do not hide those of its other members: mtime=%s',
    async mtime => {
      const path = join(tempFolder(), 'rules.tar.gz');
      const sound = {path: 'rules/a.rules', content: RULE, mtime: new Date(Date.UTC(2024, 0, 1))};
      const odd = {path: 'rules/b.rules', content: RULE, mtime: new Date(0)};
      writeFileSync(path, gzipSync(tarOf(sound, pax(mtime), odd)));
      const read = await archiveReader.read(path, 'late', () => true);
      if (!read.ok) throw new Error(JSON.stringify(read.failure));
      expect(read.value.newestAt).toBe(Date.UTC(2024, 0, 1) * 1000);
    },
  );

  it('of a file after the last year that can be kept leave the snapshot readable', async () => {
    const path = join(tempFolder(), 'late.rules');
    writeFileSync(path, RULE);
    utimesSync(path, 9_500_000_000, 9_500_000_000);
    const into = taking();
    const manifest = await taken(wanted(fileSource, path), into);
    expect(manifest.newestAt).toBe(0);
    expect(into.catalogue.ofDigest(manifest.digest)).toEqual(manifest);
  });
});

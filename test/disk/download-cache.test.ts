import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {downloadCache} from '../../harness/disk/download-cache.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

describe('the download cache', () => {
  it('writes a file whole into downloads/, for this user alone, over the one from before', async () => {
    const state = tempFolder();
    const cache = downloadCache(state);
    for (const text of ['older', 'new']) await cache.write('a1/rules.tar.gz', Buffer.from(text));
    const path = cache.path('a1/rules.tar.gz');
    expect(path).toBe(join(state, 'downloads/a1/rules.tar.gz'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(['rules.tar.gz']);
    expect(await cache.read('a1/rules.tar.gz')).toEqual(Buffer.from('new'));
  });

  it('has nothing under a name that was not written', async () => {
    expect(await downloadCache(tempFolder()).read('list.txt')).toBeUndefined();
  });

  it.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a/b/c',
    '.hidden',
    'a/.x',
    '..',
    '',
    'a/',
    'a\\b',
    'a\0b',
    'a\n',
    `x${'y'.repeat(200)}`,
  ])('takes %j for no name', async name => {
    const state = tempFolder();
    const cache = downloadCache(state);
    expect(() => cache.path(name)).toThrow('is not a valid name of a download');
    await expect(cache.read(name)).rejects.toThrow('is not a valid name');
    await expect(cache.write(name, Buffer.from('x'))).rejects.toThrow('is not a valid name');
    expect(existsSync(join(state, 'downloads'))).toBe(false);
  });
});

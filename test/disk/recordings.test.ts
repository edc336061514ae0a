import {existsSync, mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {recordingFiles} from '../../harness/disk/recordings.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const HEADER = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
const FILE = 'recorded/a.pcap';

/** A trial's folder with files in `recorded/`. */
function folderWith(files: Readonly<Record<string, Buffer>>) {
  const folder = tempFolder();
  mkdirSync(join(folder, 'recorded'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'recorded', name), content);
  return {
    folder,
    recordings: recordingFiles(folder),
    names: () => readdirSync(join(folder, 'recorded')).sort(),
  };
}

describe('recordings on the disk', () => {
  it('keep the raw file through a cut, until they are tidied', async () => {
    const {recordings, names} = folderWith({'a.pcap.raw': HEADER});
    await recordings.scratch(FILE);
    expect(await recordings.trim(FILE, 0, 1)).toMatchObject({packets: 0, bytes: 24, linkType: 1});
    expect(names()).toEqual(['a.pcap', 'a.pcap.raw', 'a.pcap.tcpdump']);
    await recordings.tidy(FILE);
    expect(names()).toEqual(['a.pcap']);
  });

  it('tell whether a raw file is there, or the finished one alone', async () => {
    const {recordings} = folderWith({'a.pcap.raw': HEADER, 'b.pcap': HEADER});
    expect(await recordings.describe(FILE)).toMatchObject({bytes: 24, finished: false});
    expect(await recordings.describe('recorded/b.pcap')).toMatchObject({bytes: 24, finished: true});
    expect(await recordings.describe('recorded/c.pcap')).toBeUndefined();
  });

  it('keep a raw file whole without what is unfinished at its end', async () => {
    const {folder, recordings, names} = folderWith({'a.pcap.raw': Buffer.concat([HEADER, Buffer.alloc(5)])});
    expect(await recordings.keepWhole(FILE)).toMatchObject({packets: 0, bytes: 24});
    expect(statSync(join(folder, FILE)).size).toBe(24);
    expect(names()).toEqual(['a.pcap']);
  });

  it('sweep away all but what is known, and need no folder for it', async () => {
    const {recordings, names} = folderWith({'a.pcap': HEADER, 'a.pcap.raw': HEADER, 'b.pcap.raw': HEADER});
    await recordings.sweep([FILE]);
    expect(names()).toEqual(['a.pcap', 'a.pcap.raw']);
    const other = tempFolder();
    await recordingFiles(other).sweep([]);
    expect(existsSync(join(other, 'recorded'))).toBe(false);
  });
});

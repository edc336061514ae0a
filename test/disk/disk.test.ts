import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished} from 'vitest';
import {
  alertLog,
  alertLogsOf,
  compressLogs,
  openTogether,
  removeLogs,
} from '../../harness/disk/alert-logs.ts';
import {engineFiles} from '../../harness/disk/engine-files.ts';
import {captureSource} from '../../harness/disk/find-captures.ts';
import {stateFolder} from '../../harness/disk/state-folder.ts';
import {writeWhole} from '../../harness/disk/whole-files.ts';
import type {LogSource} from '../../harness/ingest/ports.ts';
import {openLog} from '../fixtures/logs.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), {recursive: true});
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function textFrom(log: LogSource, from: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of log.read(from)) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe('an alert log on the disk', () => {
  it('gives the same bytes from any offset, plain and zipped, and none from behind its end', async () => {
    const text = Array.from({length: 50_000}, (_, n) => `line ${n} of the log\n`).join('');
    const folder = folderOf({'plain.txt': text, zipped: gzipSync(text)});
    const logs = [await openLog(join(folder, 'plain.txt')), await openLog(join(folder, 'zipped'))];
    for (const from of [0, 1, 65_535, 65_536, 1_048_576, text.length - 1, text.length, text.length + 10]) {
      for (const log of logs) expect(await textFrom(log, from)).toBe(text.slice(from));
    }
  });

  it('is refused when it is a folder, and named by the system when it is not there', async () => {
    const folder = folderOf({});
    await expect(alertLog(folder)).rejects.toMatchObject({code: 'EISDIR'});
    await expect(alertLog(join(folder, 'gone'))).rejects.toMatchObject({code: 'ENOENT'});
  });

  it('knows when it was changed, to the microsecond that the system tells', async () => {
    const folder = folderOf({'a.txt': 'x'});
    const log = await openLog(join(folder, 'a.txt'));
    expect(log.changedAt).toBe(Math.round(statSync(join(folder, 'a.txt')).mtimeMs * 1000));
  });
});

describe('logs that roll over', () => {
  it('are read to their end from the file that was opened, whatever its name becomes', async () => {
    const folder = folderOf({'alert_json.txt': 'one\ntwo\n'});
    const log = await alertLog(join(folder, 'alert_json.txt'));
    expect(await textFrom(log, 0)).toBe('one\ntwo\n');
    renameSync(join(folder, 'alert_json.txt'), join(folder, 'alert_json.txt.1'));
    writeFileSync(join(folder, 'alert_json.txt'), 'new\n');
    expect(await textFrom(log, 4)).toBe('two\n');
    await log.close();
  });

  it('are opened anew when one of them rolls over while they are opened', async () => {
    const folder = folderOf({'alert_json.txt': 'one\n'});
    let looks = 0;
    const logs = await openTogether(async () => {
      looks += 1;
      const names = readdirSync(folder).sort();
      if (looks === 1) {
        renameSync(join(folder, 'alert_json.txt'), join(folder, 'alert_json.txt.1'));
        writeFileSync(join(folder, 'alert_json.txt'), 'new\n');
      }
      return names.map(name => join(folder, name));
    });
    expect(await Promise.all(logs.map(log => textFrom(log, 0)))).toEqual(['new\n', 'one\n']);
    for (const log of logs) await log.close();
  });
});

/** The alert logs of a run's folder, closed when the test ends. */
async function logsIn(folder: string) {
  const logs = await alertLogsOf(folder);
  onTestFinished(async () => {
    for (const log of logs) await log.close();
  });
  return logs;
}

describe('the alert logs of a run', () => {
  const files = {
    'alert_json.txt': 'now\n',
    'alert_json.txt.1780000000': 'before\n',
    '0_alert_json.txt': 'thread\n',
    'alert_json.txt.gz.part': 'half',
    'stdout.txt': 'x',
    'my_alert_json.txt': 'x',
  };

  it('are every file that Snort writes alerts to, and no other', async () => {
    const logs = await logsIn(folderOf(files));
    expect(logs.map(({path}) => path.split('/').at(-1))).toEqual([
      '0_alert_json.txt',
      'alert_json.txt',
      'alert_json.txt.1780000000',
    ]);
  });

  it('are compressed whole, and found again compressed', async () => {
    const folder = folderOf(files);
    await compressLogs(folder);
    const logs = await logsIn(folder);
    expect(logs.map(({path}) => path.split('/').at(-1))).toEqual([
      '0_alert_json.txt.gz',
      'alert_json.txt.1780000000.gz',
      'alert_json.txt.gz',
    ]);
    expect(await Promise.all(logs.map(log => textFrom(log, 0)))).toEqual(['thread\n', 'before\n', 'now\n']);
    expect(gunzipSync(readFileSync(join(folder, 'alert_json.txt.gz'))).toString()).toBe('now\n');
    await compressLogs(folder);
    expect(await logsIn(folder)).toHaveLength(3);
  });

  it('are each given once when the harness died between zipping one and removing it', async () => {
    const folder = folderOf({'alert_json.txt': 'now\n', 'alert_json.txt.gz': gzipSync('now\n')});
    expect((await logsIn(folder)).map(({path}) => path)).toEqual([join(folder, 'alert_json.txt')]);
    await compressLogs(folder);
    expect(readdirSync(folder)).toEqual(['alert_json.txt.gz']);
  });

  it('are removed, and nothing else is', async () => {
    const folder = folderOf(files);
    await compressLogs(folder);
    await removeLogs(folder);
    expect(await logsIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toContain('stdout.txt');
    expect(readdirSync(folder)).toContain('my_alert_json.txt');
  });
});

describe('a whole file', () => {
  it('takes its place in one step, with its folders, and leaves no part', async () => {
    const folder = folderOf({});
    const path = join(folder, 'a/b/c.txt');
    await writeWhole(path, 'one');
    await writeWhole(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt']);
  });

  it('that cannot be put in its place leaves what was there, and no part', async () => {
    const folder = folderOf({'place/inside': 'x'});
    await expect(writeWhole(join(folder, 'place'), 'new')).rejects.toMatchObject({
      code: expect.stringMatching(/^E/),
    });
    expect(readdirSync(folder)).toEqual(['place']);
  });
});

describe('files of engines', () => {
  it('are read from their start or their end, so much at most, and are empty when they are not there', async () => {
    const folder = folderOf({'a.txt': 'abcdef'});
    const path = join(folder, 'a.txt');
    expect(await engineFiles.read(path, 3)).toBe('abc');
    expect(await engineFiles.readEnd(path, 3)).toBe('def');
    expect(await engineFiles.readEnd(path, 100)).toBe('abcdef');
    expect(await engineFiles.read(join(folder, 'gone'), 3)).toBe('');
    expect(await engineFiles.digest(join(folder, 'gone'))).toBeUndefined();
    expect(await engineFiles.digest(path)).toBe(
      'bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721',
    );
  });
});

describe('captures', () => {
  const pcap = Buffer.alloc(24);
  pcap.writeUInt32LE(0xa1b2c3d4, 0);
  pcap.writeUInt32LE(1, 20);
  const find = (root: string, ...entries: string[]) =>
    captureSource(root, join(root, '.ruletrial')).find(entries, () => {});

  it('are found by file, folder and glob, once each, in the order of their paths', async () => {
    const root = folderOf({
      'captures/b.pcap': pcap,
      'captures/sub/a.pcap': pcap,
      'captures/no-ending': pcap,
      'captures/readme.txt': 'x',
      'captures/broken.pcap': 'x',
      'one.dat': 'x',
    });
    const found = await find(root, 'captures', 'captures/*.pcap', 'one.dat');
    if ('reason' in found) throw new Error(found.reason);
    expect(
      found.captures.map(({path, linkType, headerProblem}) => [path, linkType ?? headerProblem]),
    ).toEqual([
      ['captures/b.pcap', 1],
      ['captures/broken.pcap', 'the file is shorter than a capture header'],
      ['captures/no-ending', 1],
      ['captures/sub/a.pcap', 1],
      ['one.dat', 'the file is shorter than a capture header'],
    ]);
    expect(found.ignored).toEqual(['captures/readme.txt']);
    expect(found.captures[0]?.bytes).toBe(24);
    expect(await captureSource(root, join(root, '.ruletrial')).digest('captures/b.pcap')).toBe(
      found.captures[0]?.sha256,
    );
  });

  it('are found through links and within gzip', async () => {
    const root = folderOf({'real/a.pcap': pcap, 'captures/b.pcap.gz': gzipSync(pcap)});
    symlinkSync(join(root, 'real/a.pcap'), join(root, 'captures/link.pcap'));
    const found = await find(root, 'captures');
    if ('reason' in found) throw new Error(found.reason);
    expect(
      found.captures.map(({path, linkType, headerProblem}) => [path, linkType ?? headerProblem]),
    ).toEqual([
      ['captures/b.pcap.gz', 1],
      ['captures/link.pcap', 1],
    ]);
    expect(found.ignored).toEqual([]);
  });

  it('within a gzip that is cut off, damaged or misnamed say so', async () => {
    const packet = Buffer.alloc(16 + 6000, 0xee);
    packet.writeUInt32LE(6000, 8);
    packet.writeUInt32LE(6000, 12);
    const random = Buffer.from(Array.from({length: 40_000}, (_, n) => (n * n * 31 + (n >> 3)) & 0xff));
    const packed = gzipSync(Buffer.concat([pcap, packet, random]));
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 300, 400);
    const root = folderOf({
      'c/cut.pcap.gz': packed.subarray(0, packed.length - 20),
      'c/damaged.pcap.gz': damaged,
      'c/misnamed.pcap': gzipSync(pcap),
      'c/no-capture.txt.gz': gzipSync('a text'),
    });
    const found = await find(root, 'c');
    if ('reason' in found) throw new Error(found.reason);
    expect(found.captures.map(({path, damage}) => [path, damage?.replace(/\d+ bytes/, 'N bytes')])).toEqual([
      ['c/cut.pcap.gz', 'the gzip is truncated: its first N bytes were read'],
      ['c/damaged.pcap.gz', 'the gzip is damaged: its first N bytes were read'],
      ['c/misnamed.pcap', undefined],
    ]);
    expect(found.captures[2]?.headerProblem).toBe(
      'the file is gzipped: rename it so that its name ends in .gz',
    );
    expect(found.captures[0]?.packets).toBeGreaterThan(0);
    expect(found.ignored).toEqual(['c/no-capture.txt.gz']);
  });

  it('that cannot be opened are named with the reason, and the others are read', async () => {
    const root = folderOf({'captures/a.pcap': pcap});
    symlinkSync(join(root, 'gone.pcap'), join(root, 'captures/dangling.pcap'));
    symlinkSync(join(root, 'captures/loop.pcap'), join(root, 'captures/loop.pcap'));
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/captures/latin-`), Buffer.from([0xe9]), Buffer.from('.pcap')]),
      pcap,
    );
    const found = await find(root, 'captures');
    if ('reason' in found) throw new Error(found.reason);
    expect(found.captures.map(({path}) => path)).toEqual(['captures/a.pcap']);
    expect(found.unusable).toEqual([
      {
        path: 'captures/dangling.pcap',
        reason: 'it is a link to a missing file, or it has just been removed',
      },
      {path: 'captures/latin-\ufffd.pcap', reason: 'its name is not valid UTF-8: rename it'},
      {path: 'captures/loop.pcap', reason: 'it is a link that points to itself'},
    ]);
    const named = await find(root, 'captures/dangling.pcap');
    expect(named).toEqual({entry: 'captures/dangling.pcap', reason: 'there is no such file or folder'});
  });

  it('are named by their absolute path when they lie outside the project, and only then', async () => {
    const outside = join(folderOf({'x.pcap': pcap}), 'x.pcap');
    const root = folderOf({'..dots/x.pcap': pcap});
    const found = await find(root, outside, '..dots/x.pcap');
    if ('reason' in found) throw new Error(found.reason);
    expect(found.captures.map(({path}) => path).sort()).toEqual(['..dots/x.pcap', outside]);
    expect(captureSource(root, join(root, '.ruletrial')).locate('..dots/x.pcap')).toBe(
      join(root, '..dots/x.pcap'),
    );
  });

  it.each([
    ['gone.pcap', 'there is no such file or folder'],
    ['empty', 'it contains no files'],
    ['texts', 'it contains no capture (pcap or pcapng)'],
    ['captures/*.pcapng', 'nothing matches it'],
  ])('that an entry does not lead to are told with the reason: %s', async (entry, reason) => {
    const root = folderOf({'captures/a.pcap': pcap, 'texts/a.txt': 'x'});
    mkdirSync(join(root, 'empty'));
    expect(await find(root, 'captures', entry)).toEqual({entry, reason});
  });
});

describe('a state folder', () => {
  it('lists trials that have a store, by schedule and number', async () => {
    const path = folderOf({
      'trials/b-2/trial.db': '',
      'trials/b-10/trial.db': '',
      'trials/b-1/trial.db': '',
      'trials/a-3/trial.db': '',
      'trials/a-4/runs/x': '',
      'trials/notes/trial.db': '',
    });
    expect(await stateFolder(path).trials()).toEqual(['a-3', 'b-1', 'b-2', 'b-10']);
    expect(await stateFolder(join(path, 'gone')).trials()).toEqual([]);
  });

  it('gives each attempt of a run an empty folder of its own', async () => {
    const state = stateFolder(tempFolder());
    const folders = state.runFolders('a-1');
    const [one, two] = [await folders.fresh('x', 0, 1), await folders.fresh('x', 0, 2)];
    expect(one).not.toBe(two);
    writeFileSync(join(one, 'left'), 'x');
    expect(readdirSync(await folders.fresh('x', 0, 1))).toEqual([]);
    expect(folders.path('x', 0, 1)).toBe(one);
    expect(await folders.freeBytes()).toBeGreaterThan(0);
    await folders.remove(one);
    await folders.remove(one);
    expect(readdirSync(join(one, '..'))).toHaveLength(1);
  });
});

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {create} from 'tar';
import {describe, expect, it} from 'vitest';
import type {Manifest} from '../../harness/domain/snapshot.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {archiveSource as sourceOfArchives} from '../../harness/snapshots/archive-source.ts';
import {ENTRY} from '../../harness/snapshots/assemble.ts';
import {fileSource, folderSource} from '../../harness/snapshots/directory/read-directory.ts';
import type {RulesetSource, SnapshotFiles} from '../../harness/snapshots/ports.ts';
import type {TakeDeps} from '../../harness/snapshots/take-order.ts';
import {verifySnapshot} from '../../harness/snapshots/verify.ts';
import {taken, taking, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const rule = (sid: number): string =>
  `alert tcp any any -> any any (msg:"rule ${sid}"; sid:${sid}; rev:1;)\n`;

/** Writes files below a new folder; gives the folder. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The files of a folder as a .tar.gz elsewhere. */
function archiveOf(folder: string): string {
  const path = join(tempFolder(), 'rules.tar.gz');
  create({gzip: true, sync: true, cwd: folder, file: path}, readdirSync(folder));
  return path;
}

const archiveSource = sourceOfArchives({
  reader: archiveReader,
  pulledpork: async () => undefined,
  say: () => {},
});

const take = (source: RulesetSource, path: string, into?: TakeDeps): Promise<Manifest> =>
  taken(wanted(source, path), into);

async function refusal(source: RulesetSource, path: string): Promise<string> {
  const into = taking();
  const words = await take(source, path, into).then(
    () => 'not refused',
    (thrown: Error) => thrown.message,
  );
  expect(existsSync(join(into.snapshots.folder('x'), '..'))).toBe(false);
  return words;
}

/** All texts of a snapshot in the order in which Snort includes them. */
async function textOf(identity: Manifest, from: SnapshotFiles): Promise<string> {
  const entry = Buffer.from((await from.read(identity.digest, ENTRY)) ?? []).toString();
  const names = [...entry.matchAll(/^include (\S+)$/gm)].map(found => String(found[1]));
  const texts = await Promise.all(names.map(name => from.read(identity.digest, name)));
  return texts.map(bytes => Buffer.from(bytes ?? []).toString()).join('');
}

describe('a snapshot', () => {
  it('of the same rules has the same digest from a file, a folder and an archive, whatever they are called', async () => {
    const folder = folderOf({'community.rules': rule(1) + rule(2)});
    const renamed = folderOf({'sub/other name.rules': rule(1) + rule(2), 'readme.txt': 'no rules'});
    const digests = [
      await take(fileSource, join(folder, 'community.rules')),
      await take(folderSource, folder),
      await take(archiveSource, archiveOf(folder)),
      await take(fileSource, join(renamed, 'sub/other name.rules')),
      await take(archiveSource, archiveOf(renamed)),
    ].map(({digest}) => digest);
    expect(new Set(digests).size).toBe(1);
    const other = await take(fileSource, join(folderOf({'a.rules': rule(1) + rule(3)}), 'a.rules'));
    expect(other.digest).not.toBe(digests[0]);
  });

  it('that is taken again under another name is whole for both', async () => {
    const folder = folderOf({'one.rules': rule(1), 'two.rules': rule(1)});
    const into = taking();
    const one = await take(fileSource, join(folder, 'one.rules'), into);
    const two = await take(fileSource, join(folder, 'two.rules'), into);
    expect(two.digest).toBe(one.digest);
    expect(await verifySnapshot(one, into.snapshots)).toEqual({ok: true, value: undefined});
    expect(await verifySnapshot(two, into.snapshots)).toEqual({ok: true, value: undefined});
    expect(two.files[0]?.from).toBe(join(folder, 'two.rules'));
  });

  it('of one file is not that of two which say the same one after another', async () => {
    const into = taking();
    const one = await take(folderSource, folderOf({'all.rules': `${rule(1)}\n${rule(2)}`}), into);
    const two = await take(folderSource, folderOf({'1.rules': rule(1), '2.rules': rule(2)}), into);
    expect(one.digest).not.toBe(two.digest);
    for (const identity of [one, two]) expect((await verifySnapshot(identity, into.snapshots)).ok).toBe(true);
  });

  it('holds the files in the order of their names, local rules last, and its entry includes them so', async () => {
    const folder = folderOf({'b.rules': rule(2), 'a.rules': rule(1), 'c/a.rules': rule(3), 'x.txt': 'x'});
    const local = join(folderOf({'a.rules': rule(4)}), 'a.rules');
    const into = taking();
    const places = [
      {source: folderSource, path: folder},
      {source: fileSource, path: local},
    ];
    const manifest = await taken(wanted(folderSource, folder, {places}), into);
    expect(await textOf(manifest, into.snapshots)).toBe([1, 2, 3, 4].map(rule).join(''));
    expect(manifest.files.map(({from}) => from)).toEqual([
      join(folder, 'a.rules'),
      join(folder, 'b.rules'),
      join(folder, 'c/a.rules'),
      local,
    ]);
  });

  it('holds what a link in its folder leads to, and is refused when that is gone', async () => {
    const elsewhere = folderOf({'local.rules': rule(5)});
    const folder = folderOf({'a.rules': rule(1)});
    symlinkSync(join(elsewhere, 'local.rules'), join(folder, 'b.rules'));
    const into = taking();
    expect(await textOf(await take(folderSource, folder, into), into.snapshots)).toBe(rule(1) + rule(5));
    symlinkSync(join(elsewhere, 'gone.rules'), join(folder, 'c.rules'));
    expect(await refusal(folderSource, folder)).toContain('is a link to a missing file');
  });

  it('of a folder leave hidden ones out and count them, follow links to folders once, and name a link that leads nowhere', async () => {
    const folder = folderOf({
      'in/a.rules': rule(1),
      'in/._a.rules': 'Mac OS X metadata',
      'in/.old/b.rules': rule(2),
      'in/.hidden.rules': rule(3),
      'other/c.rules': rule(4),
    });
    symlinkSync(join(folder, 'other'), join(folder, 'in/linked'));
    symlinkSync(join(folder, 'in'), join(folder, 'in/itself'));
    symlinkSync(join(folder, 'nowhere.txt'), join(folder, 'in/readme.txt'));
    const manifest = await take(folderSource, join(folder, 'in'));
    expect(manifest.counts.text).toBe(2);
    expect(manifest.gate).toContainEqual({
      check: 'parts',
      outcome: 'noted',
      words: '2 hidden rules files are left out',
    });
    symlinkSync(join(folder, 'nowhere.rules'), join(folder, 'in/g.rules'));
    expect(await refusal(folderSource, join(folder, 'in'))).toContain(
      `cannot read ${join(folder, 'in/g.rules')}: it is a link to a missing file`,
    );
  });

  it('tells the age of its newest member', async () => {
    const folder = folderOf({'a.rules': rule(1), 'b.rules': rule(2)});
    utimesSync(join(folder, 'a.rules'), 1_780_000_000, 1_780_000_000);
    utimesSync(join(folder, 'b.rules'), 1_770_000_000, 1_770_000_000);
    expect((await take(folderSource, folder)).newestAt).toBe(1_780_000_000_000_000);
  });

  it('is put whole in one rename, never changed, and taken again without a write', async () => {
    const into = taking();
    const folder = folderOf({'a.rules': rule(1), 'b.rules': rule(2)});
    const {digest} = await take(folderSource, folder);
    // what a process of the same number left when it was killed
    const left = join(dirname(into.snapshots.folder(digest)), `.${digest}.${process.pid}.part`);
    mkdirSync(left, {recursive: true});
    writeFileSync(join(left, 'half'), 'x');
    const first = await take(folderSource, folder, into);
    const place = into.snapshots.folder(digest);
    expect(readdirSync(dirname(place))).toEqual([digest]);
    expect(readdirSync(place)).toEqual([...first.files.map(({path}) => path), ENTRY]);
    const before = statSync(place).mtimeMs;
    const inodes = readdirSync(place).map(name => statSync(join(place, name)).ino);
    expect((await take(folderSource, folder, into)).files).toEqual(first.files);
    expect(statSync(place).mtimeMs).toBe(before);
    expect(readdirSync(place).map(name => statSync(join(place, name)).ino)).toEqual(inodes);
    for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o222).toBe(0);
  });

  it('fails to verify when one bit of any of its files is flipped, a file is gone, or the entry says otherwise', async () => {
    const into = taking();
    const identity = await take(folderSource, folderOf({'a.rules': rule(1), 'b.rules': rule(2)}), into);
    expect(await verifySnapshot(identity, into.snapshots)).toEqual({ok: true, value: undefined});
    for (const {path} of [...identity.files, {path: ENTRY}]) {
      const place = join(into.snapshots.folder(identity.digest), path);
      const bytes = readFileSync(place);
      chmodSync(place, 0o644);
      for (const bit of [0, 77, bytes.length * 8 - 1]) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        writeFileSync(place, flipped);
        expect(await verifySnapshot(identity, into.snapshots)).toMatchObject({
          failure: {kind: 'snapshot-missing', ruleset: 'x'},
        });
      }
      writeFileSync(place, bytes);
      expect((await verifySnapshot(identity, into.snapshots)).ok).toBe(true);
    }
    expect((await verifySnapshot({...identity, digest: 'f'.repeat(64)}, into.snapshots)).ok).toBe(false);
  });
});

describe('includes', () => {
  it('are followed within the folder, each file once, in the order in which Snort reads their rules', async () => {
    const folder = folderOf({
      'all.rules': `# all\ninclude a.rules\r\n  include sub/b.rules  \n${rule(1)}include a.rules\n`,
      'a.rules': rule(2),
      'sub/b.rules': `include ../c.rules\n${rule(3)}`,
      'c.rules': rule(4),
    });
    const into = taking();
    const identity = await take(fileSource, join(folder, 'all.rules'), into);
    const text = await textOf(identity, into.snapshots);
    expect(text.split('\n').filter(line => line.startsWith('alert'))).toHaveLength(4);
    for (const sid of [1, 2, 3, 4]) expect(text.split(`sid:${sid};`)).toHaveLength(2);
    expect(text.split('\n').some(line => /^\s*include/.test(line))).toBe(false);
    expect([...text.matchAll(/sid:(\d)/g)].map(([, sid]) => sid).join('')).toBe('2431');
    // line numbers stay, for Snort's own messages
    const last = identity.files.at(-1);
    expect(last?.from).toBe(join(folder, 'all.rules'));
    const piece = Buffer.from(
      (await into.snapshots.read(identity.digest, last?.path ?? '')) ?? [],
    ).toString();
    expect(piece.split('\n').findIndex(line => line.startsWith('alert'))).toBe(3);
  });

  it.each([
    ['behind a comment and before one', '# my rules\ninclude a.rules # mine\n', [2]],
    ['two on a line, and a rule between', `include a.rules ${rule(1).trim()} include b.rules\n`, [2, 1, 3]],
    ['over two lines', `include\n  a.rules\n${rule(1)}`, [2, 1]],
    ['not between #begin and #end', `#begin\ninclude gone.rules\n#end\n${rule(1)}`, [1]],
    ['not in a comment', `/* include gone.rules */ # include gone.rules\n${rule(1)}`, [1]],
    ['not in a message', `alert tcp ( msg:"\n include gone.rules\n"; sid:1; )\n`, [1]],
    ['with an escaped blank', 'include a\\ b.rules\n', [4]],
  ])('are found by the grammar of Snort: %s', async (_, all, sids) => {
    const folder = folderOf({
      'all.rules': all,
      'a.rules': rule(2),
      'b.rules': rule(3),
      'a b.rules': rule(4),
    });
    const into = taking();
    const identity = await take(fileSource, join(folder, 'all.rules'), into);
    const text = await textOf(identity, into.snapshots);
    expect([...text.matchAll(/sid:(\d)/g)].map(([, sid]) => Number(sid))).toEqual(sids);
  });

  it('of a path with a variable are refused, since a sensor decides what it is', async () => {
    const folder = folderOf({'all.rules': 'include $RULE_PATH/a.rules\n'});
    expect(await refusal(fileSource, join(folder, 'all.rules'))).toContain('write the path');
  });

  it('that go round in a circle end', async () => {
    const folder = folderOf({
      'a.rules': `include b.rules\n${rule(1)}`,
      'b.rules': `include a.rules\ninclude b.rules\n${rule(2)}`,
    });
    const into = taking();
    const text = await textOf(await take(fileSource, join(folder, 'a.rules'), into), into.snapshots);
    expect(text.match(/^alert/gm)).toHaveLength(2);
  });

  it('of a file that the folder holds anyway load it once', async () => {
    const folder = folderOf({'a.rules': `include b.rules\n${rule(1)}`, 'b.rules': rule(2)});
    const into = taking();
    for (const [source, path] of [
      [folderSource, folder],
      [archiveSource, archiveOf(folder)],
    ] as const) {
      const text = await textOf(await take(source, path, into), into.snapshots);
      expect(text.match(/^alert/gm)).toHaveLength(2);
    }
  });

  it('that lead outside are refused, by name, by absolute path and through a link', async () => {
    const outside = folderOf({'secret.rules': rule(9)});
    const folder = folderOf({'in/x': ''});
    symlinkSync(join(outside, 'secret.rules'), join(folder, 'in/link.rules'));
    const place = join(folder, 'in/all.rules');
    writeFileSync(join(folder, 'up.rules'), rule(9));
    for (const target of ['../up.rules', join(outside, 'secret.rules'), 'link.rules', '/etc/passwd']) {
      writeFileSync(place, `${rule(1)}include ${target}\n`);
      expect(await refusal(fileSource, place)).toBe(
        `${place}:2 (ruleset x): cannot include ${target}: it is outside the ruleset's folder. If it was there before, check whether an antivirus program removed it`,
      );
    }
  });

  it('that lead nowhere are named with file and line', async () => {
    const folder = folderOf({'all.rules': `${rule(1)}\n\ninclude gone.rules\n`, 'sub/x.rules': rule(2)});
    const place = join(folder, 'all.rules');
    const advice = 'If it was there before, check whether an antivirus program removed it';
    expect(await refusal(fileSource, place)).toBe(
      `${place}:4 (ruleset x): cannot include gone.rules: there is no such file. ${advice}`,
    );
    const archive = archiveOf(folder);
    expect(await refusal(archiveSource, archive)).toBe(
      `${archive}!all.rules:4 (ruleset x): cannot include gone.rules: the archive has no gone.rules. ${advice}`,
    );
    writeFileSync(place, 'include sub\n');
    expect(await refusal(fileSource, place)).toBe(
      `${place}:1 (ruleset x): cannot include sub: it is not a file. ${advice}`,
    );
  });
});

describe('a source', () => {
  it.each([
    ['a file', fileSource, 'a rules file'],
    ['a folder', folderSource, 'a folder of .rules files'],
    ['an archive', archiveSource, 'a .tar.gz of rules'],
  ])('that is not there is named: %s', async (_, source, expected) => {
    const path = join(tempFolder(), 'gone');
    expect(await refusal(source, path)).toBe(
      `rulesets/x.yaml: cannot read ${path}: there is no such file. Expected ${expected}`,
    );
  });

  it('of another kind than declared is refused', async () => {
    const folder = folderOf({'a.rules': rule(1)});
    expect(await refusal(fileSource, folder)).toBe(
      `rulesets/x.yaml: cannot read ${folder}: it is not a file. Expected a rules file`,
    );
    expect(await refusal(folderSource, join(folder, 'a.rules'))).toBe(
      `rulesets/x.yaml: cannot read ${join(folder, 'a.rules')}: it is not a folder. Expected a folder of .rules files`,
    );
  });

  it('without a rules file is refused', async () => {
    const folder = folderOf({'readme.txt': 'x'});
    expect(await refusal(folderSource, folder)).toBe(
      `rulesets/x.yaml: ${folder} contains no rules file. Expected files whose names end in .rules`,
    );
  });
});

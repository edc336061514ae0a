import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {failed, ok} from '../../harness/domain/result.ts';
import type {GateCheck, Manifest} from '../../harness/domain/snapshot.ts';
import {readModifyLines, readSidLines} from '../../harness/rules/tuning-lines.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {archiveSource} from '../../harness/snapshots/archive-source.ts';
import {fileSource, folderSource, readWhole} from '../../harness/snapshots/directory/read-directory.ts';
import {listSource} from '../../harness/snapshots/list-source.ts';
import type {TakeOrder} from '../../harness/snapshots/take-order.ts';
import {COMMUNITY_NAME} from '../fixtures/archives/community.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {BUILTIN_RULES, SO_ENABLED} from '../fixtures/archives/stub-rules.ts';
import {TEXT_ENABLED} from '../fixtures/archives/text-rules.ts';
import {type Member, writeArchive} from '../fixtures/archives/write-archive.ts';
import {sourceRequest, taken, taking, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const archives = archiveSource({reader: archiveReader, pulledpork: async () => undefined, say: () => {}});
const lists = listSource(readWhole);

const rule = (sid: number, more = ''): string =>
  `alert tcp any any -> any any ( msg:"${sid}"; content:"${sid}"; ${more}sid:${sid}; rev:1; )\n`;
const IN_BALANCED = 'metadata:policy balanced-ips drop; ';

function written(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const community = (content: string, ...more: Member[]): string =>
  writeArchive(tempFolder(), COMMUNITY_NAME, [
    {path: 'snort3-community-rules/snort3-community.rules', content},
    {path: 'snort3-community-rules/sid-msg.map', content: ''},
    ...more,
  ]);

const tuned = (tuning: {disable?: string; enable?: string; modify?: string}): Pick<TakeOrder, 'tuning'> => ({
  tuning: ok({
    tuning: {
      disable: readSidLines(tuning.disable ?? '').entries,
      enable: readSidLines(tuning.enable ?? '').entries,
      modify: readModifyLines(tuning.modify ?? '').entries,
    },
    classifications: [],
  }),
});

const step = ({gate}: Manifest, check: GateCheck['check']): GateCheck | undefined =>
  gate.find(one => one.check === check);

/** Sids of enabled rules by what enables them, and all rules as the catalogue has them. */
async function rulesOf(wish: TakeOrder) {
  const into = taking();
  const manifest = await taken(wish, into);
  const rules = into.catalogue.rulesOf(manifest.digest);
  return {
    manifest,
    rules,
    enabled: rules.filter(one => one.enabled).map(({gid, sid, by}) => `${gid}:${sid} ${by}`),
    text: Buffer.from((await into.snapshots.read(manifest.digest, '001.rules')) ?? []).toString(),
  };
}

describe('a policy by metadata', () => {
  const balanced = {request: sourceRequest({policy: 'balanced'})};

  it('selects the rules of the source, and neither local rules nor the events of lists', async () => {
    const folder = written({'mine.rules': rule(9), 'list.txt': '192.0.2.7\n'});
    const archive = community(`${rule(1, IN_BALANCED) + rule(2)}# ${rule(3, IN_BALANCED)}`);
    const places = [
      {source: archives, path: archive},
      {source: fileSource, path: join(folder, 'mine.rules'), own: true},
      {source: lists, path: join(folder, 'list.txt')},
    ];
    const {manifest, enabled, text} = await rulesOf(wanted(archives, archive, {...balanced, places}));
    expect(enabled).toEqual([
      '1:1 metadata balanced',
      '1:9 text',
      ...[1, 2, 3, 4, 5, 6].map(sid => `136:${sid} text`),
    ]);
    expect(manifest).toMatchObject({policyBy: 'metadata', counts: {enabled: 8, perPolicy: {balanced: 1}}});
    expect(text).toBe(`${rule(1, IN_BALANCED)}# ${rule(2)}# ${rule(3, IN_BALANCED)}`);
  });

  it('gives each policy its own digest, and one with every rule that of none', async () => {
    const file = join(written({'x.rules': rule(1, IN_BALANCED)}), 'x.rules');
    const of = async (policy?: 'balanced' | 'security') =>
      (await taken(wanted(fileSource, file, {request: sourceRequest({policy})}))).digest;
    const [none, all, nothing] = [
      await of(),
      await of('balanced'),
      await of('security').catch(() => 'refused'),
    ];
    expect(none).toBe(all);
    expect(nothing).toBe('refused');
  });

  it('decides by states that stand among the rules as well, which Snort applies last', async () => {
    const file = join(
      written({'x.rules': `${rule(1)}${rule(2)}alert ( gid:1; sid:2; enable:no; )\n# ${rule(3)}`}),
      'x.rules',
    );
    const {enabled, manifest} = await rulesOf(wanted(fileSource, file));
    expect(enabled).toEqual(['1:1 text']);
    expect(manifest.counts).toMatchObject({text: 3, enabled: 1});
  });
});

describe('rules that cannot be read', () => {
  const BROKEN = 'alert tcp any any -> any any ( msg:"x" sid:7; rev:2; )\nSdrop tcp ( sid:8; )\n';

  it('refuse an archive, each with member, line and gid:sid:rev', async () => {
    const archive = community(rule(1) + BROKEN);
    const place = `${archive}!snort3-community-rules/snort3-community.rules`;
    await expect(taken(wanted(archives, archive))).rejects.toThrow(
      `${place}:2: rule 1:7:2: expected ";", "," or ")", found "sid"; ${place}:3: rule 1:8:0: unknown action "Sdrop" ` +
        '(ruleset x): 2 of 3 rules cannot be read, and Snort would refuse them.',
    );
  });

  it.each(['file', 'archive'] as const)(
    'of a %s are left out within the declared share, and told',
    async kind => {
      const text = rule(1) + BROKEN + rule(2);
      const path = kind === 'file' ? join(written({'x.rules': text}), 'x.rules') : community(text);
      const wish = wanted(kind === 'file' ? fileSource : archives, path, {unreadable: 0.5});
      const {manifest, enabled} = await rulesOf(wish);
      expect(enabled).toEqual(['1:1 text', '1:2 text']);
      expect(step(manifest, 'rules-read')).toMatchObject({
        outcome: 'noted',
        words: expect.stringMatching(/^2 of 4 could not be read: .*:2 expected .*:3 unknown action/),
      });
      expect(manifest.unread?.map(({line}) => line)).toEqual([2, 3]);
    },
  );

  it('are no fault once disable names them', async () => {
    const {manifest, enabled} = await rulesOf(
      wanted(archives, community(rule(1) + BROKEN), tuned({disable: '1:7-1:8'})),
    );
    expect(enabled).toEqual(['1:1 text']);
    expect(step(manifest, 'rules-read')).toBeUndefined();
    expect(step(manifest, 'tuning')?.words).toBe('2 rules disabled');
  });

  it('are told in the words of Snort where it is there', async () => {
    const file = join(written({'x.rules': BROKEN}), 'x.rules');
    const refused = [{rule: '1:7:2', file, line: 1, reason: 'syntax error'}];
    const testRules = async () => failed({kind: 'rules-rejected' as const, arm: 'x', refused, count: 1});
    await expect(taken(wanted(fileSource, file), taking(tempFolder(), {testRules}))).rejects.toThrow(
      `${file}:1: Snort refuses rule 1:7:2 of arm x: syntax error`,
    );
  });

  it('for Suricata are called so', async () => {
    const file = join(
      written({'x.rules': 'alert http any any -> any any (msg:"a"; http.uri; content:"x"; bsize:3; sid:1\n'}),
      'x.rules',
    );
    await expect(taken(wanted(fileSource, file))).rejects.toThrow('Suricata');
  });

  it('in UTF-16 are called so, with a byte order mark or without', async () => {
    for (const bytes of [
      Buffer.from(`\uFEFF${rule(1)}`, 'utf16le'),
      Buffer.from(rule(1), 'utf16le'),
      Buffer.from(`\uFEFF${rule(1)}`, 'utf16le').swap16(),
    ]) {
      const file = join(written({'x.rules': bytes}), 'x.rules');
      await expect(taken(wanted(fileSource, file))).rejects.toThrow('UTF-16');
    }
  });

  it('behind a byte order mark are taken without it, and that is told', async () => {
    const folder = written({'x.rules': `\uFEFF${rule(1)}`, 'y.rules': rule(1)});
    const {manifest, text} = await rulesOf(wanted(fileSource, join(folder, 'x.rules')));
    expect(text).toBe(rule(1));
    expect(step(manifest, 'parts')?.words).toContain('x.rules begins with a byte order mark');
    expect(manifest.digest).toBe((await taken(wanted(fileSource, join(folder, 'y.rules')))).digest);
  });
});

describe('rules of one gid:sid', () => {
  it('are counted, with the line that is kept, over files and in an archive', async () => {
    const twice = `${rule(1).replace('rev:1', 'rev:3')}${rule(1)}`;
    const folder = written({
      'a.rules': twice,
      'b.rules': rule(1).replace('rev:1', 'rev:3'),
      'c.rules': rule(2),
    });
    const {manifest} = await rulesOf(wanted(folderSource, folder));
    const [a, b] = [join(folder, 'a.rules'), join(folder, 'b.rules')];
    expect(step(manifest, 'duplicates')).toEqual({
      check: 'duplicates',
      outcome: 'noted',
      words:
        `2 of 4 rules are not loaded, because another rule has the same gid:sid: 1:1 of ${a}:2 (${b}:1 is kept); ` +
        `1:1 of ${a}:1 (${b}:1 is kept)`,
    });
    const archive = await taken(wanted(archives, community(twice)));
    expect(step(archive, 'duplicates')?.words).toContain('community.rules:2 (');
  });

  it('are none where one of both is commented out', async () => {
    const file = join(written({'x.rules': `${rule(1)}# ${rule(1)}`}), 'x.rules');
    expect(step(await taken(wanted(fileSource, file)), 'duplicates')).toBeUndefined();
  });
});

describe('a tuning', () => {
  it('changes what is loaded, the digest, and what the catalogue says of each rule', async () => {
    const archive = community(`${rule(1) + rule(2)}# ${rule(3)}${rule(4)}`);
    const plain = await rulesOf(wanted(archives, archive));
    const changes = tuned({
      disable: '1:1',
      enable: '1:3',
      modify: '4 "content" "fast_pattern_x"\n2 "any any ->" "any 80 ->"',
    });
    const {enabled, rules, manifest} = await rulesOf(wanted(archives, archive, changes));
    expect(enabled).toEqual(['1:2 modify', '1:3 enable', '1:4 modify']);
    expect(rules.find(({sid}) => sid === 2)?.header).toBe('tcp any 80 -> any any');
    expect(rules.find(({sid}) => sid === 1)).toMatchObject({
      enabled: false,
      by: 'disable',
      place: {file: `${archive}!snort3-community-rules/snort3-community.rules`, line: 1},
    });
    expect(manifest.digest).not.toBe(plain.manifest.digest);
    expect(step(manifest, 'tuning')?.words).toBe('1 rule disabled, 1 enabled, 2 modified');
  });

  it('tells of entries that found nothing', async () => {
    const file = join(written({'x.rules': rule(1)}), 'x.rules');
    const {manifest} = await rulesOf(wanted(fileSource, file, tuned({disable: '1:5', enable: 'cve:2021-1'})));
    expect(step(manifest, 'tuning')?.words).toBe('without effect: disable: 1:5; enable: cve:2021-1');
  });

  it('enables rules that the policy does not select', async () => {
    const file = join(written({'x.rules': rule(1, IN_BALANCED) + rule(2) + rule(3)}), 'x.rules');
    const wish = wanted(fileSource, file, {
      ...tuned({enable: '1:2'}),
      request: sourceRequest({policy: 'balanced'}),
    });
    expect((await rulesOf(wish)).enabled).toEqual(['1:1 metadata balanced', '1:2 enable']);
  });
});

describe('files', () => {
  it('of an archive or folder are left out by exclude, and patterns without effect are told', async () => {
    const files = {
      'a.rules': rule(1),
      'old/b.rules': rule(2),
      'old/c.rules': rule(3),
      'all.rules': 'include old/c.rules\n',
    };
    const members = Object.entries(files).map(([path, content]) => ({path, content}));
    const wish = {request: sourceRequest({exclude: ['**/b.*', 'c.rules', 'gone.rules']})};
    for (const manifest of [
      await taken(wanted(folderSource, written(files), wish)),
      await taken(wanted(archives, writeArchive(tempFolder(), 'x.tar.gz', members), wish)),
    ]) {
      expect(manifest.counts.text).toBe(1);
      expect(step(manifest, 'parts')?.words).toBe(
        '"exclude:" leaves out 2 files; "exclude:" no file is called gone.rules',
      );
    }
  });

  it('of an archive leave out what macOS packs beside each file and other hidden members, and count the rules among them', async () => {
    for (const top of ['x', 'snort3-community-rules']) {
      const path = writeArchive(tempFolder(), 'y.tar.gz', [
        {path: `./${top}/._snort3-community.rules`, content: 'Mac OS X metadata'},
        {path: `./${top}/snort3-community.rules`, content: rule(1)},
        {path: `./${top}/.old/b.rules`, content: rule(2)},
        {path: `./${top}/._classification.config`, content: 'config classification: x,X,1\n'},
      ]);
      const manifest = await taken(wanted(archives, path));
      expect(manifest.counts.text).toBe(1);
      expect(manifest.gate).toContainEqual({
        check: 'parts',
        outcome: 'noted',
        words: '2 hidden rules files are left out',
      });
    }
  });

  it('of an archive of snort.org likewise', async () => {
    const more = {path: 'snort3-community-rules/deleted.rules', content: rule(2)};
    const wish = {request: sourceRequest({exclude: ['deleted.rules']})};
    expect((await taken(wanted(archives, community(rule(1), more), wish))).counts.text).toBe(1);
  });

  it('of builtins and of SO rules that an archive lacks are told, and states of SO rules that are skipped count for nothing', async () => {
    const members = registeredMembers().filter(({path}) => !path.startsWith('builtins/'));
    const archive = writeArchive(tempFolder(), REGISTERED_NAME, members);
    const manifest = await taken(wanted(archives, archive, {request: sourceRequest({policy: 'balanced'})}));
    expect(step(manifest, 'parts')?.words).toBe(
      'the archive has no rules in builtins/, which archives of this kind have',
    );
    expect(manifest.counts).toMatchObject({
      builtin: 0,
      enabled: TEXT_ENABLED.balanced,
      soNotLoaded: SO_ENABLED.balanced,
    });
    expect(BUILTIN_RULES.length).toBeGreaterThan(0);
  });

  it('of states for the text rules must be there, those of SO rules are no stand-in', async () => {
    const members = registeredMembers().filter(
      ({path}) => !/^(rules|builtins)\/rulestates-balanced/.test(path),
    );
    const archive = writeArchive(tempFolder(), REGISTERED_NAME, members);
    await expect(
      taken(wanted(archives, archive, {request: sourceRequest({policy: 'balanced'})})),
    ).rejects.toThrow('it has no .states file for policy balanced');
  });

  it('called classification.config give their rules the priority that alerts will have', async () => {
    const config = {path: 'etc/classification.config', content: 'config classification: mine,Mine,2\n'};
    const {manifest, rules} = await rulesOf(
      wanted(archives, community(rule(1, 'classtype:mine; ') + rule(2, 'classtype:nobodys; '), config)),
    );
    expect(manifest.classifications).toEqual([{name: 'mine', priority: 2, text: 'Mine'}]);
    expect(rules.map(({priority}) => priority)).toEqual([2, 0]);
  });
});

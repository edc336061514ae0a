import {writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {Header} from 'tar';
import {describe, expect, it} from 'vitest';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {archiveSource} from '../../harness/snapshots/archive-source.ts';
import {COMMUNITY_NAME, communityMembers} from '../fixtures/archives/community.ts';
import {LIGHTSPD_NAME, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {STATES_FILE} from '../fixtures/archives/policies.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {type Member, tarOf, writeArchive} from '../fixtures/archives/write-archive.ts';
import {sourceRequest, taken, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {afterGood} from '../rig/refusing.ts';

const source = archiveSource({reader: archiveReader, pulledpork: async () => undefined, say: () => {}});
const balanced = sourceRequest({policy: 'balanced'});

const ARCHIVES = [
  {layout: 'community', file: COMMUNITY_NAME, members: communityMembers(), text: 'snort3-community-rules'},
  {layout: 'registered', file: REGISTERED_NAME, members: registeredMembers(), text: 'rules'},
  {layout: 'lightspd', file: LIGHTSPD_NAME, members: lightspdMembers(), text: 'lightspd/rules/3.0.0.0'},
] as const;
const named = (layout: string) => ARCHIVES.find(archive => archive.layout === layout) ?? ARCHIVES[0];

/** What of each kind another archive lacks. */
const OTHERS = ARCHIVES.flatMap(({layout, file}) =>
  ARCHIVES.filter(other => other.layout !== layout).map(other => [file, layout, other.layout] as const),
);

const refusedAs = (path: string, reason: string): string =>
  `rulesets/x.yaml: ${path} is refused: ${reason}. Expected a .tar.gz of rules as published on snort.org`;

/** A good snapshot of a kind, and a place for a bad archive of its name. */
async function afterGoodOf(file: string, members: readonly Member[]) {
  const path = writeArchive(tempFolder(), file, members);
  const state = await afterGood(wanted(source, path, {request: balanced}));
  const wish = wanted(source, path, {request: balanced});
  return {
    path,
    state,
    refusedBytes: (bytes: Uint8Array) => {
      writeFileSync(path, bytes);
      return state.refused(wish);
    },
    refusedMembers: (bad: readonly Member[]) => {
      writeFileSync(path, gzipSync(tarOf(...bad)));
      return state.refused(wish);
    },
  };
}

describe.each(ARCHIVES)('after a good $layout archive, one of its name', ({layout, file, members, text}) => {
  it.each<[string, (whole: Buffer) => Uint8Array, string]>([
    [
      'that was cut off',
      whole => whole.subarray(0, whole.length / 2),
      'it is truncated (zlib: unexpected end of file)',
    ],
    [
      'that is a web page',
      () => Buffer.from('<!DOCTYPE html><title>Sign in</title>'),
      'it is a web page (terms or a sign-in), not an archive',
    ],
    ['that is empty', () => Buffer.alloc(0), 'it is empty'],
    [
      'without a member',
      () => gzipSync(tarOf()),
      'it is not a tar archive, or it is empty (TAR_BAD_ARCHIVE: Unrecognized archive format)',
    ],
    [
      'with a member above its folder',
      () => gzipSync(tarOf(...members, {path: `${text}/../../../up.rules`, content: '#'})),
      `its member "${text}/../../../up.rules" points outside its folder`,
    ],
    [
      'with a link',
      () =>
        gzipSync(tarOf(...members, {path: `${text}/l.rules`, type: 'SymbolicLink', linkpath: '/etc/passwd'})),
      `its member "${text}/l.rules" is a link`,
    ],
    [
      'that is a bomb',
      () => gzipSync(Buffer.concat([tarOf(...members).subarray(0, -1024), hugeMember(`${text}/b.rules`)])),
      'unpacked, it is larger than a ruleset may be',
    ],
  ])('%s is refused, and the good one stays', async (_, bad, reason) => {
    const {path, refusedBytes} = await afterGoodOf(file, members);
    expect(await refusedBytes(bad(gzipSync(tarOf(...members))))).toBe(refusedAs(path, reason));
  });

  it('with no rule enabled is refused, and the good one stays', async () => {
    const {refusedMembers} = await afterGoodOf(file, members);
    const words = await refusedMembers(withoutEnabled(members));
    const rules = layout === 'community' ? TEXT_RULES.length : TEXT_RULES.length + 5;
    const why = layout === 'community' ? `none of the ${rules} that are not commented out` : 'none of them';
    expect(words).toBe(
      `rulesets/x.yaml: none of its ${rules} rules is enabled: the policy balanced selects ${why}. Check that; to run an arm without rules on purpose, declare "rules: none"`,
    );
  });
});

/** The beginning of a member that says that it has 3 GiB. */
function hugeMember(path: string): Buffer {
  const block = Buffer.alloc(512 + 4096);
  new Header({path, type: 'File', size: 3 * 1024 ** 3, mode: 0o644, mtime: new Date(0)}).encode(block);
  return block;
}

/** The same rules, none of which is in policy balanced. */
const withoutEnabled = (members: readonly Member[]): readonly Member[] =>
  members.map(member => {
    if (member.path.endsWith(`/${STATES_FILE.balanced}`)) return {...member, content: '# none\n'};
    if (!member.path.endsWith('snort3-community.rules')) return member;
    return {...member, content: String(member.content).replaceAll('policy balanced-ips', 'policy other-ips')};
  });

describe('an archive of another kind than its name says', () => {
  it.each(OTHERS)('as %s (%s) is refused when it is the %s archive', async (file, layout, other) => {
    const {path, refusedMembers} = await afterGoodOf(file, named(layout).members);
    expect(await refusedMembers(named(other).members)).toBe(
      `rulesets/x.yaml: ${path} is not a ${layout} archive as declared: it is the ${other} archive. ` +
        'Check that the right file was downloaded, and that its name is right',
    );
  });

  it.each([
    ['community', [], 'it contains none of the expected files'],
    [
      'registered',
      [{path: 'rules/a.rules', content: '#'}],
      'it contains nothing like ^rules\\/rulestates-[^/]+\\.states$',
    ],
    [
      'lightspd',
      [{path: 'lightspd/version.txt', content: '1'}],
      'it contains nothing like ^lightspd\\/manifest\\.json$',
    ],
  ] as const)('as %s is refused when it is no archive of snort.org', async (layout, some, reason) => {
    const {file, members} = named(layout);
    const {path, refusedMembers} = await afterGoodOf(file, members);
    expect(await refusedMembers([...some, {path: 'LICENSE', content: 'x'}])).toBe(
      `rulesets/x.yaml: ${path} is not a ${layout} archive as declared: ${reason}. ` +
        'Check that the right file was downloaded, and that its name is right',
    );
  });
});

describe('a member that an antivirus program took away', () => {
  it.each(['registered', 'lightspd'])('of %s is told when includes.rules names it', async layout => {
    const {file, members, text} = named(layout);
    const {path, refusedMembers} = await afterGoodOf(file, members);
    const gone = `${text}/snort3-malware-lantern.rules`;
    expect(await refusedMembers(members.filter(member => member.path !== gone))).toBe(
      `${path}!${text}/includes.rules:2 (ruleset x): cannot include snort3-malware-lantern.rules: the archive does not contain it. ` +
        'If it was there before, check whether an antivirus program removed it',
    );
  });

  it('of community, its sid-msg.map, is missed by nobody', async () => {
    const members = communityMembers().filter(({path}) => !path.endsWith('sid-msg.map'));
    const path = writeArchive(tempFolder(), COMMUNITY_NAME, members);
    expect((await taken(wanted(source, path))).counts.text).toBe(TEXT_RULES.length);
  });

  it('is a states file: the policy that it is for is refused by name', async () => {
    const {members, file} = named('registered');
    const {path, refusedMembers} = await afterGoodOf(file, members);
    expect(await refusedMembers(members.filter(member => !member.path.endsWith(STATES_FILE.balanced)))).toBe(
      refusedAs(path, 'it has no .states file for policy balanced'),
    );
  });
});

describe('an archive that is named otherwise', () => {
  it.each(ARCHIVES)('is known as $layout by its members', async ({layout, members}) => {
    const path = writeArchive(tempFolder(), 'some rules.tar.gz', members);
    expect(await taken(wanted(source, path))).toMatchObject({layout, processedBy: 'ruletrial'});
  });
});

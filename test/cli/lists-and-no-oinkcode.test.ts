import {gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished} from 'vitest';
import {type Play, provider} from '../fakes/provider.ts';
import {COMMUNITY_NAME, communityMembers} from '../fixtures/archives/community.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {send} from '../rig/download.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import {expectNowhere} from '../rig/secret.ts';
import {takeBy} from '../rig/taking-cli.ts';

const ALONE = {...NO_SNORT, RULETRIAL_PULLEDPORK: '/nonexistent'};
const HTML = {'content-type': 'text/html'};

describe('a blocklist at an address', () => {
  const list = async (play: Play) => {
    const rig = new Rig();
    onTestFinished(() => rig.remove());
    const {url} = await provider(play);
    rig.write('rulesets/list.yaml', `source: {url: '${url}/lists/block.txt?key=s1gnature'}\n`);
    const {told1, exit, stdout, stderr} = await takeBy(rig, ['list'], ALONE);
    expectNowhere(rig.path('.ruletrial'), 's1gnature', [stdout, stderr]);
    return {rig, exit, of: `rulesets/list.yaml: ${url}/lists/block.txt`, ...told1('list')};
  };

  it('is taken from a 200, and its address is told without its query', async () => {
    const {exit, manifest} = await list(send(200, '192.0.2.1\n192.0.2.0/28\n'));
    expect(exit).toBe(0);
    expect(manifest?.counts.entries).toBe(2);
    expect(manifest?.url).toMatch(/\/lists\/block\.txt$/);
  });

  it('that is a page of terms is refused', async () => {
    const {exit, words, of} = await list(send(200, '<html><title>Terms</title>', HTML));
    expect(exit).toBe(4);
    expect(words).toMatch(`${of} led to a web page, `);
    expect(words).toMatch(/ \("Terms"\), not to block\.txt: /);
  });

  it('that is empty, and one that is not there, are refused', async () => {
    const empty = await list(send(200, ''));
    expect([empty.exit, empty.words]).toEqual([
      4,
      `${empty.of.replace('rulesets/list.yaml: ', '')} (ruleset list) contains no address. Check what its provider sent; if the list is meant to be empty: ruletrial snapshot take list --accept-empty`,
    ]);
    const gone = await list(send(404));
    expect(gone.words).toBe(
      `${gone.of} answered 404: it has moved, or the provider has blocked this machine's address. Try it in a browser on this machine, and correct the address in the declaration`,
    );
  });
});

describe('snapshot take --all without an oinkcode', () => {
  it('says unavailable for the two that need one, takes the rest, and exits with 0', async () => {
    const rig = new Rig();
    onTestFinished(() => rig.remove());
    rig.write('rulesets/registered.yaml', 'source: {download: registered}\npolicy: balanced\n');
    rig.write('rulesets/spd.yaml', 'source: {download: lightspd}\npolicy: balanced\n');
    rig.write('rulesets/community.yaml', 'source: {download: community}\n');
    const {url, seen} = await provider(send(200, gzipSync(tarOf(...communityMembers()))));
    const {exit, told1} = await takeBy(rig, ['--all'], {...ALONE, OINKCODE: '', RULETRIAL_MIRROR: url});
    expect(exit).toBe(0);
    expect(told1('community').result).toBe('taken');
    const get = 'Get an oinkcode with a free snort.org account';
    expect(told1('registered')).toMatchObject({
      result: 'unavailable',
      words: `rulesets/registered.yaml: OINKCODE is not set, and the registered rules need an oinkcode. ${get}`,
    });
    expect(told1('spd')).toMatchObject({
      result: 'unavailable',
      words: `rulesets/spd.yaml: OINKCODE is not set, and the lightspd rules need an oinkcode. ${get}`,
    });
    expect(seen.map(({url: asked}) => asked)).toEqual([`/downloads/community/${COMMUNITY_NAME}`]);
    const named = await takeBy(rig, ['spd'], {...ALONE, OINKCODE: '', RULETRIAL_MIRROR: url});
    expect(named.exit).toBe(4);
  });
});

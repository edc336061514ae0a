import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {provider} from '../fakes/provider.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import {takeBy} from '../rig/taking-cli.ts';

const RULE = 'alert tcp any any -> any 80 ( msg:"x"; content:"x"; sid:1000001; rev:1; )\n';
const TWO = '198.51.100.7\n203.0.113.0/24\n';

describe('what an address or a file gives', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.remove());

  /** What `snapshot take` says of each declared ruleset: result, rules, addresses, words. */
  async function taken(declarations: Record<string, string>) {
    for (const [name, text] of Object.entries(declarations)) rig.write(`rulesets/${name}.yaml`, text);
    const {told} = await takeBy(rig, Object.keys(declarations), NO_SNORT);
    return Object.fromEntries(
      told.map(({ruleset, result, manifest, words}) => [
        ruleset,
        {
          of: [result, manifest?.counts.text ?? 0, manifest?.counts.entries ?? 0],
          words,
        },
      ]),
    );
  }

  it('is taken by its content: a list as text/html, gzipped by encoding or as a file, rules, an archive', async () => {
    const archive = gzipSync(tarOf({path: 'x/a.rules', content: RULE}));
    const bodies: Record<string, readonly [string | Buffer, Record<string, string>]> = {
      '/blist.php': [TWO, {'content-type': 'text/html; charset=utf-8'}],
      '/list.txt.gz': [gzipSync(TWO), {'content-type': 'application/gzip'}],
      '/encoded': [gzipSync(TWO), {'content-type': 'text/plain', 'content-encoding': 'gzip'}],
      '/own.rules': [RULE, {'content-type': 'text/plain'}],
      '/all.tar.gz': [archive, {'content-type': 'application/gzip'}],
      '/terms': ['<p>Please accept our terms</p>', {'content-type': 'text/html'}],
      '/hello': ['Hello. Please <a href="/login">sign in</a>', {'content-type': 'text/html'}],
    };
    // one provider for each, since one host is asked three times in five minutes at most
    const at: Record<string, string> = {};
    for (const [path, [body, headers]] of Object.entries(bodies)) {
      const {url} = await provider((_, response) => response.writeHead(200, headers).end(body));
      at[path] = `${url}${path}`;
    }
    const told = await taken({
      php: `source: {url: "${at['/blist.php']}"}\n`,
      gzfile: `source: {url: "${at['/list.txt.gz']}"}\n`,
      encoded: `source: {url: "${at['/encoded']}"}\n`,
      rules: `source: {url: "${at['/own.rules']}"}\n`,
      archive: `source: {url: "${at['/all.tar.gz']}"}\n`,
      terms: `source: {url: "${at['/terms']}"}\n`,
      hello: `source: {url: "${at['/hello']}"}\n`,
      beside: `source: {url: "${at['/own.rules']}"}\nlists: ["${at['/blist.php']}"]\n`,
    });
    expect(told).toMatchObject({
      php: {of: ['taken', 0, 2]},
      gzfile: {of: ['taken', 0, 2]},
      encoded: {of: ['taken', 0, 2]},
      rules: {of: ['taken', 1, 0]},
      archive: {of: ['taken', 1, 0]},
      terms: {of: ['refused', 0, 0]},
      hello: {of: ['refused', 0, 0]},
      beside: {of: ['taken', 1, 2]},
    });
    expect(told.terms?.words).toContain('web page');
    expect(told.hello?.words).toContain('web page');
  });

  it('is a list where it holds addresses, though it is called rules, and where it stands under lists', async () => {
    rig.write('rules/black_list.rules', `# old name\n${TWO}`);
    rig.write('rulesets/manual/black_list.rules', TWO);
    rig.write('rulesets/manual/packed.txt', gzipSync(TWO));
    rig.write('own.rules', RULE);
    rig.write('packed.rules', gzipSync(RULE));
    const told = await taken({
      beside: 'source: {file: own.rules}\nlists: [rules/black_list.rules]\n',
      manual: 'source: {manual: black_list.rules}\n',
      packed: 'source: {manual: packed.txt}\n',
      rules: 'source: {file: packed.rules}\n',
      none: 'source: {file: own.rules}\nlists: [rules/gone.rules]\n',
    });
    expect(told).toMatchObject({
      beside: {of: ['taken', 1, 2]},
      manual: {of: ['taken', 0, 2]},
      packed: {of: ['taken', 0, 2]},
      rules: {of: ['taken', 1, 0]},
      none: {of: ['refused', 0, 0]},
    });
    expect(told.none?.words).toContain('rules/gone.rules');
  });
});

import {gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {type Play, provider} from '../fakes/provider.ts';
import {lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {send} from '../rig/download.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import {expectNowhere, watchCommandLines} from '../rig/secret.ts';
import {takeBy} from '../rig/taking-cli.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

/** 40 letters that stand nowhere else. */
const OINKCODE = 'abcdefabcdefabcdefabcdefabcdefabcdefbeef';
const ALONE = {...NO_SNORT, RULETRIAL_PULLEDPORK: '/nonexistent'};
const REGISTERED = gzipSync(tarOf(...registeredMembers()));
const URL = `/rules/${REGISTERED_NAME}`;

function project(): Rig {
  const rig = new Rig();
  onTestFinished(() => rig.remove());
  rig.write(
    'rulesets/registered.yaml',
    `source: {download: registered}\npolicy: balanced\nregistered_snapshot: ${REGISTERED_NAME}\n`,
  );
  return rig;
}

interface Told {
  readonly exit: number;
  readonly result: string;
  readonly words: string;
}

/** Lets snort.org play for the registered rules once, and looks for the oinkcode everywhere. */
async function once(play: Play, rig = project()): Promise<Told & {url: string; seen: readonly string[]}> {
  const {url, seen} = await provider(play);
  const watch = watchCommandLines(OINKCODE);
  const {exit, stdout, stderr, told1} = await takeBy(rig, ['registered'], {
    ...ALONE,
    OINKCODE,
    RULETRIAL_MIRROR: url,
  });
  expect(watch.stop()).toEqual([]);
  expectNowhere(rig.root, OINKCODE, [stdout, stderr]);
  const {result, words} = told1('registered');
  return {exit, result, words, url, seen: seen.map(({url: asked}) => asked)};
}

const HTML = {'content-type': 'text/html'};
const OF = (url: string) => `rulesets/registered.yaml: ${url}${URL}`;
const BY_HAND = `Open it in a browser, download the file and put ${REGISTERED_NAME} into rulesets/manual/`;
const CODE = 'and check that OINKCODE holds your oinkcode as shown on snort.org';

describe('the registered rules from a provider', () => {
  it('are taken from a 200, asked for once and with the oinkcode', async () => {
    const {exit, result, seen} = await once(send(200, REGISTERED));
    expect([exit, result]).toEqual([0, 'taken']);
    expect(seen).toEqual([`${URL}?oinkcode=${OINKCODE}`]);
  });

  it('are taken from the signed address that a 302 leads to, which is not given the oinkcode', async () => {
    const signed = await provider(send(200, REGISTERED));
    const rig = project();
    const {exit, result} = await once(
      send(302, '', {location: `${signed.url}/bucket/${REGISTERED_NAME}?X-Amz-Signature=s1gnature`}),
      rig,
    );
    expect([exit, result]).toEqual([0, 'taken']);
    expect(signed.seen.map(({whole}) => whole.includes(OINKCODE))).toEqual([false]);
    expectNowhere(rig.root, 's1gnature', []);
  });

  it('are not taken from a page of terms in their place', async () => {
    const {exit, words, url} = await once(send(200, '<html><title>Terms</title></html>', HTML));
    expect(exit).toBe(4);
    expect(words).toBe(
      `${OF(url)} led to a web page, ${url}${URL} ("Terms"), not to ${REGISTERED_NAME}: terms to accept or a sign-in page, which needs a person. ${BY_HAND}`,
    );
  });

  // the other answers of a provider are tried in test/snapshots/fetch-source.test.ts
  it('are to be had later where 429 says so, though it names the oinkcode', async () => {
    const told = await once(send(429, `too many requests of ${OINKCODE}`, {'retry-after': '7200'}));
    expect(told).toMatchObject({exit: 6, result: 'refused'});
    const until = /No request will be made before (\S+)\. /.exec(told.words)?.[1] ?? '';
    expect(told.words).toBe(
      `${OF(told.url)} answered 429 ("too many requests of <hidden>"): it accepts no more requests for now. No request will be made before ${until}. Wait until then; if it continues, check whether others use this address, ${CODE}`,
    );
    const minutes = (Date.parse(until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(110);
    expect(minutes).toBeLessThanOrEqual(120);
    expect(told.seen).toHaveLength(1);
  });

  it('that are the LightSPD archive are refused by the gate', async () => {
    const told = await once(send(200, gzipSync(tarOf(...lightspdMembers()))));
    expect(told).toMatchObject({exit: 4, result: 'refused'});
    expect(told.words).toMatch(
      /^rulesets\/registered\.yaml: .*\/snortrules-snapshot-31470\.tar\.gz is not a registered archive as declared: it is the lightspd archive\. /,
    );
  });
});

describe('a second take within the hour', () => {
  it('asks nobody, and takes the copy from before', async () => {
    const rig = project();
    const {url, seen} = await provider(send(200, REGISTERED));
    const env = {...ALONE, OINKCODE, RULETRIAL_MIRROR: url};
    expect((await takeBy(rig, ['registered'], env)).exit).toBe(0);
    const again = await takeBy(rig, ['registered'], env);
    expect(again.told1('registered')).toMatchObject({result: 'unchanged', words: ''});
    expect(again.exit).toBe(0);
    expect(again.stderr).toMatch(
      /was not fetched: last attempt \S+, limit one per hour; next try after \S+: the copy of \S+ is used\n/,
    );
    expect(seen).toHaveLength(1);
    expectNowhere(rig.root, OINKCODE, [again.stdout, again.stderr]);
  });
});

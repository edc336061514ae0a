import {readdirSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {type Play, provider} from '../fakes/provider.ts';
import {LIGHTSPD_NAME, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {send} from '../rig/download.ts';
import {need} from '../rig/found.ts';
import {noEngineLeft} from '../rig/kill-and-resume.ts';
import {porkAt} from '../rig/pork-online.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import {expectNowhere, watchCommandLines} from '../rig/secret.ts';
import {takeBy} from '../rig/taking-cli.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const runs = need('pulledpork', 'real PulledPork3 that downloads from the loopback');

/** 40 letters that stand nowhere else. */
const OINKCODE = 'fedcbafedcbafedcbafedcbafedcbafedcbafeed';
const REGISTERED = gzipSync(tarOf(...registeredMembers()));
const URL = `https://snort.org/rules/${REGISTERED_NAME}`;

function project(layout = 'registered'): Rig {
  const rig = new Rig();
  onTestFinished(() => rig.remove());
  rig.write(
    'rulesets/pork.yaml',
    `source: {pulledpork3: ${layout}}\npolicy: balanced\n${layout === 'registered' ? `registered_snapshot: ${REGISTERED_NAME}\n` : ''}`,
  );
  return rig;
}

/** Takes once from a snort.org on the loopback; nothing of the run is left, and the oinkcode is nowhere. */
async function take(loopback: string, rig = project()) {
  const watch = watchCommandLines(OINKCODE);
  const done = await takeBy(rig, ['pork'], {...NO_SNORT, ...porkAt(loopback), OINKCODE});
  expect(watch.stop()).toEqual([]);
  expectNowhere(rig.root, OINKCODE, [done.stdout, done.stderr]);
  expect(leftOf(rig)).toEqual([]);
  await noEngineLeft(rig);
  const {exit, stderr} = done;
  return {rig, exit, stderr, ...done.told1('pork')};
}

/** Folders and configuration files of PulledPork3 below the state folder. */
const leftOf = (rig: Rig): readonly string[] =>
  readdirSync(rig.path('.ruletrial'), {recursive: true, encoding: 'utf8'}).filter(name =>
    /pulledpork/i.test(name),
  );

const THEN = '; then: ruletrial snapshot take pork';
const words = (what: string, advice: string): string =>
  `rulesets/pork.yaml: PulledPork3 produced no rules: ${what}. ${advice}${THEN}`;

describe.runIf(runs)('real PulledPork3 that downloads', () => {
  it('gives the registered rules from a 200, asked once with the oinkcode', async () => {
    const {url, seen} = await provider(send(200, REGISTERED));
    const {exit, result, manifest} = await take(url);
    expect([exit, result]).toEqual([0, 'taken']);
    expect(manifest).toMatchObject({
      processedBy: 'PulledPork3 3.0.0.5',
      layout: 'registered',
      url: URL,
      differences: [],
    });
    expect(manifest?.counts.text).toBe(TEXT_RULES.length);
    expect(seen.map(one => one.url)).toEqual([`/rules/${REGISTERED_NAME}?oinkcode=${OINKCODE}`]);
  });

  it('gives the LightSPD rules from a 200', async () => {
    const {url} = await provider(send(200, gzipSync(tarOf(...lightspdMembers()))));
    const {exit, manifest} = await take(url, project('lightspd'));
    expect(exit).toBe(0);
    expect(manifest).toMatchObject({layout: 'lightspd', url: `https://snort.org/rules/${LIGHTSPD_NAME}`});
  });

  it.each<[string, Play, number, string, string]>([
    [
      'a 422',
      send(422),
      4,
      'the provider answered 422',
      'No snapshot of this name, or a wrong oinkcode: look at both on snort.org, or set "registered_snapshot:"',
    ],
    ['a 429', send(429), 6, 'the provider answered 429', 'Too many requests: wait 15 minutes'],
    [
      'a 403',
      send(403),
      6,
      'the provider answered 403',
      'Too many requests, or a wrong oinkcode: wait 15 minutes, then look at the code on snort.org',
    ],
    ['a 500', send(500), 6, 'the provider answered 500', 'Try again later'],
    [
      'a web page',
      send(200, '<html>Terms</html>', {'content-type': 'text/html'}),
      4,
      'it received a web page (terms or a sign-in) in place of an archive',
      'Download the archive in a browser and declare it: source: {archive: FILE}',
    ],
    [
      'an archive cut in half',
      send(200, REGISTERED.subarray(0, REGISTERED.length / 2)),
      6,
      'the archive is truncated',
      'Try again later',
    ],
  ])('is told why it failed on %s', async (_, play, exit, what, advice) => {
    const {url} = await provider(play);
    expect(await take(url)).toMatchObject({exit, result: 'refused', words: words(what, advice)});
  });

  it('is told when nobody listens', async () => {
    const {url} = await provider(send(200));
    const refused = url.replace(/:\d+$/, ':1');
    expect(await take(refused)).toMatchObject({
      exit: 6,
      result: 'refused',
      words: words('the provider was not reached', "Check this machine's network and proxy"),
    });
  });

  it('is held back within the hour: after a success the good snapshot stays, after a failure it is told', async () => {
    const good = await provider(send(200, REGISTERED));
    const first = await take(good.url);
    const again = await take(good.url, first.rig);
    expect(again).toMatchObject({exit: 0, result: 'unchanged', last: {digest: first.manifest?.digest}});
    expect(again.words).toMatch(
      new RegExp(
        `^${URL} was not fetched: last attempt \\S+, limit one per hour; next try after \\S+. The last good snapshot stays in use$`,
      ),
    );
    expect(good.seen).toHaveLength(1);
    const bad = await provider(send(422));
    const {rig} = await take(bad.url);
    const later = await take(bad.url, rig);
    expect(later).toMatchObject({exit: 6, result: 'refused'});
    expect(later.words).toMatch(
      /^rulesets\/pork\.yaml: \S+ was not fetched: it answered "refused 422" at \S+, limit one attempt per hour, nothing cached\. Next try after \S+$/,
    );
    expect(bad.seen).toHaveLength(1);
  });

  it('gives way to a download of our own where a mirror is named, which it knows nothing of', async () => {
    const rig = project();
    const {url, seen} = await provider(send(200, REGISTERED));
    const env = {...NO_SNORT, ...porkAt(url), OINKCODE, RULETRIAL_MIRROR: url};
    const {exit, told1, stderr} = await takeBy(rig, ['pork'], env);
    expect(exit).toBe(0);
    expect(told1('pork').manifest).toMatchObject({
      url: `${url}/rules/${REGISTERED_NAME}`,
      processedBy: 'PulledPork3 3.0.0.5',
    });
    expect(seen.map(one => one.url)).toEqual([`/rules/${REGISTERED_NAME}?oinkcode=${OINKCODE}`]);
    expect(seen[0]?.headers['user-agent']).toMatch(/^ruletrial\//);
    expect(stderr).toContain(
      `rulesets/pork.yaml: PulledPork3 does not support mirrors, and ${url} is one: ruletrial downloads the archive itself\n`,
    );
  });
});

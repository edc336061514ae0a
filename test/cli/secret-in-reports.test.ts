import {gzipSync} from 'node:zlib';
import {expect, it, onTestFinished, vi} from 'vitest';
import {provider} from '../fakes/provider.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {fakeSnort} from '../rig/fake-snort.ts';
import {Rig} from '../rig/project.ts';
import {expectNowhere, watchCommandLines} from '../rig/secret.ts';
import {takeBy} from '../rig/taking-cli.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const OINKCODE = 'abcdefabcdefabcdefabcdefabcdefabcdefbeef';
const EMPTY_PCAP = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

it('the oinkcode is in no store, no report of any format, and on no command line of a trial over downloaded rules', async () => {
  const rig = new Rig();
  onTestFinished(() => rig.remove());
  rig.write('one.pcap', EMPTY_PCAP);
  rig.write(
    'rulesets/registered.yaml',
    `source: {download: registered}\npolicy: balanced\nregistered_snapshot: ${REGISTERED_NAME}\n`,
  );
  rig.write('rulesets/spd.yaml', 'source: {download: lightspd}\npolicy: balanced\n');
  rig.write('schedules/t.yaml', 'kind: replay\ncaptures: [one.pcap]\narms: [{ruleset: registered}]\n');
  const archive = gzipSync(tarOf(...registeredMembers()));
  const {url} = await provider((request, response) =>
    request.url?.startsWith(`/rules/${REGISTERED_NAME}`)
      ? response.writeHead(200).end(archive)
      : response.writeHead(403).end(`oinkcode ${OINKCODE} is blocked`),
  );
  const env = {
    ...fakeSnort(rig),
    RULETRIAL_PULLEDPORK: '/nonexistent',
    RULETRIAL_MIRROR: url,
    OINKCODE,
  };
  const watch = watchCommandLines(OINKCODE);
  const said: string[] = [];
  const taken = await takeBy(rig, ['--all'], env);
  expect(taken.told.map(({result}) => result)).toEqual(['taken', 'refused']);
  for (const args of [
    ['trial', 'run', 't', '--json'],
    ...['markdown', 'html', 'csv', 'json'].map(format => [
      'report',
      't',
      '--format',
      format,
      '--out',
      format,
    ]),
    ['snapshot', 'show', 'registered'],
    ['snapshot', 'list', '--json'],
  ]) {
    const {stdout, stderr} = await rig.ok(args, env);
    said.push(stdout, stderr);
  }
  expect(watch.stop()).toEqual([]);
  for (const format of ['markdown', 'html', 'csv', 'json']) expect(rig.exists(format)).toBe(true);
  expectNowhere(rig.root, OINKCODE, [taken.stdout, taken.stderr, ...said]);
});

import {describe, expect, it} from 'vitest';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {readWhole} from '../../harness/snapshots/directory/read-directory.ts';
import type {DownloadLog} from '../../harness/snapshots/download-ports.ts';
import type {PulledPork} from '../../harness/snapshots/ports.ts';
import {type Provider, SNORT_ORG} from '../../harness/snapshots/provider.ts';
import {pulledPorkSource} from '../../harness/snapshots/pulledpork-source.ts';
import {whyFailed} from '../../harness/snapshots/pulledpork3/classify.ts';
import {memoryDownloadLog} from '../fakes/download-log.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';
import {sourceRequest} from '../fixtures/taking.ts';

const OINKCODE = 'abcdefabcdefabcdefabcdefabcdefabcdefbeef';

/** Reads a source of which neither PulledPork3 nor snort.org gives anything; tells which of the two was asked. */
async function whoIsAsked(
  more: Partial<Provider>,
  program = true,
  {log = memoryDownloadLog(), stdout = ''}: {log?: DownloadLog; stdout?: string} = {},
) {
  const notices: string[] = [];
  const whom: string[] = [];
  const pulledpork: PulledPork = {
    version: '3.0.0.5',
    async process({snortVersion, ruleset}) {
      whom.push(`PulledPork3 as ${snortVersion}`);
      const failure = whyFailed(ruleset, {exitCode: 1, stdout, stderr: ''});
      if (!failure) throw new Error('PulledPork3 made rules');
      return {ok: false, failure};
    },
  };
  const provider: Provider = {
    layout: 'registered',
    snapshot: undefined,
    base: SNORT_ORG,
    oinkcode: {variable: 'OINKCODE', value: OINKCODE},
    ...more,
  };
  const source = pulledPorkSource(provider, {
    reader: archiveReader,
    readWhole,
    pulledpork: async () => (program ? pulledpork : undefined),
    log,
    clock: virtualClock(),
    say: notice => 'text' in notice && notices.push(notice.text),
    cache: {path: name => `/nowhere/${name}`, read: async () => undefined, write: async () => undefined},
    download: {
      async get({url}) {
        whom.push(url);
        return {kind: 'network', reason: 'x'};
      },
    },
  });
  const read = await source.read('', sourceRequest());
  return {whom, notices, failure: read.ok ? undefined : describeFailure(read.failure)};
}

const itself = (reason: string): string =>
  `rulesets/x.yaml: ${reason}: ruletrial downloads the archive itself`;

describe('a source of PulledPork3', () => {
  it('has it download, told of the Snort for which the snapshot is made', async () => {
    expect(await whoIsAsked({})).toMatchObject({whom: ['PulledPork3 as 3.9.0.0'], notices: []});
    const named = await whoIsAsked({snapshot: 'snortrules-snapshot-31470.tar.gz'});
    expect(named.whom).toEqual(['PulledPork3 as 3.1.47.0']);
  });

  it('is downloaded by ruletrial when it names a snapshot of which PulledPork3 would fetch another', async () => {
    const {whom, notices} = await whoIsAsked({snapshot: 'snortrules-snapshot-3999.tar.gz'});
    expect(whom).toEqual(['https://snort.org/rules/snortrules-snapshot-3999.tar.gz']);
    expect(notices).toEqual([
      itself(
        'it is unknown for which Snort version snortrules-snapshot-3999.tar.gz is made, and PulledPork3 depends on that',
      ),
    ]);
  });

  it('is downloaded by ruletrial where PulledPork3 is not found, and from a mirror', async () => {
    const alone = await whoIsAsked({layout: 'lightspd'}, false);
    expect(alone.whom).toEqual(['https://snort.org/rules/Talos_LightSPD.tar.gz']);
    expect(alone.notices).toEqual([itself('PulledPork3 was not found')]);
    const mirrored = await whoIsAsked({base: 'https://mirror.example'});
    expect(mirrored.whom).toEqual(['https://mirror.example/rules/snortrules-snapshot-3900.tar.gz']);
    expect(mirrored.notices).toEqual([
      itself('PulledPork3 does not support mirrors, and https://mirror.example is one'),
    ]);
  });

  it.each([
    `NameResolutionError("HTTPSConnection(host='snort.org', port=443): Failed to resolve 'snort.org' ([Errno -2] Name or service not known)")`,
    "NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')",
  ])('is asked again at once if no connection was made: %s', async cause => {
    const log = memoryDownloadLog();
    const stdout = (host: string): string =>
      `ERROR: HTTPSConnectionPool(host='${host}', port=443): Max retries exceeded with url: /x (Caused by ${cause})\n`;
    for (const _ of [1, 2]) {
      const {whom, failure} = await whoIsAsked({}, true, {log, stdout: stdout('snort.org')});
      expect(whom).toHaveLength(1);
      expect(failure?.message).toContain('the provider was not reached');
    }
    // snort.org itself was reached, and named another host
    await whoIsAsked({}, true, {log, stdout: stdout('files.example')});
    const later = await whoIsAsked({}, true, {log, stdout: stdout('snort.org')});
    expect([later.whom, later.failure?.message]).toEqual([[], expect.stringContaining('limit one per hour')]);
  });

  it('asks nobody without an oinkcode', async () => {
    const {whom, failure} = await whoIsAsked({oinkcode: {variable: 'MINE', value: undefined}});
    expect(whom).toEqual([]);
    expect(failure?.message).toBe(
      'rulesets/x.yaml: MINE is not set, and the registered rules need an oinkcode. Get an oinkcode with a free snort.org account',
    );
  });
});

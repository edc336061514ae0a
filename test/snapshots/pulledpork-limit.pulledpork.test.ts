import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {ok} from '../../harness/domain/result.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {findPulledPork} from '../../harness/snapshots/pulledpork3/run-pulledpork.ts';
import {provider} from '../fakes/provider.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {need, pulledPork} from '../rig/found.ts';
import {porkAt} from '../rig/pork-online.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const runs = need('pulledpork', 'real PulledPork3 on a server that hangs');
const OINKCODE = 'abcdefabcdefabcdefabcdefabcdefabcdefbeef';

describe.runIf(runs)('real PulledPork3 on a server that never answers', () => {
  it('is ended at its limit, told as an outage, and leaves neither folder nor configuration', async () => {
    const scratch = join(tempFolder(), 'scratch');
    const files: string[] = [];
    const holding: string[] = [];
    const {url, seen} = await provider(() => {
      // whatever is killed now, the oinkcode lies nowhere
      files.push(...filesBelow(scratch));
      holding.push(...files.filter(file => readFileSync(file, 'utf8').includes(OINKCODE)));
      return undefined;
    });
    for (const [name, value] of Object.entries(porkAt(url))) vi.stubEnv(name, value);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const found = await findPulledPork(pulledPork() ?? '', {
      processes: childProcesses,
      scratch,
      limitSeconds: 20,
    });
    const order = {
      ruleset: 'x',
      layout: 'registered' as const,
      archive: undefined,
      oinkcode: OINKCODE,
      snortVersion: '3.1.47.0',
      policy: undefined,
      soPlatform: undefined,
    };
    const result = await found?.process(order, async () => ok('made'));
    expect(seen).toHaveLength(1);
    expect(files.length).toBeGreaterThan(0);
    expect(holding).toEqual([]);
    expect(result?.ok === false && describeFailure(result.failure)).toMatchObject({
      exit: 6,
      message:
        'rulesets/x.yaml: PulledPork3 produced no rules: it did not end within 20 s. Try again later, or download the archive in a browser; then: ruletrial snapshot take x',
    });
    expect(existsSync(scratch) && readdirSync(scratch)).toEqual([]);
  });
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

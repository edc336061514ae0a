import {type ChildProcess, spawn} from 'node:child_process';
import {resolve} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {type Play, provider} from '../fakes/provider.ts';
import {need} from '../rig/found.ts';
import {noEngineLeft} from '../rig/kill-and-resume.ts';
import {porkAt} from '../rig/pork-online.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import type {ToldTake} from '../rig/taking-cli.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 240_000});

const OINKCODE = 'abcdefabcdefabcdefabcdefabcdefabcdefbeef';
const runs = need('pulledpork', 'real PulledPork3 that is stopped');

/** A take of everything that asks a provider which never answers, and gets SIGINT as soon as that was asked. */
async function stopped(kind: 'download' | 'pulledpork3', env: (url: string) => Record<string, string>) {
  const rig = new Rig();
  onTestFinished(() => rig.remove());
  rig.write('rulesets/a.yaml', 'source: {file: a.rules}\n');
  rig.write('a.rules', 'alert tcp any any -> any any ( msg:"a"; sid:1; )\n');
  rig.write('rulesets/b.yaml', `source: {${kind}: lightspd}\npolicy: balanced\n`);
  rig.write('rulesets/c.yaml', 'source: {file: a.rules}\n');
  let child: ChildProcess | undefined;
  const interrupt: Play = () => child?.kill('SIGINT');
  const {url} = await provider(interrupt);
  const main = resolve('dist/harness/main.js');
  let stdout = '';
  child = spawn(process.execPath, [main, 'snapshot', 'take', '--all', '--json'], {
    cwd: rig.root,
    env: {...process.env, ...NO_SNORT, OINKCODE, ...env(url)},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const exit = await new Promise<number | null>(done => child?.once('close', done));
  await noEngineLeft(rig);
  return {exit, url, told: JSON.parse(stdout) as readonly ToldTake[]};
}

const later = (ruleset: string): string =>
  `ruleset ${ruleset} was not taken: the command was stopped. Finished snapshots are kept. Continue with: ruletrial snapshot take ${ruleset}`;

describe('a take that is interrupted while its provider hangs', () => {
  it('ends at once, says what was not taken, and exits with 6', async () => {
    const {exit, told, url} = await stopped('download', mirror => ({
      RULETRIAL_MIRROR: mirror,
      RULETRIAL_PULLEDPORK: '/nonexistent',
    }));
    expect(exit).toBe(6);
    expect(told.map(({ruleset, result, words}) => [ruleset, result, words])).toEqual([
      ['a', 'taken', ''],
      [
        'b',
        'refused',
        `rulesets/b.yaml: ${url}/rules/Talos_LightSPD.tar.gz: the download was stopped. The previous copy is kept. Run the same command again in an hour`,
      ],
      ['c', 'refused', later('c')],
    ]);
  });

  it.runIf(runs)('ends PulledPork3 too', async () => {
    const {exit, told} = await stopped('pulledpork3', porkAt);
    expect(exit).toBe(6);
    expect(told.map(({words}) => words)).toEqual(['', later('b'), later('c')]);
  });
});

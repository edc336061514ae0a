import {readdirSync, rmSync} from 'node:fs';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {takeLock} from '../../harness/sqlite/lock.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.remove());

describe('check', () => {
  it('of a folder without declarations says that there is nothing to check', async () => {
    const {exit, stderr} = await rig.ask(['check']);
    expect([exit, stderr]).toEqual([
      4,
      'ruletrial: this folder has no rulesets/*.yaml and no schedules/*.yaml, so there is nothing to check. ' +
        'Create working examples with: ruletrial init\n',
    ]);
    expect(rig.exists('.ruletrial')).toBe(false);
  });

  it('says that Snort is missing', async () => {
    await rig.ok(['init']);
    const {stdout} = await rig.ok(['check', 'example', '--json'], NO_SNORT);
    expect(JSON.parse(stdout).notes).toEqual([
      expect.stringMatching(/^Snort 3 is missing: no Snort 3 at \/nonexistent\/snort: .*ruletrial doctor$/),
    ]);
  });

  it('works beside a process that runs trials, and leaves its temporary files alone', async () => {
    await rig.ok(['init']);
    await rig.ok(['trial', 'run', 'example'], NO_SNORT);
    const ofConductor = rig.write('.ruletrial/scratch/in-use', 'x');
    const lock = takeLock(rig.path('.ruletrial/lock.db'));
    expect(lock).toBeDefined();
    const {exit, stdout} = await rig.ask(['check', 'example', '--json'], NO_SNORT);
    lock?.release();
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).schedules).toMatchObject([{schedule: 'example', captures: 27}]);
    expect(rig.exists('.ruletrial/scratch/in-use'), ofConductor).toBe(true);
  });
});

describe('doctor', () => {
  it('names a file of a snapshot that is gone, and taking the snapshot again brings it back', async () => {
    rig.write('rulesets/own/own.rules', 'alert icmp any any -> any any (msg:"x"; sid:1000001;)\n');
    rig.write('rulesets/own.yaml', 'source: {folder: rulesets/own}\n');
    await rig.ok(['snapshot', 'take', 'own'], NO_SNORT);
    const [digest = ''] = readdirSync(rig.path('.ruletrial/snapshots'));
    const lost = async () => {
      const {stdout} = await rig.ok(['doctor', '--json'], NO_SNORT);
      const checks: {check: string; found: string}[] = JSON.parse(stdout).checks;
      return checks.find(({check}) => check === 'snapshots')?.found;
    };
    expect(await lost()).toBeUndefined();
    rmSync(rig.path('.ruletrial/snapshots', digest, '001.rules'));
    expect(await lost()).toBe('missing: 001.rules of own');
    await rig.ok(['snapshot', 'take', 'own'], NO_SNORT);
    expect(await lost()).toBeUndefined();
  });

  it('does not send the user to doctor where Snort is missing', async () => {
    const {stdout} = await rig.ok(['doctor', '--json'], NO_SNORT);
    const snort = JSON.parse(stdout).checks.find(({check}: {check: string}) => check === 'Snort 3');
    expect(snort.found).toBe('no Snort 3 at /nonexistent/snort: no such program');
    expect(snort.advice.length).toBeGreaterThan(0);
    expect(JSON.stringify(snort)).not.toContain('ruletrial doctor');
  });
});

describe('trial status', () => {
  it('of a replay says whether it is sealed, and what to do next', async () => {
    await rig.ok(['init']);
    await rig.ok(['trial', 'run', 'example'], NO_SNORT);
    const {stdout} = await rig.ok(['trial', 'status', 'example']);
    expect(stdout).toMatch(/replay, sealed \d{4}-\d\d-\d\dT[\d:]+Z/);
    expect(stdout).toContain('Show its report with: ruletrial report example-1');
    expect(JSON.parse((await rig.ok(['trial', 'status', 'example', '--json'])).stdout)).toMatchObject([
      {trial: 'example-1', kind: 'replay', sealedAt: expect.any(Number)},
    ]);
  });
});

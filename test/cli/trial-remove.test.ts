import {mkdirSync, readdirSync} from 'node:fs';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {takeLock} from '../../harness/sqlite/lock.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

const rig = new Rig();
beforeAll(async () => {
  await rig.ok(['init']);
  await rig.ok(['trial', 'run', 'example'], NO_SNORT);
});
afterAll(() => rig.remove());

it('trial remove takes no name of a schedule, and tells the full name', async () => {
  const {exit, stderr} = await rig.ask(['trial', 'remove', 'example']);
  expect([exit, stderr]).toEqual([
    4,
    'ruletrial: no trial "example" in this state folder. Did you mean "example-1"? Known: example-1\n',
  ]);
  expect(rig.exists('.ruletrial/trials/example-1/trial.db')).toBe(true);
});

it('trial remove is refused while a process runs trials', async () => {
  const lock = takeLock(rig.path('.ruletrial/lock.db'));
  const {exit, stderr} = await rig.ask(['trial', 'remove', 'example-1']);
  lock?.release();
  expect([exit, stderr]).toEqual([5, expect.stringContaining('another ruletrial is running')]);
  expect(rig.exists('.ruletrial/trials/example-1/trial.db')).toBe(true);
});

it('trial remove deletes a trial and what an earlier removal left, and keeps its reports', async () => {
  mkdirSync(rig.path('.ruletrial/trials/.removing-example-7/runs'), {recursive: true});
  const {stdout} = await rig.ok(['trial', 'remove', 'example-1', '--json']);
  expect(JSON.parse(stdout)).toEqual({trial: 'example-1', bytes: expect.any(Number)});
  expect(JSON.parse(stdout).bytes).toBeGreaterThan(10_000);
  expect(readdirSync(rig.path('.ruletrial/trials'))).toEqual([]);
  expect(JSON.parse((await rig.ok(['trial', 'list', '--json'])).stdout)).toEqual([]);
  expect(rig.exists('reports/example-1/report.html')).toBe(true);
});

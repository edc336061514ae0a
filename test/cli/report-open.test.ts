import {chmodSync, existsSync, readFileSync} from 'node:fs';
import {delimiter} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {alertLine} from '../fixtures/alert-lines.ts';
import {Rig} from '../rig/project.ts';

const rig = new Rig();
beforeAll(async () => {
  const log = rig.write('alert_json.txt', `${alertLine(1)}\n`);
  await rig.ok(['ingest', log, '--trial', 'mine', '--arm', 'one']);
});
afterAll(() => rig.remove());

/** A desktop whose program for all files does this. */
function desktop(name: string, script: string): Record<string, string> {
  chmodSync(rig.write(`${name}/xdg-open`, `#!/bin/sh\n${script}\n`), 0o755);
  return {PATH: [rig.path(name), '/usr/bin', '/bin'].join(delimiter)};
}

describe('report --open', () => {
  it('writes every format and opens the HTML report', async () => {
    const env = desktop('good', `printf %s "$1" > '${rig.path('opened')}'`);
    const done = await rig.run(['report', 'mine', '--open'], env);
    expect([done.exit, done.stderr]).toEqual([0, '']);
    const path = readFileSync(rig.path('opened'), 'utf8');
    expect(path).toBe(rig.path('reports/mine-1/report.html'));
    expect(existsSync(path)).toBe(true);
    expect(done.stdout).toBe(`${rig.path('reports/mine-1')}\n`);
    const json = await rig.run(['report', 'mine', '--open', '--json'], env);
    expect(JSON.parse(json.stdout).trial.name).toBe('mine-1');
  });

  it.each([
    ['a program that fails', () => desktop('bad', 'exit 1'), 'xdg-open ended with exit code 1'],
    ['a machine without a desktop', () => desktop('server', 'exit 3'), 'xdg-open found no browser'],
    ['no such program', () => ({PATH: rig.path('nothing')}), 'xdg-open is not installed'],
  ])('says where the report is beside %s', async (_, env, reason) => {
    const done = await rig.run(['report', 'mine', '--open'], env());
    expect(done.exit).toBe(3);
    expect(done.stderr).toBe(
      `ruletrial: ${rig.path('reports/mine-1/report.html')} was written but could not be opened here: ${reason}. Open it in a browser\n`,
    );
  });
});

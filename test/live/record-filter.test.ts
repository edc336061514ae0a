import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';
import {project} from '../../harness/disk/project.ts';
import {filterComplaint} from '../../harness/engine/tcpdump/tcpdump.ts';
import {type CheckLiveDeps, checkLive} from '../../harness/live/check-live.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const END = {exitCode: 1, signal: undefined, stdout: '', stderr: '', notStarted: undefined, timedOut: false};

/** What is told of a filter when tcpdump ends like this. */
async function complaint(end: Partial<typeof END> | {notStarted: string}) {
  const commands: (readonly string[])[] = [];
  const run = async (command: readonly string[]) => {
    commands.push(command);
    return {...END, ...end};
  };
  return {told: await filterComplaint('/opt/tcpdump', {run})('not prt 1'), commands};
}

describe('a filter that tcpdump is asked for', () => {
  it('is refused in tcpdump’s words', async () => {
    const stderr = "Warning: assuming Ethernet\ntcpdump: can't parse filter expression: syntax error\n";
    const {told, commands} = await complaint({stderr});
    expect(told).toBe("can't parse filter expression: syntax error");
    expect(commands).toEqual([['/opt/tcpdump', '-d', '-y', 'EN10MB', '--', 'not prt 1']]);
  });

  it.each([
    ['it is fine', {exitCode: 0, stderr: 'Warning: assuming Ethernet'}],
    ['tcpdump is missing', {notStarted: 'ENOENT'}],
    ['it takes too long', {timedOut: true, stderr: 'tcpdump: x'}],
    ['it may not', {stderr: "tcpdump: eth0: You don't have permission to capture on that device"}],
    ['it has no words', {stderr: ''}],
  ])('is not refused where %s', async (_, end) => {
    expect((await complaint(end)).told).toBeUndefined();
  });
});

/** The shipped schedule with other lines, checked on a machine with tcpdump. */
async function checked(change: (yaml: string) => string) {
  const root = tempFolder();
  for (const folder of ['rulesets', 'schedules']) {
    mkdirSync(join(root, folder));
    for (const name of readdirSync(folder).filter(one => one.endsWith('.yaml')))
      copyFileSync(resolve(folder, name), join(root, folder, name));
  }
  const path = join(root, 'schedules/daily.yaml');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  const asked: string[] = [];
  const outside = {
    declarations: project(root),
    readText: readYaml,
    clock: {now: () => 0},
    defaultInterface: async () => 'eth0',
    interfaceExists: async () => true,
    nightlyReboot: async () => undefined,
    recorderVersion: async () => '4.99',
    drawSeed: () => 1,
    filterComplaint: async (filter: string) => {
      asked.push(filter);
      return filter.includes('prt') ? 'syntax error' : undefined;
    },
  };
  return {result: await checkLive('daily', outside as unknown as CheckLiveDeps), asked};
}

describe('the check of a live schedule', () => {
  it.each([
    ['sensor', (yaml: string) => yaml.replace(/^sensor:.*$/m, '$&\n  filter: not prt 1')],
    ['record', (yaml: string) => yaml.replace(/^record:.*$/m, '$&\n  filter: not prt 1')],
  ])('refuses a filter of %s that tcpdump cannot read', async (_, change) => {
    const {result, asked} = await checked(change);
    expect(asked).toEqual(['not prt 1']);
    expect(result).toMatchObject({
      ok: false,
      failure: {kind: 'filter-refused', filter: 'not prt 1', reason: 'syntax error'},
    });
  });
});

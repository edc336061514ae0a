import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {allFailures, describeFailure} from '../../harness/cli/all-failures.ts';
import {reportWriter} from '../../harness/wiring/report-writer.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

const NEVER = new AbortController().signal;
const PROGRAM = [process.execPath, resolve('dist/harness/main.js')];

let rig: Rig;
beforeAll(async () => {
  rig = new Rig();
  await rig.ok(['init']);
  await rig.ok(['trial', 'run', 'example'], NO_SNORT);
});
afterAll(() => rig.remove());

function writer(program: readonly string[] = PROGRAM, reports = 'live reports') {
  const settings = {
    ...{project: rig.root, stateDir: rig.path('.ruletrial')},
    reports: rig.path(reports),
  };
  const withScratch = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    const scratch = rig.path('scratch');
    mkdirSync(scratch);
    return work(scratch).finally(() => rmSync(scratch, {recursive: true}));
  };
  return reportWriter(program, settings, {withScratch});
}

/** The command lines of all processes. */
const running = (): string[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    });

it('writes every format in another process', async () => {
  const done = await writer().write('example-1', NEVER);
  const path = rig.path('live reports/example-1/report.html');
  expect(done).toEqual({ok: true, value: path});
  expect(readdirSync(rig.path('live reports/example-1')).sort()).toEqual([
    'csv',
    'report.html',
    'report.json',
    'report.md',
  ]);
  // it is the report that the command writes
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(rig.path('reports/example-1/report.html'), 'utf8'));
});

it('says in one sentence what failed, and what to do', async () => {
  writeFileSync(rig.path('a file'), '');
  const done = await writer(PROGRAM, 'a file').write('example-1', NEVER);
  if (done.ok) throw new Error('it was written');
  expect(allFailures).toHaveProperty(done.failure.kind);
  const {message} = describeFailure(done.failure);
  expect(message).not.toContain('\n');
  expect(message).toMatch(
    /^the report was not written: cannot write in .*a file\/example-1: a file is where a folder must be\..* Write it with: ruletrial report example-1 --format all$/,
  );
});

it.runIf(process.platform === 'linux')(
  'leaves no process and no half-written file when it is stopped',
  async () => {
    const stop = new AbortController();
    // a program that never ends, and has begun to write when it is stopped
    const marker = `${rig.path('live reports')}/stuck-1`;
    mkdirSync(marker, {recursive: true});
    const script = `require('fs').writeFileSync(process.argv[1] + '/report.md.' + process.pid + '.part', ''); setInterval(() => {}, 1000)`;
    const stuck = writer([process.execPath, '-e', script, '--', marker]);
    const done = stuck.write('stuck-1', stop.signal);
    while (readdirSync(marker).length === 0) await pause(20);
    expect(running().some(line => line.includes(marker))).toBe(true);
    stop.abort();
    expect(await done).toMatchObject({ok: false, failure: {reason: 'it was stopped'}});
    expect(running().filter(line => line.includes(marker))).toEqual([]);
    expect(readdirSync(marker)).toEqual([]);
  },
);

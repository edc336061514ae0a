import {cpSync, existsSync, readFileSync, rmSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {NO_SNORT, Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

describe('a project that init made', () => {
  const rig = new Rig();
  beforeAll(async () => {
    await rig.ok(['init']);
    await rig.ok(['trial', 'run', 'example'], NO_SNORT);
  });
  afterAll(() => rig.remove());

  it('is checked as good, and what would run is told', async () => {
    // the live schedule beside it hangs on interfaces and programs of this machine
    const check = await rig.ask(['check', 'example', '--json'], NO_SNORT);
    expect(check.exit).toBe(0);
    const told = JSON.parse(check.stdout) as {
      failures: unknown[];
      schedules: {schedule: string; captures: number; arms: {arm: string; enabled: number}[]}[];
    };
    expect(told.failures).toEqual([]);
    expect(told.schedules.map(({schedule, captures}) => [schedule, captures])).toEqual([['example', 27]]);
    expect(told.schedules[0]?.arms.map(({arm, enabled}) => [arm, enabled])).toEqual([
      ['broad', 51],
      ['desktop', 40],
      ['specific', 25],
    ]);
  });

  it('names JSON Schemas that lie where its first lines say', () => {
    for (const file of ['schedules/example.yaml', 'schedules/daily.yaml', 'rulesets/broad.yaml']) {
      const named = /\$schema=(\S+)/.exec(readFileSync(rig.path(file), 'utf8').split('\n')[0] ?? '')?.[1];
      expect(existsSync(rig.path(file, '..', named ?? '-'))).toBe(true);
    }
  });

  it('is never overwritten by a second init', async () => {
    const before = readFileSync(rig.path('schedules/example.yaml'), 'utf8');
    const again = await rig.run(['init']);
    expect(again.exit).toBe(4);
    expect(again.stderr).toContain('schedules/example.yaml already exists');
    expect(readFileSync(rig.path('schedules/example.yaml'), 'utf8')).toBe(before);
  });

  it('answers which rules fired, by arm, rule, class and text', async () => {
    const ask = async (...args: string[]) =>
      JSON.parse((await rig.ask(['fired', 'example', '--json', ...args])).stdout) as {
        arm: string;
        sid: number;
        msg: string;
        alerts: number;
        class: string;
      }[];
    const all = await ask();
    expect(all.filter(({arm}) => arm === 'desktop').reduce((sum, {alerts}) => sum + alerts, 0)).toBe(30);
    expect((await ask('--arm', 'specific')).every(({arm}) => arm === 'specific')).toBe(true);
    const one = all[0];
    expect((await ask('--sid', `1:${one?.sid}`)).every(({sid}) => sid === one?.sid)).toBe(true);
    expect((await ask('--text', 'icmp ECHO')).every(({msg}) => /icmp echo/i.test(msg))).toBe(true);
    expect((await ask('--class', 'misc activity')).every(row => row.class === 'Misc activity')).toBe(true);
    expect(await ask('--text', 'no\' such " rule%')).toEqual([]);
  });

  it('exports the summary of one arm in each format', async () => {
    for (const format of ['json', 'markdown', 'csv']) {
      const done = await rig.ask([
        'export',
        'example',
        '--arm',
        'desktop',
        '--format',
        format,
        '--out',
        format,
      ]);
      expect(done.exit).toBe(0);
    }
    const value = JSON.parse(readFileSync(rig.path('json/report.json'), 'utf8')) as {
      parts: {arms: {arm: string; alerts: number}[]}[];
    };
    expect(value.parts[0]?.arms.map(({arm, alerts}) => [arm, alerts])).toEqual([['desktop', 30]]);
    expect(readFileSync(rig.path('markdown/report.md'), 'utf8')).not.toContain('specific');
    expect(readFileSync(rig.path('csv/csv/arms.csv'), 'utf8').trim().split(/\r?\n/)).toHaveLength(2);
  });

  it('is told alike on another machine, from a copy of its folder alone', async () => {
    const other = new Rig();
    cpSync(
      rig.path('.ruletrial/trials/example-1/trial.db'),
      other.path('.ruletrial/trials/example-1/trial.db'),
      {recursive: true},
    );
    const [here, there] = [
      await rig.ask(['report', 'example-1', '--json']),
      await other.run(['report', 'example-1', '--json']),
    ];
    expect(there.exit).toBe(0);
    expect(there.stdout).toBe(here.stdout);
    other.remove();
  });

  it('is identical when it is run again from its stored plan', async () => {
    const rerun = await rig.ask(['trial', 'rerun', 'example-1', '--json'], NO_SNORT);
    expect(rerun.exit).toBe(0);
    expect(JSON.parse(rerun.stdout)).toMatchObject({
      of: 'example-1',
      trial: 'example-2',
      identical: true,
      alerts: 720,
      differences: [],
    });
  });

  it('refuses a rerun when a capture is no longer what was planned', async () => {
    rmSync(rig.path('captures/log4shell.pcap'));
    const rerun = await rig.run(['trial', 'rerun', 'example-1'], NO_SNORT);
    expect(rerun.exit).toBe(4);
    expect(rerun.stderr).toContain(
      'captures/log4shell.pcap is missing or has changed since the trial was planned: it cannot be read',
    );
  });
});

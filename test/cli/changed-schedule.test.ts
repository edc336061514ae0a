import {cpSync, readFileSync, renameSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {Database} from '../../harness/sqlite/database.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** Text of a terminal, without its line breaks. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const REPLAY = `kind: replay
captures: [captures/icmp-sweep.pcap, captures/ftp-logins.pcap]
arms: [{ruleset: broad}, {ruleset: desktop}]
recorded: bundled
`;

/** What each test begins with: an unfinished replay r-1, and an unfinished live trial demo-live-1 in its first slot. */
const begun = new Rig();
let rig: Rig;
beforeAll(async () => {
  for (const folder of ['rulesets', 'captures', 'schedules'])
    cpSync(`demo/${folder}`, begun.path(folder), {recursive: true});
  begun.write('schedules/r.yaml', REPLAY);
  await begun.ok(['trial', 'run', 'r'], NO_SNORT);
  const db = new Database(begun.path('.ruletrial/trials/r-1/trial.db'));
  // its harness died while the last arm read the second capture
  db.exec('UPDATE trial SET sealed_at = NULL');
  db.exec('UPDATE run SET outcome = NULL, ended_at = NULL, counted = 0 WHERE id = (SELECT max(id) FROM run)');
  db.close();
  const text = readFileSync('demo/schedules/demo-live.yaml', 'utf8').replace('every: 4s', 'every: 1h');
  begun.write('schedules/demo-live.yaml', text);
  const child = begun.spawn(['trial', 'run', 'demo-live'], NO_SNORT);
  const ended = new Promise(done => child.once('exit', done));
  const slots = (): number => {
    try {
      const found = begun.trial('demo-live-1');
      const count = found.prepare('SELECT count(*) FROM run WHERE ready_at IS NOT NULL').pluck().get();
      found.close();
      return Number(count);
    } catch {
      return 0;
    }
  };
  await vi.waitFor(() => expect(slots()).toBeGreaterThan(0), {timeout: 60_000, interval: 100});
  child.kill('SIGTERM');
  expect(await ended).toBe(6);
}, 120_000);
afterAll(() => begun.remove());
beforeEach(() => {
  rig = new Rig();
  cpSync(begun.root, rig.root, {recursive: true});
});
afterEach(() => rig.remove());

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(rig.path(file), 'utf8');
  expect(text).toContain(from);
  rig.write(file, text.replace(from, to));
};
const renameArm = () => edit('schedules/r.yaml', '{ruleset: desktop}', '{ruleset: desktop, name: other}');
const renameLiveArm = () =>
  edit('schedules/demo-live.yaml', '- ruleset: specific', '- {ruleset: specific, name: other}');

describe('an unfinished replay whose schedule has changed', () => {
  const CHANGED =
    'Since r-1 began, arm desktop was renamed to other; r-1 keeps the plan that it began with. To use the change, end this trial ' +
    'with: ruletrial trial seal r-1; then begin the next one with: ruletrial trial run r. Otherwise undo the change';

  it('is told by check, trial status and report, and keeps its arms', async () => {
    renameArm();
    expect(flat((await rig.ok(['check', 'r'], NO_SNORT)).stdout)).toContain(CHANGED);
    expect(flat((await rig.ok(['check'], NO_SNORT)).stdout)).toContain(CHANGED);
    expect(flat((await rig.ok(['trial', 'status', 'r'])).stdout)).toContain(CHANGED);
    const report = await rig.ok(['report', 'r', '--json']);
    expect(report.stderr).toBe(`! ${CHANGED}\n`);
    expect(JSON.parse(report.stdout).arms.map(({name}: {name: string}) => name)).toEqual([
      'broad',
      'desktop',
    ]);
    await rig.ok(['fired', 'r', '--arm', 'desktop']);
    await rig.ok(['export', 'r', '--arm', 'desktop']);
    // undone, nothing is said any more
    rig.write('schedules/r.yaml', REPLAY);
    expect((await rig.ok(['report', 'r', '--json'])).stderr).toBe('');
  });

  it('is finished with its arms by trial run, which says so, and the next run has the new ones', async () => {
    renameArm();
    const first = await rig.ok(['trial', 'run', 'r', '--json'], NO_SNORT);
    expect(first.stderr).toContain(CHANGED);
    const armsOf = (json: string) => JSON.parse(json).arms.map(({name}: {name: string}) => name);
    expect(armsOf(first.stdout)).toEqual(['broad', 'desktop']);
    const second = await rig.ok(['trial', 'run', 'r', '--json'], NO_SNORT);
    expect(second.stderr).not.toContain('since');
    expect([JSON.parse(second.stdout).trial.name, armsOf(second.stdout)]).toEqual([
      'r-2',
      ['broad', 'other'],
    ]);
  });

  it('is sealed as it is by trial seal, says which captures were not read, and the next run has the new arms', async () => {
    renameArm();
    const sealed = await rig.ok(['trial', 'seal', 'r-1', '--json']);
    const report = JSON.parse(sealed.stdout);
    expect(report.trial.sealedAt).toEqual(expect.any(Number));
    expect(report.flags).toContainEqual({
      flag: 'incomplete',
      severity: 'warning',
      arm: 'desktop',
      text: 'desktop: the trial was sealed before this arm had read 1 of 2 captures.',
    });
    const rerun = await rig.run(['trial', 'rerun', 'r-1'], NO_SNORT);
    expect([rerun.exit, rerun.stderr]).toEqual([4, expect.stringContaining('r-1 did not finish')]);
    const next = await rig.ok(['trial', 'run', 'r', '--json'], NO_SNORT);
    expect(JSON.parse(next.stdout).trial.name).toBe('r-2');
    const again = await rig.run(['trial', 'seal', 'r-1']);
    expect([again.exit, again.stderr]).toEqual([4, expect.stringContaining('r-1 is sealed')]);
  });

  it('is finished without the ruleset and the schedule, which were removed', async () => {
    renameSync(rig.path('rulesets/desktop.yaml'), rig.path('desktop.yaml'));
    const checked = await rig.run(['check', 'r'], NO_SNORT);
    expect(checked.exit).toBe(4);
    expect(flat(checked.stdout)).toContain(
      'Since r-1 began, rulesets/desktop.yaml was removed (arm desktop); r-1 keeps the plan that it began with',
    );
    renameSync(rig.path('schedules/r.yaml'), rig.path('r.yaml'));
    const done = await rig.ok(['trial', 'run', 'r', '--json'], NO_SNORT);
    expect(done.stderr).toContain(
      'Since r-1 began, schedules/r.yaml was removed and rulesets/desktop.yaml was removed',
    );
    expect(JSON.parse(done.stdout).trial).toMatchObject({name: 'r-1', sealedAt: expect.any(Number)});
  });
});

describe('an unfinished live trial whose schedule has changed', () => {
  const CHANGED =
    'Since demo-live-1 began, arm specific was renamed to other; demo-live-1 keeps the plan that it began with. To use the ' +
    'change, end this trial with: ruletrial trial stop demo-live-1; then begin the next one with: ruletrial trial run demo-live. ' +
    'Otherwise undo the change';

  it('is told by trial plan, trial status, check and report', async () => {
    renameLiveArm();
    expect(flat((await rig.ok(['trial', 'plan', 'demo-live'])).stdout)).toContain(CHANGED);
    expect(JSON.parse((await rig.ok(['trial', 'plan', 'demo-live', '--json'])).stdout).changes).toEqual([
      CHANGED,
    ]);
    expect(flat((await rig.ok(['trial', 'status'])).stdout)).toContain(CHANGED);
    expect(JSON.parse((await rig.ok(['trial', 'status', '--json'])).stdout)).toMatchObject([
      {changes: CHANGED},
    ]);
    expect(flat((await rig.ok(['check', 'demo-live'], NO_SNORT)).stdout)).toContain(CHANGED);
    expect((await rig.ok(['report', 'demo-live', '--json'])).stderr).toBe(`! ${CHANGED}\n`);
  });

  it('is told by trial plan even if a ruleset of the schedule is missing', async () => {
    renameSync(rig.path('rulesets/specific.yaml'), rig.path('specific.yaml'));
    const plan = await rig.run(['trial', 'plan', 'demo-live']);
    expect(plan.exit).toBe(4);
    expect(plan.stderr).toContain(
      '! Since demo-live-1 began, rulesets/specific.yaml was removed (arm specific);',
    );
    expect(plan.stderr).toContain('no ruleset "specific"');
  });

  it('has not changed for someone in another folder, where trial stop finds its captures as well', async () => {
    rig.write('elsewhere/empty', '');
    const there = ['--project', rig.path('elsewhere')];
    expect((await rig.ok(['trial', 'status', ...there])).stdout).not.toContain('Since demo-live-1 began');
    const stopped = await rig.ok(['trial', 'stop', 'demo-live', '--json', ...there], NO_SNORT);
    const {flags, parts} = JSON.parse(stopped.stdout);
    const all = [...flags, ...parts.flatMap((part: {flags: unknown[]}) => part.flags)];
    expect(all.map(({flag}: {flag: string}) => flag)).not.toContain('unit-abandoned');
    expect(parts.map(({part}: {part: string}) => part)).toContain('same-traffic');
  }, 120_000);

  it('is ended by trial stop although no process runs it, and the next run has the new arms', async () => {
    renameLiveArm();
    const kind = await rig.run(['trial', 'seal', 'demo-live']);
    expect([kind.exit, kind.stderr]).toEqual([
      4,
      expect.stringContaining('ruletrial trial stop demo-live-1'),
    ]);
    const stopped = await rig.ok(['trial', 'stop', 'demo-live', '--json'], NO_SNORT);
    const report = JSON.parse(stopped.stdout);
    expect(report.trial).toMatchObject({name: 'demo-live-1', sealedAt: expect.any(Number)});
    const live = report.parts.find(({part}: {part: string}) => part === 'live').live;
    expect(live.notices.map(({kind: of}: {kind: string}) => of)).toEqual(
      expect.arrayContaining(['trial-stopped', 'trial-sealed']),
    );
    expect(rig.exists('reports/demo-live-1/report.html')).toBe(true);
    const text = readFileSync(rig.path('schedules/demo-live.yaml'), 'utf8');
    rig.write(
      'schedules/demo-live.yaml',
      text.replace('every: 1h', 'every: 1s').replace('rotations: 3', 'rotations: 1'),
    );
    const next = await rig.ok(['trial', 'run', 'demo-live', '--json'], NO_SNORT);
    expect(JSON.parse(next.stdout).arms.map(({name}: {name: string}) => name)).toEqual([
      'broad',
      'desktop',
      'other',
    ]);
  }, 120_000);
});

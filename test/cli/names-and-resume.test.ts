import {cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {Database} from '../../harness/sqlite/database.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

describe('names and unfinished trials', () => {
  /** The example with a sealed trial, e-1, of the schedule e. */
  const sealed = new Rig();
  let rig: Rig;
  beforeAll(async () => {
    await sealed.ok(['init']);
    sealed.write('schedules/e.yaml', SCHEDULE);
    await sealed.ok(['trial', 'run', 'e'], NO_SNORT);
  });
  afterAll(() => sealed.remove());
  beforeEach(() => {
    rig = new Rig();
    cpSync(sealed.root, rig.root, {recursive: true});
  });
  afterEach(() => rig.remove());

  const run = (name: string) => rig.ok(['trial', 'run', name, '--json'], NO_SNORT);
  const nameOf = async (name: string) =>
    (JSON.parse((await run(name)).stdout) as {trial: {name: string}}).trial.name;

  /** Opens a sealed trial again, as if its harness had died before the seal. */
  function unseal(trial: string): void {
    const db = new Database(rig.path('.ruletrial/trials', trial, 'trial.db'));
    db.exec('UPDATE trial SET sealed_at = NULL');
    db.close();
  }

  it('a schedule may be called as a trial of another schedule is', async () => {
    rig.write('schedules/e-1.yaml', SCHEDULE);
    expect(await nameOf('e-1')).toBe('e-1-1');
    expect(await nameOf('e-1')).toBe('e-1-2');
    expect(await nameOf('e')).toBe('e-2');
  });

  it('a name that leads out of its folder is refused before anything is written', async () => {
    rmSync(rig.path('.ruletrial'), {recursive: true});
    const before = readdirSync(rig.root).sort();
    const refused = await rig.run(['trial', 'run', '../schedules/e'], NO_SNORT);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('"../schedules/e" is not a valid name');
    expect(readdirSync(rig.root).filter(name => !before.includes(name))).toEqual(['.ruletrial']);
    expect(existsSync(rig.path('.ruletrial/schedules'))).toBe(false);
  });

  it('a copied trial whose name leads elsewhere is refused, and nothing is written there', async () => {
    const db = new Database(rig.path('.ruletrial/trials/e-1/trial.db'));
    db.prepare('UPDATE trial SET name = ?').run('../../escaped-1');
    db.close();
    const refused = await rig.run(['report', 'e', '--format', 'all']);
    expect(refused.exit).toBe(5);
    expect(existsSync(rig.path('..', 'escaped-1'))).toBe(false);
  });

  it('a store that was being made when its harness died is no trial, and the next run makes it', async () => {
    mkdirSync(rig.path('.ruletrial/trials/e-2'));
    rig.write('.ruletrial/trials/e-2/trial.db.new', 'half made');
    expect(await nameOf('e')).toBe('e-2');
  });

  it('goes on with an unfinished trial though a later one is sealed', async () => {
    await run('e');
    unseal('e-1');
    expect(await nameOf('e')).toBe('e-1');
    expect(await nameOf('e')).toBe('e-3');
  });

  it('a run whose log lacks alerts is done again when it is recovered', async () => {
    unseal('e-1');
    const db = new Database(rig.path('.ruletrial/trials/e-1/trial.db'));
    const before = db.prepare('SELECT count(*) FROM v_alert').pluck().get();
    db.exec('UPDATE run SET outcome = NULL, ended_at = NULL, counted = 0 WHERE id = 1');
    db.close();
    rmSync(rig.path('.ruletrial/trials/e-1/runs/broad/1-1'), {recursive: true});
    await run('e');
    const after = rig.trial('e-1');
    expect(after.prepare('SELECT count(*) FROM v_alert').pluck().get()).toBe(before);
    after.close();
  });

  it('a trial that moved to a machine without its state is told alike', async () => {
    const here = await rig.ok(['report', 'e', '--json']);
    cpSync(rig.path('.ruletrial/trials/e-1'), rig.path('elsewhere/trials/e-1'), {recursive: true});
    renameSync(rig.path('.ruletrial'), rig.path('gone'));
    expect((await rig.ok(['report', 'e', '--json', '--state-dir', 'elsewhere'])).stdout).toBe(here.stdout);
  });
});

const SCHEDULE = `kind: replay
captures: [captures/icmp-sweep.pcap, captures/ftp-logins.pcap]
arms: [{ruleset: broad}, {ruleset: desktop}]
recorded: bundled
`;

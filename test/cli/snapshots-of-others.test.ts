import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {Database} from '../../harness/sqlite/database.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const RULE = 'alert icmp any any -> any any ( msg:"TEST ping"; itype:8; sid:1000002; rev:1; )\n';

describe('snapshots that others made, and trials that cannot be asked', () => {
  let rig: Rig;
  let other: Rig;
  beforeEach(() => {
    rig = new Rig();
    other = new Rig();
  });
  afterEach(() => {
    rig.remove();
    other.remove();
  });

  it('are not taken over when a path leads out of their folder, and nothing is written there', async () => {
    other.write('rulesets/x.yaml', 'source: {file: x.rules}\n');
    other.write('x.rules', RULE);
    await other.ok(['snapshot', 'take', 'x'], NO_SNORT);
    const db = new Database(other.path('.ruletrial/catalogue.db'));
    const row = db.prepare('SELECT manifest, digest FROM snapshot').get() as {
      manifest: string;
      digest: string;
    };
    const manifest = JSON.parse(row.manifest);
    const evil = '../../../evil.txt';
    manifest.files[0] = {
      ...manifest.files[0],
      path: evil,
      kind: 'own',
      sha256: createHash('sha256').update(RULE).digest('hex'),
    };
    db.prepare('UPDATE snapshot SET manifest = ?').run(JSON.stringify(manifest));
    db.close();
    writeFileSync(join(other.path('.ruletrial/snapshots', row.digest), evil), RULE);
    const done = await rig.ask(['snapshot', 'import', other.path('.ruletrial')]);
    expect(done.exit).toBe(4);
    expect(done.stderr).toContain('its entry in catalogue.db has an unknown format');
    expect(existsSync(rig.path('evil.txt'))).toBe(false);
  });

  it('are older than anything taken here, whatever their clock said, and judged again before their first run', async () => {
    for (const one of [rig, other]) one.write('rulesets/x.yaml', 'source: {manual: list.txt}\n');
    other.write('rulesets/manual/list.txt', '192.0.2.1\n');
    await other.ok(['snapshot', 'take', 'x'], NO_SNORT);
    const db = new Database(other.path('.ruletrial/catalogue.db'));
    db.prepare('UPDATE snapshot SET seen_at = 2000000000000000, taken_at = 2000000000000000').run();
    db.close();
    rig.write('rulesets/manual/list.txt', '198.51.100.1\n198.51.100.2\n');
    await rig.ok(['snapshot', 'take', 'x'], NO_SNORT);
    await rig.ok(['snapshot', 'import', other.path('.ruletrial')]);
    const shown = async (name: string) =>
      JSON.parse((await rig.ok(['snapshot', 'show', name, '--json'])).stdout).manifest;
    expect((await shown('x')).counts.entries).toBe(2);
    const imported = await shown('x~1');
    expect(imported.counts.entries).toBe(1);
    expect(imported.gate.at(-1)).toEqual({
      check: 'smoke-run',
      outcome: 'not-done',
      words: 'not tested yet: the snapshot was imported',
    });
  });

  it('stay as long as a trial cannot be asked what it uses', async () => {
    rig.write('rulesets/x.yaml', 'source: {file: x.rules}\n');
    for (const rev of [1, 2]) {
      rig.write('x.rules', RULE.replace('rev:1', `rev:${rev}`));
      await rig.ok(['snapshot', 'take', 'x'], NO_SNORT);
    }
    mkdirSync(rig.path('.ruletrial/trials/old-1'), {recursive: true});
    writeFileSync(rig.path('.ruletrial/trials/old-1/trial.db'), 'no database');
    const pruned = await rig.ask(['snapshot', 'prune', '--keep', '1']);
    expect(pruned.exit).toBe(5);
    expect(pruned.stderr).toContain('old-1');
    expect(JSON.parse((await rig.ok(['snapshot', 'list', '--json'])).stdout)).toHaveLength(2);
  });

  it('that nothing names go with the next prune', async () => {
    rig.write('rulesets/x.yaml', 'source: {file: x.rules}\n');
    rig.write('x.rules', RULE);
    await rig.ok(['snapshot', 'take', 'x'], NO_SNORT);
    const unnamed = rig.path('.ruletrial/snapshots', 'f'.repeat(64));
    mkdirSync(unnamed);
    await rig.ok(['snapshot', 'prune']);
    expect(existsSync(unnamed)).toBe(false);
    await rig.ok(['snapshot', 'verify']);
  });

  it('of another source than the declared one are not used for it', async () => {
    rig.write('captures/a.pcap', Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex'));
    rig.write('schedules/t.yaml', 'kind: replay\ncaptures: [captures/]\narms: [{ruleset: x}]\n');
    rig.write('rulesets/x.yaml', 'source: {manual: a.txt}\n');
    rig.write('rulesets/manual/a.txt', '192.0.2.1\n');
    await rig.ok(['snapshot', 'take', 'x'], NO_SNORT);
    rig.write('rulesets/x.yaml', 'source: {manual: b.txt}\n');
    const checked = await rig.ask(['check', 't'], NO_SNORT);
    expect(checked.exit).toBe(4);
    expect(checked.stdout).toContain('rulesets/manual/b.txt does not exist');
  });

  it.each(['../x', 'X', 'x/y'])('are not taken of a ruleset called %s', async name => {
    rig.write('x.yaml', 'rules: none\n');
    mkdirSync(rig.path('rulesets'));
    const taken = await rig.ask(['snapshot', 'take', name], NO_SNORT);
    expect(taken.exit).toBe(4);
    expect(taken.stderr).toContain(`no ruleset "${name}"`);
  });

  it('of one policy are not mixed with those of another: RULESET~1 is the one before of the same', async () => {
    const policy = (name: string) => RULE.replace('sid:', `metadata:policy ${name}-ips alert; sid:`);
    rig.write('rulesets/x.yaml', 'source: {file: x.rules}\n');
    for (const [rules, options] of [
      [RULE, []],
      [policy('balanced'), ['--policy', 'balanced']],
      [RULE.replace('rev:1', 'rev:2'), []],
    ] as const) {
      rig.write('x.rules', rules);
      await rig.ok(['snapshot', 'take', 'x', ...options], NO_SNORT);
    }
    const {difference} = JSON.parse((await rig.ok(['snapshot', 'diff', 'x~1', 'x', '--json'])).stdout);
    expect(
      difference.newRevision.map(({before, after}: Record<string, {rev: number}>) => [
        before?.rev,
        after?.rev,
      ]),
    ).toEqual([[1, 2]]);
    const named = JSON.parse((await rig.ok(['snapshot', 'show', 'x:balanced', '--json'])).stdout);
    expect(named.variant).toBe('balanced');
  });
});

import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {NO_SNORT, Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const LOG4J =
  'alert http ( msg:"TEST log4j lookup"; content:"jndi"; metadata:policy balanced-ips drop,policy security-ips drop; ' +
  'reference:cve,CVE-2021-44228; reference:url,attack.mitre.org/techniques/T1190; classtype:attempted-user; sid:1000001; rev:1; )\n';
const PING =
  'alert icmp any any -> any any ( msg:"TEST ping"; itype:8; classtype:misc-activity; sid:1000002; rev:1; )\n';

interface Row {
  readonly manifest: {readonly name: string; readonly digest: string};
}

describe('snapshots', () => {
  const rig = new Rig();
  const other = new Rig();
  const snapshots = async (of = rig): Promise<readonly Row[]> =>
    JSON.parse((await of.ok(['snapshot', 'list', '--json'])).stdout);

  beforeAll(async () => {
    rig.write('rulesets/mine.yaml', 'source: {file: rules/mine.rules}\n');
    rig.write('rulesets/list.yaml', 'source: {manual: list.txt}\nget_from: a friend\n');
    for (const text of [
      LOG4J,
      `${LOG4J}${PING}`,
      `${LOG4J.replace('rev:1', 'rev:2').replace('jndi', 'JNDI')}# ${PING}`,
    ]) {
      rig.write('rules/mine.rules', text);
      await rig.ok(['snapshot', 'take', 'mine'], NO_SNORT);
    }
  });
  afterAll(() => {
    rig.remove();
    other.remove();
  });

  it('that were never taken are told, with what to do', async () => {
    const none = await other.run(['snapshot', 'list']);
    expect(none.exit).toBe(4);
    expect(none.stderr).toContain('has no snapshots yet. Take some with: ruletrial snapshot take --all');
  });

  it('are listed, the newest of a ruleset first', async () => {
    const rows = await snapshots();
    expect(rows.map(({manifest}) => manifest.name)).toEqual(['mine', 'mine', 'mine']);
    expect(new Set(rows.map(({manifest}) => manifest.digest)).size).toBe(3);
    const shown = await rig.ok(['snapshot', 'show', 'mine~2', '--json']);
    expect(JSON.parse(shown.stdout).manifest).toEqual(rows[2]?.manifest);
    const byDigest = await rig.ok([
      'snapshot',
      'show',
      String(rows[0]?.manifest.digest.slice(0, 10)),
      '--json',
    ]);
    expect(JSON.parse(byDigest.stdout).manifest).toEqual(rows[0]?.manifest);
  });

  it.each([
    ['mine~3', 'no snapshot "mine~3": mine has 3 snapshots. See: ruletrial snapshot list'],
    ['nobody', 'no snapshot "nobody": known: mine. See: ruletrial snapshot list'],
  ])('called %s are not there', async (name, words) => {
    const told = await rig.ask(['snapshot', 'show', name]);
    expect([told.exit, told.stderr.trim()]).toEqual([4, `ruletrial: ${words}`]);
  });

  it('without Snort say that the engine has judged nothing yet', async () => {
    const {manifest} = JSON.parse((await rig.ok(['snapshot', 'show', 'mine', '--json'])).stdout);
    expect(
      manifest.gate.map(({check, outcome}: {check: string; outcome: string}) => `${check} ${outcome}`),
    ).toEqual([
      'content passed',
      'rules-enabled passed',
      'size passed',
      'config-test not-done',
      'smoke-run not-done',
    ]);
  });

  it('are compared: what came, what changed and in which options, what was switched', async () => {
    const came = JSON.parse(
      (await rig.ok(['snapshot', 'diff', 'mine~2', 'mine~1', '--json'])).stdout,
    ).difference;
    expect(came.added.map(({sid}: {sid: number}) => sid)).toEqual([1000002]);
    const {difference, overlap} = JSON.parse(
      (await rig.ok(['snapshot', 'diff', 'mine~1', 'mine', '--json'])).stdout,
    );
    expect(difference.newRevision[0].options).toEqual([
      {name: 'content', before: '"jndi"', after: '"JNDI"'},
      {name: 'rev', before: '1', after: '2'},
    ]);
    expect(difference.disabled.map(({sid}: {sid: number}) => sid)).toEqual([1000002]);
    expect(overlap).toEqual({shared: 0, onlyA: 2, onlyB: 1, sameText: 0, sharedOtherText: 0, same: false});
  });

  it.each([
    ['markdown', 'diff.md'],
    ['html', 'diff.html'],
    ['csv', 'difference.csv'],
    ['json', 'diff.json'],
  ])('are compared in %s', async (format, file) => {
    const done = await rig.ok([
      'snapshot',
      'diff',
      'mine~1',
      'mine',
      '--format',
      format,
      '--out',
      `out-${format}`,
    ]);
    expect(done.stdout.trim()).toBe(rig.path(`out-${format}`));
    expect(readFileSync(rig.path(`out-${format}`, file), 'utf8')).toMatch(/new.?revision/i);
  });

  it('tell all about one rule over all of them', async () => {
    const places = JSON.parse((await rig.ok(['rule', 'show', '1000001', '--json'])).stdout);
    expect(places.map(({rule}: {rule: {rev: number}}) => rule.rev)).toEqual([2, 1, 1]);
    expect(places[0].rule.references).toEqual([
      {scheme: 'cve', id: '2021-44228'},
      {scheme: 'url', id: 'attack.mitre.org/techniques/T1190'},
      {scheme: 'mitre', id: 'T1190'},
    ]);
    const unknown = await rig.ask(['rule', 'show', '1:99']);
    expect([unknown.exit, unknown.stderr.trim()]).toEqual([
      4,
      'ruletrial: no snapshot contains rule 1:99. See: ruletrial snapshot list',
    ]);
  });

  it.each([
    [['--cve', 'CVE-2021-44228'], [1000001]],
    [['--cve', '2021-44229'], []],
    [['--technique', 't1190'], [1000001]],
    [['--classtype', 'MISC-activity'], [1000002]],
    [['--text', 'itype:8'], [1000002]],
    [['--text', '%'], []],
    [['--policy', 'security'], [1000001]],
    [['--policy', 'connectivity'], []],
    [[], [1000001, 1000002]],
  ])('answer %j', async (options, sids) => {
    const found = JSON.parse((await rig.ok(['rule', 'list', 'mine~1', ...options, '--json'])).stdout);
    expect(found.map(({sid}: {sid: number}) => sid)).toEqual(sids);
  });

  it('of a list that nobody has put there are unavailable, and where to get it is told', async () => {
    const one = await rig.ask(['snapshot', 'take', 'list'], NO_SNORT);
    expect(one.exit).toBe(4);
    expect(one.stderr).toContain('rulesets/manual/list.txt does not exist yet. Download it from a friend');
    const all = await rig.ok(['snapshot', 'take', '--all', '--json'], NO_SNORT);
    expect(JSON.parse(all.stdout).map(({result}: {result: string}) => result)).toEqual([
      'unavailable',
      'unchanged',
    ]);
    rig.write('rulesets/manual/list.txt', '# mine\n192.0.2.1\n198.51.100.0/24\n');
    const now = JSON.parse((await rig.ok(['snapshot', 'take', 'list', '--json'], NO_SNORT)).stdout);
    expect(now[0].manifest.counts.entries).toBe(2);
    rig.write('rulesets/manual/list.txt', '192.0.2.1\n203.0.113.9\n');
    await rig.ok(['snapshot', 'take', 'list'], NO_SNORT);
    const changed = JSON.parse((await rig.ok(['snapshot', 'diff', 'list~1', 'list', '--json'])).stdout);
    expect(changed.addresses).toEqual({added: ['203.0.113.9'], removed: ['198.51.100.0/24'], unchanged: 1});
    expect((await rig.ok(['snapshot', 'diff', 'list~1', 'list'])).stdout).toContain('203.0.113.9');
  });

  it('are taken over by another state folder, whole, and known there already the next time', async () => {
    const from = rig.path('.ruletrial');
    const done = JSON.parse((await other.ok(['snapshot', 'import', from, '--json'])).stdout);
    expect(done.map(({result}: {result: string}) => result)).toEqual(Array(5).fill('imported'));
    expect((await other.ok(['snapshot', 'verify', '--json'])).stdout).not.toContain('false');
    const digests = (rows: readonly Row[]) => rows.map(({manifest}) => manifest.digest);
    expect(digests(await snapshots(other))).toEqual(digests(await snapshots()));
    const again = JSON.parse((await other.ok(['snapshot', 'import', from, '--json'])).stdout);
    expect(again.every(({result}: {result: string}) => result === 'here already')).toBe(true);
  });

  it('that lost one bit are found, and not taken over', async () => {
    const newest = (await snapshots()).find(({manifest}) => manifest.name === 'mine');
    const file = join(rig.path('.ruletrial/snapshots'), String(newest?.manifest.digest), '001.rules');
    const bytes = readFileSync(file);
    chmodSync(file, 0o644);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(9) ^ 4, 9);
    writeFileSync(file, flipped);
    const found = await rig.ask(['snapshot', 'verify']);
    expect(found.exit).toBe(4);
    expect(found.stderr).toContain('were changed (001.rules)');
    writeFileSync(file, bytes);
    await rig.ok(['snapshot', 'verify']);
  });

  it('go when they are old and no trial uses them; what is left is whole', async () => {
    const before = await snapshots();
    await rig.ok(['snapshot', 'prune', '--keep', '2', '--dry-run']);
    expect(await snapshots()).toEqual(before);
    const gone = JSON.parse((await rig.ok(['snapshot', 'prune', '--keep', '2', '--json'])).stdout);
    expect(gone.map(({manifest}: Row) => manifest.name)).toEqual(['mine']);
    expect(await snapshots()).toHaveLength(before.length - 1);
    await rig.ok(['snapshot', 'verify']);
    expect(rig.exists(`.ruletrial/snapshots/${gone[0].manifest.digest}`)).toBe(false);
  });
});

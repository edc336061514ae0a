import {spawn} from 'node:child_process';
import {readdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {GateCheck, Manifest} from '../../harness/domain/snapshot.ts';
import {alertsBy, copyField, needField} from '../rig/field.ts';
import {need, SHARED} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';
import {takeBy, takenBy, takenOne} from '../rig/taking-cli.ts';

const OF = "people's rulesets, with real Snort";
const runs = [need('snort', OF), needField(OF)].every(Boolean);

const words = ({gate}: Manifest, check: GateCheck['check']): string | undefined =>
  gate.find(step => step.check === check)?.words;

describe.runIf(runs)("people's rulesets", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.remove());

  /** A copy of the folder with that number. */
  function project(number: string): void {
    const name = readdirSync(join(SHARED, 'field', 'rulesets')).find(one => one.startsWith(`${number}-`));
    copyField(rig, `rulesets/${name}`);
  }

  const fired = (trial: string) => alertsBy(rig, trial, 'rule');

  it('01: local rules fire and lists alert under a policy by metadata', async () => {
    project('01');
    await rig.ok(['check', 's']);
    await rig.ok(['trial', 'run', 's']);
    const all = fired('s-1');
    for (const line of [
      'local-policy 1:1000001:1 2',
      'web-policy 1:1000001:1 2',
      'list-policy 136:3:1 2',
      'list-policy 136:6:1 1',
      'list-alone 136:3:1 2',
      'list-alone 136:6:1 1',
    ])
      expect(all).toContain(line);
  });

  it('02: rules that need the networks of the schedule are tested with them', async () => {
    project('02');
    await rig.ok(['check', 'neg']);
    await rig.ok(['trial', 'run', 'neg']);
    expect(fired('neg-1')).toEqual(['neg 1:1000001:1 2']);
  });

  it('03: an archive with rules that cannot be read is refused, each named', async () => {
    project('03');
    for (const name of ['c', 'f']) {
      const {told1, exit} = await takeBy(rig, [name]);
      expect(exit).toBe(4);
      for (const sid of [900002, 900003, 900004, 900005]) expect(told1(name).words).toContain(`1:${sid}:1`);
      expect(told1(name).words).not.toContain('1:900001:1');
    }
  });

  it('04: messages that Snort prints unescaped lose no alert', async () => {
    project('04');
    await rig.ok(['trial', 'run', 's']);
    const messages = alertsBy(rig, 's-1', 'msg');
    expect(messages.map(line => [line.split(' ')[0], line.split(' ').at(-1)])).toEqual([
      ['bs', '2'],
      ['qu', '2'],
      ['smart', '2'],
    ]);
    expect(messages[0]).toContain('dropper C:\\Windows\\evil.exe');
    expect(messages[1]).toContain('says "hello" twice');
  });

  it("05: a list that covers the sensor's networks is noted and flagged", async () => {
    project('05');
    expect(words(await takenOne(rig, 'level1'), 'list-coverage')).toContain('private 172.16.0.0/12');
    const {stdout} = await rig.ok(['trial', 'run', 's', '--json']);
    const flags: {flag: string; arm: string}[] = JSON.parse(stdout).flags;
    expect(flags.filter(({flag}) => flag === 'list-covers').map(({arm}) => arm)).toEqual(['level1']);
    expect(fired('s-1').filter(line => line.startsWith('none 1:'))).not.toEqual([]);
  });

  it('06: metadata is matched as Snort matches it', async () => {
    project('06');
    const manifest = await takenOne(rig, 'm');
    expect(manifest.counts.enabled).toBe(10);
    expect(words(manifest, 'rule-counts')).toBe('10 enabled, counted by both ruletrial and Snort');
  });

  it('07: a rule that Snort refuses is named by its archive, and disable leaves it out', async () => {
    project('07');
    const {told1} = await takeBy(rig, ['c']);
    expect(told1('c').words).toMatch(
      /snort3-community\.rules:1: Snort refuses rule 1:900001:1 of arm c: unknown rule keyword: asn1\. Fix the rules, or leave them out of the ruleset with: disable: \["1:900001"\]/,
    );
    rig.write('rulesets/c.yaml', 'source: {archive: snort3-community-rules.tar.gz}\ndisable: ["1:900001"]\n');
    await rig.ok(['trial', 'run', 's']);
    expect((await takenOne(rig, 'c')).counts.enabled).toBe(4022);
  });

  it('08: includes are those of the grammar', async () => {
    project('08');
    const taken = await takenBy(rig, ['i-comment', 'i-two', 'i-begin']);
    expect(Object.values(taken).map(({counts}) => counts.enabled)).toEqual([1, 2, 1]);
  });

  it('09: a list that is called rules is a list', async () => {
    project('09');
    const taken = await takenBy(rig, ['l', 'm']);
    expect([taken.l?.counts.entries, taken.m?.counts.entries]).toEqual([2, 1]);
  });

  it('10: rules of one gid:sid are counted, with the line that is kept', async () => {
    project('10');
    expect(words(await takenOne(rig, 'nosid'), 'duplicates')).toMatch(
      /^2 of 3 rules are not loaded.*nosid\.rules:1 \(.*nosid\.rules:3 is kept\); 1:0 of .*nosid\.rules:2 \(/,
    );
  });

  it('11: Snort has its word first, and a byte order mark is named', async () => {
    project('11');
    const {told1} = await takeBy(rig, ['sdrop', 'twomsg', 'bom']);
    expect(told1('sdrop').words).toContain(
      "sdrop.rules:1: Snort refuses rule 1:1000001:0 of arm sdrop: unknown rule action 'sdrop'",
    );
    expect(told1('twomsg').words).toContain('msg allowed only 1 time(s) per rule');
    expect(words(await takenOne(rig, 'bom'), 'parts')).toContain('byte order mark');
  });

  it('12: a list as text/html, and one that is gzipped, are lists', async () => {
    project('12');
    const server = spawn(process.execPath, ['server.mjs'], {cwd: rig.root, stdio: 'ignore'});
    try {
      await answered('http://127.0.0.1:18300/');
      const taken = await takenBy(rig, ['html', 'gzfile']);
      expect([taken.html?.counts.entries, taken.gzfile?.counts.entries]).toEqual([2, 2]);
    } finally {
      server.kill();
    }
  });

  it('14: text rules are called so', async () => {
    project('14');
    const taken = await takenBy(rig, ['stub', 'gid3']);
    for (const {counts} of Object.values(taken)) expect(counts).toMatchObject({text: 1, so: 0, builtin: 0});
  });

  it('17: a secret in the wrong place is not printed', async () => {
    project('17');
    for (const name of ['o', 'u']) {
      const {exit, stdout, stderr} = await rig.run(['snapshot', 'take', name, '--json']);
      expect(exit).toBe(4);
      expect(stdout + stderr).not.toMatch(/0123456789abcdef|user:pass/);
    }
  });

  it('18: a dangling link in a folder is named', async () => {
    project('18');
    symlinkSync(rig.path('nowhere.rules'), rig.path('f/g.rules'));
    const {told1} = await takeBy(rig, ['e']);
    expect(told1('e').words).toContain(`${rig.path('f/g.rules')}: it is a link to a missing file`);
  });
});

/** Resolves once somebody answers there. */
async function answered(url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise(again => setTimeout(again, 25));
  }
  throw new Error(`nobody answers at ${url}`);
}

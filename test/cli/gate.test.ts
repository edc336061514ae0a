import {rmSync} from 'node:fs';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {fakeSnort} from '../rig/fake-snort.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import {bytesBelow} from '../rig/refusing.ts';
import {takeBy, takenOne} from '../rig/taking-cli.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const EMPTY_PCAP = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
const NOT_DONE = 'not tested: Snort 3 was not installed';
const SMOKE_FAILED = (arm: string): string =>
  `the rules of ${arm} fail the smoke run (one packet and one rule of ruletrial's own): expected 1 alert, found 0. ` +
  'Look for pass rules or tweaks that stop inspection, then run: ruletrial doctor';

const rules = (count: number): string =>
  Array.from({length: count}, (_, n) => `alert ip any any -> any any ( msg:"${n}"; sid:${n + 1}; )\n`).join(
    '',
  );

describe("the engine's part of the gate, through the command line", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
    rig.write('captures/one.pcap', EMPTY_PCAP);
    rig.write('rulesets/own.yaml', 'source: {file: own.rules}\n');
    rig.write('own.rules', rules(5));
    rig.write('rulesets/given.yaml', 'source: {manual: given.rules}\nget_from: https://provider.example\n');
    rig.write('rulesets/manual/given.rules', rules(5));
    for (const ruleset of ['own', 'given'])
      rig.write(
        `schedules/${ruleset}.yaml`,
        `kind: replay\ncaptures: [captures]\narms: [{ruleset: ${ruleset}}]\n`,
      );
  });
  afterEach(() => rig.remove());

  const fake = (script: object = {}) => fakeSnort(rig, script);
  const reportOf = async (schedule: string, env: Record<string, string>): Promise<TrialReport> => {
    const {stdout} = await rig.ok(['trial', 'run', schedule, '--json'], env);
    return trialReportSchema.parse(JSON.parse(stdout));
  };
  const stepsOf = (gate: readonly {check: string; outcome: string; words: string}[] = []) =>
    gate
      .filter(({check}) => ['config-test', 'rule-counts', 'smoke-run'].includes(check))
      .map(({check, outcome, words}) => [check, outcome, words]);

  it('without Snort is recorded as not done', async () => {
    expect(stepsOf((await takenOne(rig, 'given', NO_SNORT)).gate)).toEqual([
      ['config-test', 'not-done', NOT_DONE],
      ['smoke-run', 'not-done', NOT_DONE],
    ]);
  });

  it.each(['own', 'given'])(
    'of %s is done before the first run where Snort is, and the report says so',
    async of => {
      await takenOne(rig, of, NO_SNORT);
      const report = await reportOf(of, fake());
      const ruleset = report.arms[0]?.identity.ruleset;
      expect(stepsOf(ruleset?.gate)).toEqual([
        ['config-test', 'passed', '5 rules loaded, 5 enabled'],
        ['rule-counts', 'passed', '5 enabled, counted by both ruletrial and Snort'],
        ['smoke-run', 'passed', '1 alert, 1 expected'],
      ]);
      expect(ruleset?.engine).toBe('Snort 3.11.1.0');
    },
  );

  it.each(['own', 'given'])('of %s refuses the trial when it fails then, and no trial is made', async of => {
    await takenOne(rig, of, NO_SNORT);
    const {exit, stderr} = await rig.ask(['trial', 'run', of], fake({smoke: 0}));
    expect(exit).toBe(4);
    expect(stderr).toContain(`ruletrial: ${SMOKE_FAILED(of)}\n`);
    expect(rig.exists(`.ruletrial/trials/${of}-1`)).toBe(false);
  });

  it('is not done again for a snapshot that passed it', async () => {
    await takenOne(rig, 'given', fake());
    expect(
      stepsOf((await reportOf('given', fake({smoke: 0}))).arms[0]?.identity.ruleset?.gate).at(-1),
    ).toEqual(['smoke-run', 'passed', '1 alert, 1 expected']);
  });

  it('refuses a take whose smoke run fails, and keeps the last good snapshot byte for byte', async () => {
    const last = await takenOne(rig, 'given', fake());
    const before = bytesBelow(rig.path('.ruletrial', 'snapshots'));
    rig.write('rulesets/manual/given.rules', rules(6));
    const {exit, told1} = await takeBy(rig, ['given'], fake({smoke: 0}));
    expect(exit).toBe(4);
    expect(told1('given')).toMatchObject({result: 'refused', words: SMOKE_FAILED('given'), last});
    expect(bytesBelow(rig.path('.ruletrial', 'snapshots'))).toEqual(before);
    const shown = JSON.parse((await rig.ok(['snapshot', 'show', 'given', '--json'])).stdout);
    expect(shown.manifest).toEqual(last);
  });

  it('is a flag of the next trial when a later take of a given file was refused', async () => {
    const last = await takenOne(rig, 'given', fake());
    rig.write('rulesets/manual/given.rules', '<html>Sign in</html>');
    expect((await takeBy(rig, ['given'], fake())).exit).toBe(4);
    rig.write('rulesets/manual/given.rules', rules(1));
    expect((await takeBy(rig, ['given'], fake())).exit).toBe(4);
    const report = await reportOf('given', fake());
    expect(report.arms[0]?.identity.ruleset?.digest).toBe(last.digest);
    const told = report.flags.find(({flag}) => flag === 'snapshot-refused');
    expect(told).toMatchObject({severity: 'warning', arm: 'given'});
    expect(told?.text).toMatch(
      /^given: the snapshot of \S+ stayed in use, because 2 later attempts to take a snapshot failed, the last at \S+: rulesets\/given\.yaml: it has 1 rules, the last good snapshot has 5: more than 20 % are gone\. If that is right: ruletrial snapshot take given --accept-shrink$/,
    );
  });

  it('is no flag when the file of a given ruleset is only gone: nobody refused it', async () => {
    await takenOne(rig, 'given', fake());
    rmSync(rig.path('rulesets/manual/given.rules'));
    const {exit, told1} = await takeBy(rig, ['--all'], fake());
    expect(exit).toBe(0);
    expect(told1('given')).toMatchObject({
      result: 'unavailable',
      words: `rulesets/given.yaml: ${rig.path('rulesets/manual/given.rules')} does not exist yet. Download it from https://provider.example (read the terms there), save it at that path, then run: ruletrial snapshot take given`,
    });
    expect((await reportOf('given', fake())).flags.map(({flag}) => flag)).not.toContain('snapshot-refused');
  });

  it('with a Snort whose config test is cut off takes nothing', async () => {
    const {exit, told1} = await takeBy(rig, ['given'], fake({check: 'cut-off'}));
    expect(exit).toBe(6);
    expect(told1('given').words).toBe(
      'Snort could not be started for arm given: its config test was interrupted. Check this machine with: ruletrial doctor',
    );
    expect(rig.exists('.ruletrial/snapshots')).toBe(true);
    expect(bytesBelow(rig.path('.ruletrial', 'snapshots'))).toEqual({});
  });
});

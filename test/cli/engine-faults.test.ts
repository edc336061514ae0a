import {chmodSync} from 'node:fs';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {fakeSnort} from '../rig/fake-snort.ts';
import {noEngineLeft} from '../rig/kill-and-resume.ts';
import {partOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const EMPTY_PCAP = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

describe('faults of an engine', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
    for (const name of ['one', 'two']) rig.write(`captures/${name}.pcap`, EMPTY_PCAP);
    rig.write('rulesets/a.yaml', 'source: {file: a.rules}\n');
    rig.write('a.rules', 'alert ip any any -> any any ( msg:"a"; sid:1; )\n');
    rig.write('rulesets/b.yaml', 'source: {file: b.rules}\n');
    rig.write('b.rules', 'alert ip any any -> any any ( msg:"b"; sid:1; rev:2; )\n');
    rig.write('schedules/t.yaml', 'kind: replay\ncaptures: [captures]\narms: [{ruleset: a}]\n');
  });
  afterEach(() => rig.remove());

  const env = (script: object) => fakeSnort(rig, script);

  async function told(script: object, exit = 0): Promise<TrialReport> {
    const done = await rig.ask(['trial', 'run', 't', '--json'], env(script));
    expect(done.exit).toBe(exit);
    return trialReportSchema.parse(JSON.parse(done.stdout));
  }

  const stored = (trial: string) => {
    const db = rig.trial(trial);
    const rows = {
      counted: db.prepare('SELECT count(*) FROM v_alert').pluck().get(),
      runs: db.prepare('SELECT outcome, counted FROM run ORDER BY id').all(),
      kept: db.prepare('SELECT count(*) FROM alert').pluck().get(),
    };
    db.close();
    return rows;
  };

  it('a crash is tried again, and only the run that came to its end is counted', async () => {
    const report = await told({captures: {'one.pcap': ['crash', 'ok']}});
    expect(partOf(report).arms[0]).toMatchObject({alerts: 4, capturesDone: 2, countedRuns: 2, failedRuns: 1});
    expect(stored('t-1')).toMatchObject({counted: 4, kept: 6});
  });

  it('a capture on which the engine dies three times is abandoned, named, and its alerts are not counted', async () => {
    const report = await told({captures: {'one.pcap': ['crash']}}, 8);
    expect(partOf(report).captures.map(({path, abandoned}) => [path, abandoned])).toEqual([
      ['captures/one.pcap', [true]],
      ['captures/two.pcap', [false]],
    ]);
    expect(partOf(report).arms[0]).toMatchObject({alerts: 2, capturesDone: 1, countedRuns: 1, failedRuns: 3});
    expect(partOf(report).flags).toContainEqual(expect.objectContaining({flag: 'unit-abandoned', arm: 'a'}));
    expect(partOf(report).flags.find(({flag}) => flag === 'unit-abandoned')?.text).toContain(
      'captures/one.pcap was abandoned after 3 attempts: signal 11',
    );
  });

  it('what one arm did not come to read is no difference of the other arm', async () => {
    rig.write(
      'schedules/t.yaml',
      'kind: replay\ncaptures: [captures]\narms: [{ruleset: a}, {ruleset: b, snort: ./dead.sh}]\n',
    );
    const fake = env({}).RULETRIAL_SNORT;
    rig.write(
      'dead.sh',
      `#!/bin/sh\ncase "$*" in *--pcap-file*one*|*" -l "*) exit 1;; *) exec '${fake}' "$@";; esac\n`,
    );
    chmodSync(rig.path('dead.sh'), 0o755);
    const report = await told({}, 8);
    expect(partOf(report).arms.map(({alerts, capturesDone}) => [alerts, capturesDone])).toEqual([
      [4, 2],
      [0, 0],
    ]);
    expect(partOf(report).onlyOne).toEqual([]);
    expect(partOf(report).flags.filter(({flag}) => flag === 'unit-abandoned')).toHaveLength(2);
  });

  it('a log that ends within a line loses that line alone, and says so', async () => {
    const report = await told({captures: {'one.pcap': ['torn', 'ok']}});
    expect(partOf(report).arms[0]).toMatchObject({alerts: 4, rejects: 0});
    expect(stored('t-1').kept).toBe(5);
  });

  it('an engine that was stopped from outside has not read its captures, though its exit code is 0', async () => {
    const report = await told({captures: {'two.pcap': ['stopped', 'ok']}});
    expect(stored('t-1').runs).toContainEqual({outcome: 'exited-early', counted: 0});
    expect(partOf(report).arms[0]).toMatchObject({alerts: 4, capturesDone: 2});
  });

  it('an engine that is never ready is told as such', async () => {
    await told({captures: {'one.pcap': ['never-ready', 'ok']}});
    expect(stored('t-1').runs).toContainEqual({outcome: 'never-ready', counted: 0});
  });

  it('an arm that enables no rule is flagged', async () => {
    rig.write(
      'schedules/t.yaml',
      'kind: replay\ncaptures: [captures]\narms: [{ruleset: a}]\nengine: {tweaks: "-- states"}\n',
    );
    expect((await told({enabled: 0})).flags).toContainEqual(
      expect.objectContaining({flag: 'no-rules-enabled', arm: 'a'}),
    );
  });

  it('an engine that enables other rules than were read makes no trial', async () => {
    const done = await rig.run(['trial', 'run', 't'], env({enabled: 3}));
    expect(done.exit).toBe(4);
    expect(done.stderr).toContain('ruletrial counts 1 enabled rules for a, but Snort counts 3');
  });

  it('an engine that says it logged more than its log holds is flagged', async () => {
    const {flags} = partOf(await told({captures: {'one.pcap': ['loses-an-alert']}}));
    expect(flags.find(({flag}) => flag === 'alerts-lost')?.text).toContain(
      'logged 5 alerts, but its logs held 4',
    );
  });

  it('arms that analysed different numbers of packets are flagged with the capture', async () => {
    rig.write('schedules/t.yaml', 'kind: replay\ncaptures: [captures]\narms: [{ruleset: a}, {ruleset: b}]\n');
    const {flags} = partOf(await told({captures: {'one.pcap': ['ok', 'fewer-packets']}}));
    expect(flags.find(({flag}) => flag === 'packets-differ')?.text).toMatch(
      /^captures\/one\.pcap: .*(a 10, b 7|a 7, b 10)/,
    );
  });

  it('a config test that is cut off makes no trial, though its exit code is 0', async () => {
    const done = await rig.run(['trial', 'run', 't'], env({check: 'cut-off'}));
    expect(done.exit).toBe(6);
    expect(done.stderr).toContain('its config test was interrupted');
    expect((await rig.run(['trial', 'list', '--json'])).stdout.trim()).toBe('[]');
  });

  it('Snort 2 is refused with a clear word', async () => {
    const done = await rig.run(['trial', 'run', 't'], env({version: '2.9.20'}));
    expect(done.exit).toBe(3);
    expect(done.stderr).toContain('is Snort 2.9.20, which has different rules and alerts; expected Snort 3');
  });

  it('a stop leaves no engine, and the same command goes on', async () => {
    // one capture alone: how many others would be running at the stop is a matter of cores and time
    rig.write('schedules/t.yaml', 'kind: replay\ncaptures: [captures/one.pcap]\narms: [{ruleset: a}]\n');
    const harness = rig.spawn(['trial', 'run', 't'], env({captures: {'one.pcap': ['wait', 'ok']}}));
    const ended = new Promise<number | null>(done => harness.once('exit', done));
    while (!attempted()) await new Promise(done => setTimeout(done, 50));
    harness.kill('SIGTERM');
    expect(await ended).toBe(6);
    await noEngineLeft(rig);
    expect(partOf(await told({captures: {'one.pcap': ['wait', 'ok']}})).arms[0]).toMatchObject({
      alerts: 2,
      cancelledRuns: 1,
    });

    function attempted(): boolean {
      try {
        const db = rig.trial('t-1');
        const running = db
          .prepare('SELECT count(*) FROM run WHERE outcome IS NULL AND unit = 0')
          .pluck()
          .get();
        db.close();
        return Number(running) > 0 && rig.exists('fake/one.pcap.0');
      } catch {
        return false;
      }
    }
  });
});

import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {alertsBy, copyField, needField} from '../rig/field.ts';
import {need} from '../rig/found.ts';
import {partOf, problemsOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';

const OF = "people's captures, with real Snort";
const runs = [need('snort', OF), needField(OF)].every(Boolean);

describe.runIf(runs)("people's captures", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.remove());

  const project = (name: string) => copyField(rig, `logs-and-captures/${name}`);
  async function run(schedule: string): Promise<TrialReport> {
    const {stdout} = await rig.ok(['trial', 'run', schedule, '--json']);
    return trialReportSchema.parse(JSON.parse(stdout));
  }
  const flagsOf = (report: TrialReport) =>
    [...report.flags, ...partOf(report).flags]
      .map(({flag}) => flag)
      .filter(flag => !['one-arm', 'shared-processes'].includes(flag));
  const unreadable = (report: TrialReport) => problemsOf(partOf(report)).map(([path]) => path);

  it.each(['isolated', 'shared'])('whose names Snort passes over are read: %s', async schedule => {
    project('capture-names-without-cap');
    const report = await run(schedule);
    expect(partOf(report).captures.map(({alerts}) => alerts[0])).toEqual(Array(24).fill(5));
    expect(flagsOf(report)).toEqual([]);
  });

  it('with a space at the end of a name cost their share nothing', async () => {
    project('bad-name-takes-its-share');
    const report = await run('shared');
    expect(partOf(report).captures.map(({alerts}) => alerts[0])).toEqual(Array(11).fill(5));
    expect(flagsOf(report)).toEqual([]);
  });

  it.each(['isolated', 'shared'])('of link types without a codec are named: %s', async schedule => {
    project('link-types-in-shared');
    const report = await run(schedule);
    expect(unreadable(report)).toEqual(
      ['atm', 'atm_clip', 'ppp_bsdos', 'slip_bsdos'].map(name => `captures/${name}.pcap`),
    );
    expect(partOf(report).arms[0]?.alerts).toBe(60);
  });

  it('with packets above 1,518 bytes are inspected alike in both arms', async () => {
    project('packets-above-1518-bytes');
    await run('big');
    expect(alertsBy(rig, 'big-1', 'capture')).toEqual([
      't captures/gro_3000.pcap 3',
      't captures/jumbo.pcap 5',
      't-snaplen captures/gro_3000.pcap 3',
      't-snaplen captures/jumbo.pcap 5',
    ]);
  });

  it('on whose packets more than three rules match raise every alert', async () => {
    project('event-queue-hides-rules');
    const report = await run('q');
    expect(partOf(report).onlyOne.filter(({arm}) => arm === 'q1')).toEqual([]);
    expect(alertsBy(rig, 'q-1', 'rule')).toContain('q 1:1:1 5');
  });

  it('that were taken with a small snaplen are flagged', async () => {
    project('snaplen-cut-capture');
    expect(flagsOf(await run('cut'))).toEqual(['packets-cut', 'packets-discarded']);
  });

  it('in forms that Snort reads are not called unreadable', async () => {
    project('sound-captures-called-unreadable');
    const report = await run('h');
    expect(partOf(report).captures.map(({alerts}) => alerts[0])).toEqual([5, 5]);
    expect(unreadable(report)).toEqual([]);
  });

  it('with a name that is no UTF-8 are named, and the others read', async () => {
    project('name-not-utf8');
    const report = await run('n');
    expect(partOf(report).captures).toEqual([
      expect.objectContaining({path: 'captures/a.pcap', alerts: [5]}),
    ]);
    expect(partOf(report).flags.find(({flag}) => flag === 'capture-unreadable')?.text).toContain(
      'latin1-\ufffd.pcap',
    );
  });

  it('and rules with escapes in their messages lose no alert', async () => {
    project('rule-messages-with-escapes');
    const report = await run('m');
    expect(partOf(report).arms.map(({alerts, rejects}) => [alerts, rejects])).toEqual(
      partOf(report).arms.map(() => [5, 0]),
    );
  });

  it('and networks without quotes are told what to write', async () => {
    project('yaml-home-net');
    const [a, b] = [await rig.run(['check', 'a']), await rig.run(['check', 'b'])];
    expect([a.exit, b.exit]).toEqual([4, 4]);
    expect(a.stderr).toContain('Put it in quotes: external_net: "!$HOME_NET"');
    expect(b.stderr).toContain('Put it in quotes: home_net: "[10.0.0.0/8,192.168.0.0/16]"');
  });
});

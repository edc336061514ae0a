import {mkdirSync, writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {need} from '../rig/found.ts';
import {partOf, problemsOf} from '../rig/parts.ts';
import {pings, pingsInPcapng} from '../rig/pings.ts';
import {Rig} from '../rig/project.ts';

const runs = need('snort', 'captures of any name and form');

const PING = 'alert icmp any any -> any any ( msg:"ping"; itype:8; sid:1000001; )\n';
/** Names that Snort passes over in silence, trims, or prints so that its alerts are no JSON. */
const NAMES = [
  'nodot',
  'UPPER.PCAP',
  'mon.trace',
  'snort.log.1700000000',
  'space at its end.pcap ',
  'a "quoted" name.pcap',
  'back\\slash.pcap',
  'line\nbreak.pcap',
];

describe.runIf(runs)('a capture in real Snort', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
    mkdirSync(rig.path('captures'));
    rig.write('ping.rules', PING);
    rig.write('rulesets/ping.yaml', 'source: {file: ping.rules}\n');
  });
  afterEach(() => rig.remove());

  async function run(isolation: string, arms = '{ruleset: ping}', engine = ''): Promise<TrialReport> {
    rig.write(
      'schedules/t.yaml',
      `kind: replay\ncaptures: [captures]\nisolation: ${isolation}\narms: [${arms}]\n${engine}`,
    );
    return trialReportSchema.parse(JSON.parse((await rig.ok(['trial', 'run', 't', '--json'])).stdout));
  }
  const alertsOf = (report: TrialReport) =>
    Object.fromEntries(
      partOf(report).captures.map(({path, alerts}) => [path.replace('captures/', ''), alerts[0]]),
    );
  const allFlags = (report: TrialReport) => [...report.flags, ...partOf(report).flags];
  const flagsOf = (report: TrialReport) =>
    allFlags(report)
      .map(({flag}) => flag)
      .filter(flag => flag !== 'one-arm' && flag !== 'shared-processes');

  it.each(['capture', 'shared'])('is read whatever its name: isolation %s', async isolation => {
    for (const [at, name] of NAMES.entries()) rig.write(`captures/${name}`, pings({count: at + 1}));
    const report = await run(isolation);
    expect(alertsOf(report)).toEqual(Object.fromEntries(NAMES.map((name, at) => [name, at + 1])));
    expect(partOf(report).arms[0]).toMatchObject({
      ...{rejects: 0, capturesDone: NAMES.length, capturesUnreadable: 0},
    });
    expect(flagsOf(report)).toEqual([]);
  });

  it.each(['capture', 'shared'])(
    'is read in every form that Snort knows, and gzipped: isolation %s',
    async isolation => {
      rig.write('captures/modified.pcap', pings({count: 2, magic: 0xa1b2cd34}));
      rig.write('captures/nanoseconds.pcap', pings({count: 3, magic: 0xa1b23c4d}));
      rig.write('captures/far.pcapng', pingsInPcapng({count: 4}, 9000));
      rig.write('captures/packed.pcap.gz', gzipSync(pings({count: 5})));
      const cutOff = gzipSync(pings({count: 6}));
      rig.write('captures/cut-off.pcap.gz', cutOff.subarray(0, cutOff.length - 8));
      const report = await run(isolation);
      expect(alertsOf(report)).toEqual({
        'modified.pcap': 2,
        'nanoseconds.pcap': 3,
        'far.pcapng': 4,
        'packed.pcap.gz': 5,
        'cut-off.pcap.gz': 6,
      });
      expect(problemsOf(partOf(report))).toEqual([
        [
          'captures/cut-off.pcap.gz',
          expect.stringMatching(/^the gzip is truncated: its first \d+ bytes were read$/),
        ],
      ]);
    },
  );

  it.each(['capture', 'shared'])(
    'that Snort or this system cannot take is named, and the others are read: isolation %s',
    async isolation => {
      rig.write('captures/sound.pcap', pings({count: 2}));
      rig.write('captures/slip.pcap', pings({count: 1, linkType: 102}));
      rig.write('captures/clip.pcap', pings({count: 1, linkType: 106}));
      rig.write('captures/cooked.pcap', pings({count: 1, linkType: 113}));
      rig.write('captures/empty.pcap', '');
      const latin = Buffer.concat([
        Buffer.from(rig.path('captures/latin-')),
        Buffer.from([0xe9]),
        Buffer.from('.pcap'),
      ]);
      writeFileSync(latin, pings({count: 1}));
      const report = await run(isolation);
      expect(alertsOf(report)).toEqual({
        'clip.pcap': 0,
        'cooked.pcap': 0,
        'empty.pcap': 0,
        'slip.pcap': 0,
        'sound.pcap': 2,
      });
      const problems = problemsOf(partOf(report));
      expect(problems.map(([path]) => path)).toEqual(
        ['clip', 'cooked', 'empty', 'slip'].map(name => `captures/${name}.pcap`),
      );
      expect(problems[0]?.[1]).toContain('data link type 19');
      expect(problems[2]?.[1]).toBe('the file is empty');
      expect(problems[3]?.[1]).toContain('data link type 15');
      expect(flagsOf(report)).toEqual(expect.arrayContaining(['capture-unreadable', 'capture-unreadable']));
      expect(
        allFlags(report)
          .map(({text}) => text)
          .join('\n'),
      ).toContain('(its name is not valid UTF-8: rename it)');
    },
  );

  it('is inspected in packets of any length, and one that was cut when captured is told', async () => {
    rig.write('captures/jumbo.pcap', pings({count: 3, data: 8900}));
    rig.write('captures/segmented.pcap', pings({count: 2, data: 60_000}));
    rig.write('captures/small.pcap', pings({count: 1}));
    const whole = await run('capture');
    expect(alertsOf(whole)).toEqual({'jumbo.pcap': 3, 'segmented.pcap': 2, 'small.pcap': 1});
    expect(flagsOf(whole)).toEqual([]);
    rig.write('captures/cut.pcap', pings({count: 4, data: 500, snaplen: 96}));
    const cut = await run('capture');
    expect(alertsOf(cut)['cut.pcap']).toBe(0);
    expect(flagsOf(cut)).toEqual(['packets-cut', 'packets-discarded']);
    expect(partOf(cut).flags.find(({flag}) => flag === 'packets-cut')?.text).toContain(
      'captures/cut.pcap (4 of 4 packets)',
    );
    expect(partOf(cut).arms[0]).toMatchObject({analyzed: 10, discarded: 4});
  });

  it("raises every event of a packet, unless Snort's own queue or one of the user's is wanted", async () => {
    const rules = Array.from({length: 120}, (_, n) => PING.replace('sid:1000001', `sid:${1_000_001 + n}`));
    rig.write('many.rules', rules.join(''));
    rig.write('rulesets/many.yaml', 'source: {file: many.rules}\n');
    rig.write('captures/one.pcap', pings({count: 1}));
    const arms =
      '{ruleset: ping}, {ruleset: many}, {ruleset: many, name: two, tweaks: "event_queue = { max_queue = 8, log = 2 }"}';
    const all = await run('capture', arms);
    expect(partOf(all).arms.map(({alerts}) => alerts)).toEqual([1, 100, 2]);
    expect(flagsOf(all)).toContain('event-queues-differ');
    const cut = allFlags(all).filter(({flag}) => flag === 'events-cut');
    expect(cut.map(({text}) => text)).toEqual([
      "many: Snort's event queues dropped at least 20 events, for which no alert was logged",
      "two: Snort's event queues dropped at least 112 events, for which no alert was logged",
    ]);
    const snorts = await run('capture', arms, 'engine: {events: snort}\n');
    expect(partOf(snorts).arms.map(({alerts}) => alerts)).toEqual([1, 3, 2]);
    const told = (await rig.ok(['report', 't', '--format', 'markdown'])).stdout;
    expect(told).toContain('three at most, by default');
  });
});

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {pcapFile} from '../../demo/packets/pcap-file.ts';
import {seededRandom} from '../../demo/packets/random.ts';
import {client, server, tcpSession} from '../../demo/packets/tcp-session.ts';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {need} from '../rig/found.ts';
import {partOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';

const here = need('snort', 'blocklists as arms');
const LISTED = '10.99.0.7';
const FLOWS = 179;
const OTHER_FLOWS = 12;
const BEGIN = 1_780_272_000_000_000;

/** Connections of a listed private address and of one that is not listed; each says something that a rule knows. */
function capture(): Uint8Array {
  const random = seededRandom('listed');
  const flow = (address: string, port: number, n: number) =>
    tcpSession(
      {
        client: {address, port},
        server: {address: '10.99.0.100', port: 8123},
        at: n * 200_000,
        turns: [client('attack\n'), server('no\n')],
      },
      random,
    );
  const listed = Array.from({length: FLOWS}, (_, n) => flow(LISTED, 20_000 + n, n));
  const others = Array.from({length: OTHER_FLOWS}, (_, n) => flow('10.99.0.8', 30_000 + n, FLOWS + n));
  return pcapFile([...listed, ...others].flat(), BEGIN);
}

describe.skipIf(!here)('a blocklist that names a private address of the traffic', () => {
  const rig = new Rig();
  let report: TrialReport;
  afterAll(() => rig.remove());

  beforeAll(async () => {
    rig.write('captures/listed.pcap', capture());
    rig.write('list.blf', `# one\n${LISTED}\n192.0.2.0/24\n`);
    rig.write('attack.rules', 'alert tcp any any -> any 8123 (msg:"T attack"; content:"attack"; sid:1;)\n');
    for (const mode of ['monitor', 'block'])
      rig.write(
        `rulesets/${mode}.yaml`,
        `source: {manual: list.blf}\nlocal: [attack.rules]\nmode: ${mode}\n`,
      );
    // the other way round: a ruleset with a blocklist
    rig.write('rulesets/beside.yaml', 'source: {file: attack.rules}\nlists: [list.blf]\nmode: block\n');
    rig.write('rulesets/manual/list.blf', `# one\n${LISTED}\n192.0.2.0/24\n`);
    rig.write(
      'schedules/lists.yaml',
      'kind: replay\ncaptures: [captures]\narms: [{ruleset: monitor}, {ruleset: block}, {ruleset: beside}, {ruleset: beside, name: beside-monitor, mode: monitor}]\n',
    );
    const done = await rig.ok(['trial', 'run', 'lists', '--json']);
    report = trialReportSchema.parse(JSON.parse(done.stdout));
  });

  it('is counted address by address, each flow once, in monitor and in block', () => {
    expect(partOf(report).listed.map(({arm, mode, address, flows}) => [arm, mode, address, flows])).toEqual([
      ['monitor', 'monitor', LISTED, FLOWS],
      ['block', 'block', LISTED, FLOWS],
      ['beside', 'block', LISTED, FLOWS],
      ['beside-monitor', 'monitor', LISTED, FLOWS],
    ]);
  });

  it('in block gives its flows no other detection, and the report says so', async () => {
    const attack = (arm: string) =>
      partOf(report)
        .arms.find(one => one.arm === arm)
        ?.fired.find(({sid, gid}) => gid === 1 && sid === 1)?.alerts ?? 0;
    expect([attack('monitor'), attack('block')]).toEqual([FLOWS + OTHER_FLOWS, OTHER_FLOWS]);
    expect([attack('beside-monitor'), attack('beside')]).toEqual([FLOWS + OTHER_FLOWS, OTHER_FLOWS]);
    const {stdout} = await rig.ok(['report', 'lists', '--format', 'markdown']);
    expect(stdout).toContain(`${LISTED}: ${FLOWS} flows would have been blocked`);
    expect(stdout).toMatch(/Snort does not inspect the traffic of a listed address any further/);
  });
});

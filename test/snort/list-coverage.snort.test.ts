import {afterAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {need} from '../rig/found.ts';
import {partOf} from '../rig/parts.ts';
import {pings} from '../rig/pings.ts';
import {Rig} from '../rig/project.ts';

const runs = need('snort', "blocklists that cover the sensor's own networks");

describe.runIf(runs)("a blocklist that covers the sensor's own networks", () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  it('silences every rule in mode block, which is told, and none of them once they are allowed', async () => {
    rig.write('captures/ping.pcap', pings({count: 3}));
    rig.write('ping.rules', 'alert icmp any any -> any any ( msg:"ping"; itype:8; sid:1000001; )\n');
    rig.write('list.txt', '198.51.100.0/24\n');
    rig.write('rulesets/none.yaml', 'source: {file: ping.rules}\n');
    rig.write('rulesets/block.yaml', 'source: {file: ping.rules}\nlists: [list.txt]\nmode: block\n');
    rig.write(
      'rulesets/allowed.yaml',
      'source: {file: ping.rules}\nlists: [list.txt]\nmode: block\nallow: [198.51.100.9]\n',
    );
    rig.write(
      'schedules/t.yaml',
      'kind: replay\ncaptures: [captures]\narms: [{ruleset: none}, {ruleset: block}, {ruleset: allowed}]\nengine: {home_net: 198.51.100.0/24}\n',
    );
    const report = trialReportSchema.parse(
      JSON.parse((await rig.ok(['trial', 'run', 't', '--json'])).stdout),
    );
    const pinged = (arm: number) =>
      partOf(report).arms[arm]?.fired.find(({sid}) => sid === 1_000_001)?.alerts ?? 0;
    expect([0, 1, 2].map(pinged)).toEqual([3, 0, 3]);
    const covers = report.flags.filter(({flag}) => flag === 'list-covers');
    expect(covers.map(({arm, severity}) => [arm, severity])).toEqual([
      ['block', 'warning'],
      ['allowed', 'warning'],
    ]);
    expect(covers[0]?.text).toBe(
      "block: its blocklists cover the sensor's own networks (198.51.100.0/24): no rule fires on that traffic",
    );
  });
});

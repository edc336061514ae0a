import {afterAll, describe, expect, it} from 'vitest';
import {need} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';

const runs = need('snort', 'rules and captures with control characters');

describe.runIf(runs)('what real Snort writes of odd names', () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  it('a tab in a message and an escape in a capture name lose no alert', async () => {
    await rig.ok(['init']);
    rig.write('rulesets/rules/odd.rules', 'alert icmp any any -> any any ( msg:"a\tb"; sid:9000001; )\n');
    rig.write('rulesets/odd.yaml', 'source: {file: rulesets/rules/odd.rules}\n');
    const odd = rig.path('captures/\u001b[31mred\u0007 "quoted".pcap');
    rig.copy('captures/icmp-sweep.pcap', odd);
    rig.write(
      'schedules/odd.yaml',
      `kind: replay\ncaptures: [captures/icmp-sweep.pcap, ${JSON.stringify(odd)}]\narms: [{ruleset: odd}]\n`,
    );
    const told = JSON.parse((await rig.ok(['trial', 'run', 'odd', '--engine', 'snort3', '--json'])).stdout);
    const [plain, escaped] = told.captures.map(({alerts}: {alerts: number[]}) => alerts[0]);
    expect(plain).toBeGreaterThan(100);
    expect(escaped).toBe(plain);
    expect(told.arms[0]).toMatchObject({rejects: 0, fired: [{msg: 'a\tb'}]});
  });
});

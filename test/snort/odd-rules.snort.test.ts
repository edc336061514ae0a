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
    const [plain, escaped] = told.parts[0].captures.map(({alerts}: {alerts: number[]}) => alerts[0]);
    expect(plain).toBeGreaterThan(100);
    expect(escaped).toBe(plain);
    expect(told.parts[0].arms[0]).toMatchObject({rejects: 0, fired: [{msg: 'a\tb'}]});
  });

  // Snort itself logs three events of a packet
  it.each([
    ['quotes', ['"says \\"hi\\" twice"', '"x\\", \\"priority\\" : 9, \\"y"', '\u201dother quotes\u201d']],
    ['backslashes', ['"C:\\\\temp\\\\new.exe"', '"ends with\\\\"', '"a \\n line"']],
  ])('%s in messages lose no alert, and are told as rule list tells them', async (name, messages) => {
    const rules = messages.map(
      (msg, n) => `alert icmp any any -> any any ( msg:${msg}; itype:8; sid:${9_000_010 + n}; )`,
    );
    rig.write(`rulesets/rules/${name}.rules`, `${rules.join('\n')}\n`);
    rig.write(`rulesets/${name}.yaml`, `source: {file: rulesets/rules/${name}.rules}\n`);
    rig.write(
      `schedules/${name}.yaml`,
      `kind: replay\ncaptures: [captures/icmp-sweep.pcap]\narms: [{ruleset: ${name}}]\n`,
    );
    const told = JSON.parse((await rig.ok(['trial', 'run', name, '--engine', 'snort3', '--json'])).stdout);
    const listed = JSON.parse((await rig.ok(['rule', 'list', name, '--json'])).stdout);
    const bySid = (rows: readonly {sid: number; msg: string}[]) =>
      rows.map(({sid, msg}) => `${sid} ${msg}`).sort();
    expect(told.parts[0].arms[0].rejects).toBe(0);
    expect(bySid(told.parts[0].arms[0].fired)).toEqual(bySid(listed));
    expect(new Set(told.parts[0].arms[0].fired.map(({alerts}: {alerts: number}) => alerts)).size).toBe(1);
  });
});

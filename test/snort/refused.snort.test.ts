import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {need} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';

const runs = need('snort', 'rules and settings that Snort refuses');

describe.runIf(runs)('what real Snort refuses', () => {
  const rig = new Rig();
  const rules = 'rulesets/rules/broad.rules';
  beforeAll(async () => {
    await rig.ok(['init']);
  });
  afterAll(() => rig.remove());

  it('a rule is told with its own file and line, no trial is begun, and mended it runs', async () => {
    const good = readFileSync(rig.path(rules), 'utf8');
    const line = good.split('\n').length;
    rig.write(rules, `${good}alert tcp any any -> any any ( msg:"x"; contnt:"y"; sid:7; rev:1; )\n`);
    const refused = await rig.run(['trial', 'run', 'example', '--engine', 'snort3']);
    expect(refused.exit).toBe(4);
    expect(refused.stderr).toContain(
      `broad.rules:${line}: Snort refuses rule 1:7:1 of arm broad: unknown rule keyword: contnt. Fix`,
    );
    expect((await rig.run(['trial', 'list', '--json'])).stdout.trim()).toBe('[]');
    const check = await rig.run(['check', 'example', '--json']);
    expect(check.exit).toBe(4);
    expect(JSON.parse(check.stdout).failures[0].message).toContain(
      `broad.rules:${line}: Snort refuses rule 1:7:1`,
    );
    rig.write(rules, good);
    const done = await rig.ok(['trial', 'run', 'example', '--engine', 'snort3', '--json']);
    expect(JSON.parse(done.stdout)).toMatchObject({trial: {name: 'example-1'}});
  });

  it('all rules with a variable that nobody declares are told at once, each where it stands, with what declares it', async () => {
    const rule = (to: string, sid: number, rev = 1) =>
      `alert tcp any any -> ${to} ( msg:"x"; content:"y"; sid:${sid}; rev:${rev}; )\n`;
    const lines = Array.from({length: 14}, (_, n) => rule('$PLC_NET any', 100 + n));
    rig.write(
      'rulesets/rules/plc.rules',
      [...lines, rule('any $PLC_PORTS', 120), rule('$PLC_NET any', 100, 2)].join(''),
    );
    rig.write('rulesets/plc.yaml', 'source: { file: rulesets/rules/plc.rules }\n');
    const refused = await rig.run(['snapshot', 'take', 'plc']);
    expect(refused.exit).toBe(4);
    for (const [line, id] of [
      [1, '1:100:1'],
      [14, '1:113:1'],
      [15, '1:120:1'],
      [16, '1:100:2'],
    ])
      expect(refused.stderr).toContain(
        `plc.rules:${line}: Snort refuses rule ${id} of arm plc: undefined variable $PLC_`,
      );
    expect(refused.stderr).toContain('variables: { PLC_NET: any, PLC_PORTS: "[...]" }');
    expect(refused.stderr).toContain('disable: ["1:100-1:113", "1:120"]');
    rig.write(
      'rulesets/plc.yaml',
      'source: { file: rulesets/rules/plc.rules }\nvariables: { PLC_NET: 192.0.2.0/24, PLC_PORTS: "[502]" }\n',
    );
    await rig.ok(['snapshot', 'take', 'plc']);
  });

  it('words between two rules are told with their own line, and the rule behind them is sound', async () => {
    const good = readFileSync(rig.path(rules), 'utf8');
    const line = good.split('\n').length;
    const rule = 'alert tcp any any -> any any ( msg:"x"; content:"y"; sid:7; rev:1; )';
    for (const [text, place] of [
      [`${good}stray\n${rule}\n`, line],
      [`${good}${rule}\nstray\n\n`, line + 1],
    ] as const) {
      rig.write(rules, text);
      const {exit, stderr} = await rig.run(['check', 'example', '--engine', 'snort3']);
      expect(exit).toBe(4);
      expect(stderr).toContain(`broad.rules:${place}: `);
      expect(stderr).toContain('stray');
      expect(stderr).not.toContain('1:7');
    }
    rig.write(rules, good);
  });

  it('a rule is found behind text that is none and has comments before it', async () => {
    const comments = Array.from(
      {length: 6},
      (_, n) => `# alert tcp any any -> any any ( sid:${n + 1}; )\n`,
    ).join('');
    const bad = (sid: number) => `alert tcp any any -> any any ( msg:"x"; contnt:"y"; sid:${sid}; )\n`;
    const good = 'alert tcp any any -> any any ( msg:"x"; content:"y"; sid:20; )\n';
    rig.write(
      'rulesets/rules/map.rules',
      `${good}${comments}frob tcp any any -> any any ( msg:"a"; )\n${bad(8)}${bad(9)}`,
    );
    rig.write('rulesets/map.yaml', 'source: { file: rulesets/rules/map.rules }\n');
    const refused = await rig.run(['snapshot', 'take', 'map']);
    expect(refused.stderr).toContain(
      "map.rules:8: Snort refuses this rule of arm map: unknown rule action 'frob'",
    );
    expect(refused.stderr).toContain(
      'map.rules:9: Snort refuses rule 1:8:0 of arm map: unknown rule keyword: contnt',
    );
    expect(refused.stderr).toContain(
      'map.rules:10: Snort refuses rule 1:9:0 of arm map: unknown rule keyword: contnt',
    );
  });

  it('a tweak that is no Lua is told as a matter of configuration', async () => {
    const schedule = readFileSync(rig.path('schedules/example.yaml'), 'utf8');
    rig.write(
      'schedules/tweaked.yaml',
      schedule.replace('  home_net: any', "  tweaks: 'this is no lua'\n  home_net: any"),
    );
    const refused = await rig.run(['trial', 'run', 'tweaked', '--engine', 'snort3']);
    expect(refused.exit).toBe(4);
    expect(refused.stderr).toMatch(/Snort refuses the configuration of arm broad: .*Check "engine:"/s);
  });
});

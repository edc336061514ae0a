import {execFileSync} from 'node:child_process';
import {basename, dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {need} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';
import {takeBy, takenBy, takenOne} from '../rig/taking-cli.ts';

const runs = need('snort', 'rules as they are selected, with real Snort');
const snort = process.env.RULETRIAL_SNORT ?? 'snort';

const METADATA = [
  'policy balanced-ips drop',
  'policy balanced-ips',
  'policy  balanced-ips \t alert',
  'balanced-ips',
  'x balanced-ips y, policy security-ips drop',
  'policy balanced-ips-lab drop',
  'policy Balanced-IPS drop',
  'policy:balanced-ips',
  'policy balanced\\-ips drop',
  'policy security-ips drop policy balanced-ips drop',
  'policy "balanced-ips" drop',
  'a b; metadata:policy balanced-ips drop',
  'policy balanced -ips drop',
  'unbalanced-ips',
  'nothing',
];
const SOURCE = METADATA.map(
  (metadata, n) =>
    `alert icmp any any -> any any ( msg:"${n}"; itype:8; metadata:${metadata}; sid:${100 + n}; rev:1; )\n`,
).join('');
const LOCAL = 'alert icmp any any -> any any ( msg:"local"; itype:8; sid:9; rev:1; )\n';

/** One ping from 192.0.2.7 to 198.51.100.2, Ethernet. */
const PING = Buffer.from(
  `d4c3b2a1020004000000000000000000ffff000001000000 00d1b26a000000002a0000002a000000
   020000000001020000000002 0800 4500001c000100004001 8de8 c0000207c6336402 0800f7fd00010001`.replace(
    /\s/g,
    '',
  ),
  'hex',
);

/** Snort logs no more than three events of a packet by itself. */
const ALL_EVENTS =
  'engine: {tweaks: "event_queue = { max_queue = 100, log = 100, process_all_events = true }"}\n';

/** Sids that a Snort of its own loads with the option. */
function bySnort(rules: string, ...more: readonly string[]): readonly number[] {
  // its -R takes no path with a space
  const asked = ['-R', basename(rules), ...more, '--dump-rule-state'];
  const said = execFileSync(snort, asked, {encoding: 'utf8', cwd: dirname(rules)});
  return [...said.matchAll(/"gid": 1, "sid": (\d+)/g)].map(([, sid]) => Number(sid)).sort((a, b) => a - b);
}

describe.runIf(runs)('rules as they are selected, with real Snort', () => {
  const rig = new Rig();
  beforeAll(() => {
    rig.write('x.rules', SOURCE);
    rig.write('local.rules', LOCAL);
    rig.write('list.txt', '192.0.2.7\n');
    rig.write('captures/ping.pcap', PING);
  });
  afterAll(() => rig.remove());

  const rows = (trial: string) => {
    const db = rig.trial(trial);
    const found = db.prepare('SELECT arm, rule, priority FROM v_alert ORDER BY arm, rule').all() as {
      arm: string;
      rule: string;
      priority: number;
    }[];
    db.close();
    return found;
  };

  it('a policy by metadata loads what --metadata-filter does, and what is local and listed as well', async () => {
    rig.write('rulesets/plain.yaml', 'source: {file: x.rules}\npolicy: balanced\n');
    rig.write(
      'rulesets/more.yaml',
      'source: {file: x.rules}\npolicy: balanced\nlocal: [local.rules]\nlists: [list.txt]\n',
    );
    const selected = bySnort(rig.path('x.rules'), '--metadata-filter', 'balanced-ips');
    expect(selected.length).toBeGreaterThan(5);
    expect(selected.length).toBeLessThan(METADATA.length);
    const {plain, more} = await takenBy(rig, ['plain', 'more']);
    expect(plain?.counts).toMatchObject({enabled: selected.length, perPolicy: {balanced: selected.length}});
    expect(more?.counts.enabled).toBe(selected.length + 1 + 6);
    const place = join(rig.path('.ruletrial/snapshots'), plain?.digest ?? '', '001.rules');
    expect(bySnort(place)).toEqual(selected);
    const listed = JSON.parse((await rig.ok(['rule', 'list', 'plain', '--json'])).stdout);
    const enabled = (listed as {sid: number; enabled: boolean}[]).filter(rule => rule.enabled);
    expect(enabled.map(({sid}) => sid)).toEqual(selected);
  });

  it.each(['monitor', 'block'])('in mode %s every arm alerts as it should', async mode => {
    rig.write(
      `schedules/${mode}.yaml`,
      `kind: replay\ncaptures: [captures]\narms: [{ruleset: more, mode: ${mode}}, {ruleset: plain}]\n${ALL_EVENTS}`,
    );
    await rig.ok(['trial', 'run', mode]);
    const fired = (arm: string) => rows(`${mode}-1`).flatMap(row => (row.arm === arm ? [row.rule] : []));
    expect(fired('plain').length).toBeGreaterThan(0);
    expect(fired('more').filter(rule => rule.startsWith('136:'))).toEqual([
      mode === 'monitor' ? '136:3:1' : '136:1:1',
    ]);
    // a blocked flow gets no other detection
    expect(fired('more').includes('1:9:1')).toBe(mode === 'monitor');
  });

  it('tells all rules that Snort refuses at once, around a fatal error and syntax errors too', async () => {
    const good = (sid: number) => `alert tcp any any -> any any ( msg:"g"; content:"g"; sid:${sid}; )\n`;
    rig.write('rulesets/bad.yaml', 'source: {file: bad.rules}\n');
    rig.write(
      'bad.rules',
      good(1) +
        'alert tcp any any -> any any ( msg:"a"; contnt:"x"; sid:11; rev:2; )\n' +
        'alert tcp any any -> any any ( msg:"b"; content:"x" nocase sid:12; )\n' +
        good(2) +
        'alert tcp any $NO_PORTS -> any any ( msg:"c"; content:"x"; sid:13; )\n' +
        'Alert tcp any any -> any any ( msg:"d"; content:"x"; sid:14; )\n' +
        good(3) +
        'alert tcp any any -> any any (\n  msg:"e"; content:"x"; asn1:x;\n  sid:15; )\n' +
        'alert tcp any any -> any any ( msg:"f"; content:"x"; pcre:"/(a/"; sid:16; )\n',
    );
    const {exit, told1} = await takeBy(rig, ['bad']);
    expect(exit).toBe(4);
    const {words} = told1('bad');
    const told = [...words.matchAll(/bad\.rules:(\d+): Snort refuses rule (\S+) of/g)].map(
      ([, line, rule]) => `${line} ${rule}`,
    );
    expect(told).toEqual(['2 1:11:2', '3 1:12:0', '5 1:13:0', '6 1:14:0', '8 1:15:0', '11 1:16:0']);
    const disable = /disable: \[.*?\]/.exec(words)?.[0];
    rig.write('rulesets/bad.yaml', `source: {file: bad.rules}\n${disable}\n`);
    expect((await takenOne(rig, 'bad')).counts.enabled).toBe(3);
  });

  it('takes the settings of a schedule, and variables and classtypes of the ruleset', async () => {
    rig.write(
      'own.rules',
      'alert icmp !$HOME_NET any -> $DMZ_NET any ( msg:"in"; itype:8; classtype:mine; sid:1; )\n' +
        'alert icmp $HOME_NET any -> any any ( msg:"out"; itype:8; classtype:bad-unknown; sid:2; )\n' +
        'alert tcp any any -> any $WEB_PORTS ( msg:"web"; content:"x"; sid:3; )\n',
    );
    rig.write(
      'rulesets/own.yaml',
      'source: {file: own.rules}\nvariables: {DMZ_NET: "198.51.100.0/24", WEB_PORTS: "[80,8080]"}\n' +
        'classifications: {mine: {priority: 2, text: "It\'s mine"}, bad-unknown: 4, untold: {priority: 3}}\n',
    );
    for (const [name, home] of [
      ['inside', '192.0.2.0/24'],
      ['outside', '203.0.113.0/24'],
    ])
      rig.write(
        `schedules/${name}.yaml`,
        `kind: replay\ncaptures: [captures]\narms: [{ruleset: own}]\nengine: {home_net: ${home}}\n`,
      );
    await rig.ok(['check', 'outside']);
    await rig.ok(['trial', 'run', 'outside']);
    await rig.ok(['trial', 'run', 'inside']);
    expect(rows('outside-1')).toEqual([{arm: 'own', rule: '1:1:0', priority: 2}]);
    expect(rows('inside-1')).toEqual([{arm: 'own', rule: '1:2:0', priority: 4}]);
    const listed = JSON.parse((await rig.ok(['rule', 'list', 'own', '--json'])).stdout);
    expect((listed as {priority: number}[]).map(({priority}) => priority)).toEqual([2, 4, 0]);
  });

  it('knows what states in tweaks switch, in the overlap of a report', async () => {
    rig.write(
      'schedules/states.yaml',
      `kind: replay
captures: [captures]
arms:
  - {ruleset: plain}
  - {ruleset: plain, name: less, tweaks: "ips.states = [[ alert ( gid:1; sid:100; enable:no; ) ]]"}
`,
    );
    const {stdout} = await rig.ok(['trial', 'run', 'states', '--json']);
    const {overlaps} = JSON.parse(stdout) as {overlaps: {onlyA: number; onlyB: number}[]};
    expect(overlaps).toMatchObject([{onlyA: 1, onlyB: 0}]);
    expect(rows('states-1').filter(({arm, rule}) => arm === 'less' && rule === '1:100:1')).toEqual([]);
  });
});

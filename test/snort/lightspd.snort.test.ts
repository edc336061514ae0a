import {mkdirSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {POLICIES} from '../../harness/domain/rule.ts';
import type {Manifest} from '../../harness/domain/snapshot.ts';
import {writeBeaconCapture} from '../fixtures/archives/beacon-capture.ts';
import {LIGHTSPD_NAME, LIGHTSPD_POLICIES, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {LUA_FILE} from '../fixtures/archives/policies.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {BUILTIN_RULES, BUILTINS_ENABLED, SO_ENABLED} from '../fixtures/archives/stub-rules.ts';
import {BEACON, HOME_BEACON, TEXT_ENABLED, TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {writeArchive} from '../fixtures/archives/write-archive.ts';
import {need} from '../rig/found.ts';
import {partOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';
import {takeBy, takenBy} from '../rig/taking-cli.ts';

const runs = need('snort', "LightSPD's own configuration in real Snort");

/** Each twice: with the installed configuration, and with the archive's own. */
const CONFIGS = ['ruletrial', 'lightspd'] as const;
const NO_PULLEDPORK = {RULETRIAL_PULLEDPORK: '/nonexistent'};

describe.runIf(runs)('the LightSPD archive through the command line, in a folder with a space', () => {
  const rig = new Rig();
  let taken: Readonly<Record<string, Manifest>>;
  beforeAll(async () => {
    expect(rig.root).toContain(' ');
    mkdirSync(rig.path('my archives'));
    writeArchive(rig.path('my archives'), LIGHTSPD_NAME, lightspdMembers());
    for (const config of CONFIGS)
      for (const policy of POLICIES)
        rig.write(
          `rulesets/${config}-${policy}.yaml`,
          `source: {archive: my archives/${LIGHTSPD_NAME}}\npolicy: ${policy}\nconfig: ${config}\n`,
        );
    taken = await takenBy(rig, ['--all'], NO_PULLEDPORK);
  });
  afterAll(() => rig.remove());

  it.each(CONFIGS.flatMap(config => POLICIES.map(policy => [config, policy] as const)))(
    'config %s, policy %s: config test and smoke run pass, and just its rules are enabled',
    async (config, policy) => {
      const manifest = taken[`${config}-${policy}`];
      const enabled = TEXT_ENABLED[policy] + BUILTINS_ENABLED[policy];
      const loaded = TEXT_RULES.length + BUILTIN_RULES.length;
      expect(manifest?.counts).toMatchObject({
        text: TEXT_RULES.length,
        builtin: BUILTIN_RULES.length,
        enabled,
        soNotLoaded: SO_ENABLED[policy],
      });
      expect(manifest?.ownConfig).toBe(
        config === 'lightspd' ? `${LIGHTSPD_POLICIES}/${LUA_FILE[policy]}` : undefined,
      );
      expect(manifest?.gate.slice(-4)).toEqual([
        {check: 'rules-enabled', outcome: 'passed', words: `${enabled}`},
        {
          check: 'config-test',
          outcome: 'passed',
          words: `${config === 'lightspd' ? loaded : enabled} rules loaded, ${enabled} enabled`,
        },
        {
          check: 'rule-counts',
          outcome: 'passed',
          words: `${enabled} enabled, counted by both ruletrial and Snort`,
        },
        {check: 'smoke-run', outcome: 'passed', words: '1 alert, 1 expected'},
      ]);
      const {stdout} = await rig.ok(['rule', 'list', `${config}-${policy}`, '--json']);
      const rules = JSON.parse(stdout) as {enabled: boolean}[];
      expect(rules.filter(rule => rule.enabled)).toHaveLength(enabled);
    },
  );

  it('alerts on the beacons alike with both configurations, in HOME_NET too', async () => {
    writeBeaconCapture(rig.path());
    const arms = CONFIGS.map(config => `{ruleset: ${config}-balanced}`).join(', ');
    for (const [name, homeNet, home] of [
      ['any', 'any', 2],
      ['home', '198.51.100.0/24', 1],
    ] as const) {
      rig.write(
        `schedules/${name}.yaml`,
        `kind: replay\nengine: {home_net: ${homeNet}}\ncaptures: [beacon.pcap]\narms: [${arms}]\n`,
      );
      const {stdout} = await rig.ok(['trial', 'run', name, '--json'], NO_PULLEDPORK);
      const report = trialReportSchema.parse(JSON.parse(stdout));
      expect(partOf(report).arms.map(({alerts}) => alerts)).toEqual([1 + home, 1 + home]);
      const db = rig.trial(`${name}-1`);
      const fired = db
        .prepare('SELECT rule, arm, count(*) AS n FROM v_alert GROUP BY rule, arm ORDER BY 1, 2')
        .all();
      db.close();
      expect(fired).toEqual(
        [BEACON.sid, HOME_BEACON.sid].flatMap(sid =>
          ['lightspd-balanced', 'ruletrial-balanced'].map(arm => ({
            rule: expect.stringMatching(`^1:${sid}:`),
            arm,
            n: sid === BEACON.sid ? 1 : home,
          })),
        ),
      );
    }
  });

  it("enables rules of one's own beside the archive's, with both configurations, at the action they have", async () => {
    rig.write(
      'my own.rules',
      `alert udp any any -> any ${BEACON.port} ( msg:"own"; sid:1000001; rev:3; )\n# alert udp any any -> any ${BEACON.port} ( msg:"off"; sid:1000002; )\n`,
    );
    for (const config of CONFIGS)
      rig.write(
        `rulesets/${config}-own.yaml`,
        `source: {archive: my archives/${LIGHTSPD_NAME}}\npolicy: balanced\nconfig: ${config}\nlocal: [my own.rules]\n`,
      );
    const own = await takenBy(rig, ['ruletrial-own', 'lightspd-own'], NO_PULLEDPORK);
    const enabled = TEXT_ENABLED.balanced + BUILTINS_ENABLED.balanced + 1;
    for (const config of CONFIGS) {
      const manifest = own[`${config}-own`];
      expect(manifest?.counts.enabled).toBe(enabled);
      expect(manifest?.gate.find(({check}) => check === 'config-test')?.words).toMatch(
        new RegExp(` rules loaded, ${enabled} enabled$`),
      );
    }
    writeBeaconCapture(rig.path());
    rig.write(
      'schedules/own.yaml',
      'kind: replay\ncaptures: [beacon.pcap]\narms: [{ruleset: ruletrial-own}, {ruleset: lightspd-own}]\n',
    );
    const {stdout} = await rig.ok(['trial', 'run', 'own', '--json'], NO_PULLEDPORK);
    const report = trialReportSchema.parse(JSON.parse(stdout));
    for (const arm of partOf(report).arms)
      expect(arm.fired.find(({sid}) => sid === 1_000_001)).toMatchObject({rev: 3, alerts: 1});
  });

  it('says that builtins: true has no effect beside the states of the archive, and does not claim it', async () => {
    writeBeaconCapture(rig.path());
    rig.write(
      'schedules/builtins.yaml',
      'kind: replay\ncaptures: [beacon.pcap]\narms: [{ruleset: lightspd-balanced, builtins: true}]\n',
    );
    const {stdout, stderr} = await rig.ok(['trial', 'run', 'builtins', '--json'], NO_PULLEDPORK);
    expect(stderr).toContain(
      'arm lightspd-balanced: "builtins: true" is ignored, because with "config: lightspd" the archive\'s .states files decide which builtin rules alert\n',
    );
    const [arm] = trialReportSchema.parse(JSON.parse(stdout)).arms;
    expect(arm?.identity.settings?.builtins).toBe(false);
    expect(arm?.rules).toMatchObject({
      builtins: 0,
      enabled: TEXT_ENABLED.balanced + BUILTINS_ENABLED.balanced,
    });
  });

  it('config: lightspd is refused for another archive, and without a policy', async () => {
    writeArchive(rig.path('my archives'), REGISTERED_NAME, registeredMembers());
    rig.write(
      'rulesets/other.yaml',
      `source: {archive: my archives/${REGISTERED_NAME}}\npolicy: balanced\nconfig: lightspd\n`,
    );
    rig.write('rulesets/free.yaml', `source: {archive: my archives/${LIGHTSPD_NAME}}\nconfig: lightspd\n`);
    const {exit, told1} = await takeBy(rig, ['other', 'free'], NO_PULLEDPORK);
    expect(exit).toBe(4);
    const expected = 'Expected a .tar.gz of rules as published on snort.org';
    expect(told1('other').words).toBe(
      `rulesets/other.yaml: ${rig.path('my archives', REGISTERED_NAME)} is refused: config: lightspd needs the LightSPD archive. ${expected}`,
    );
    expect(told1('free').words).toBe(
      `rulesets/free.yaml: ${rig.path('my archives', LIGHTSPD_NAME)} is refused: config: lightspd needs a policy. ${expected}`,
    );
  });
});

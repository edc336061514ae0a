import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {writeBeaconCapture} from '../fixtures/archives/beacon-capture.ts';
import {LIGHTSPD_NAME, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {BUILTINS_ENABLED, SO_BEACON, SO_ENABLED} from '../fixtures/archives/stub-rules.ts';
import {TEXT_ENABLED} from '../fixtures/archives/text-rules.ts';
import {type Member, writeArchive} from '../fixtures/archives/write-archive.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {compileSo} from '../rig/compile-so.ts';
import {need} from '../rig/found.ts';
import {partOf} from '../rig/parts.ts';
import {Rig} from '../rig/project.ts';
import {takeBy, takenBy} from '../rig/taking-cli.ts';

const OF = 'SO rules of archives, loaded into real Snort';
const runs = need('snort', OF) && need('compiler', OF);
const NO_PULLEDPORK = {RULETRIAL_PULLEDPORK: '/nonexistent'};

const RULESETS = {
  registered: [REGISTERED_NAME, ''],
  lightspd: [LIGHTSPD_NAME, ''],
  own: [LIGHTSPD_NAME, 'config: lightspd\n'],
} as const;

describe.runIf(runs)('SO rules of archives, loaded into real Snort through the command line', () => {
  const rig = new Rig();
  beforeAll(() => {
    for (const [name, [file, more]] of Object.entries(RULESETS))
      rig.write(
        `rulesets/${name}.yaml`,
        `source: {archive: ${file}}\npolicy: balanced\nso_rules: load\nso_platform: ubuntu-x64\n${more}`,
      );
    writeBeaconCapture(rig.path(), [SO_BEACON.port]);
  });
  afterAll(() => rig.remove());

  const write = (compiled: (member: Member) => Member) => {
    writeArchive(rig.path(), LIGHTSPD_NAME, lightspdMembers().map(compiled));
    writeArchive(rig.path(), REGISTERED_NAME, registeredMembers().map(compiled));
  };

  it('whose program is none are refused by the config test', async () => {
    write(member => member);
    const {exit, told} = await takeBy(rig, Object.keys(RULESETS), NO_PULLEDPORK);
    expect(exit).toBe(4);
    for (const {words} of told) expect(words).toMatch(/SO rule 78097\d\d not loaded/);
  });

  it('are loaded with every configuration, and alert on what only their program knows', async () => {
    const program = readFileSync(compileSo(tempFolder()));
    write(member => (member.path.endsWith('.so') ? {...member, content: program} : member));
    const taken = await takenBy(rig, ['--all'], NO_PULLEDPORK);
    const enabled = TEXT_ENABLED.balanced + BUILTINS_ENABLED.balanced + SO_ENABLED.balanced;
    for (const name of Object.keys(RULESETS)) {
      expect(taken[name]?.counts).toMatchObject({enabled, soNotLoaded: 0});
      expect(taken[name]?.gate.find(({check}) => check === 'config-test')?.words).toMatch(
        new RegExp(`^\\d+ rules loaded, ${enabled} enabled$`),
      );
    }
    const arms = Object.keys(RULESETS).map(ruleset => `{ruleset: ${ruleset}}`);
    rig.write('schedules/so.yaml', `kind: replay\ncaptures: [beacon.pcap]\narms: [${arms.join(', ')}]\n`);
    const {stdout} = await rig.ok(['trial', 'run', 'so', '--json'], NO_PULLEDPORK);
    const report = trialReportSchema.parse(JSON.parse(stdout));
    expect(partOf(report).arms.map(({alerts}) => alerts)).toEqual([4, 4, 4]);
    for (const {fired} of partOf(report).arms)
      expect(fired.find(({gid, sid}) => gid === 3 && sid === SO_BEACON.sid)).toMatchObject({alerts: 1});
  });
});

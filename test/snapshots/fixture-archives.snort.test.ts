import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {INSIDE, writeBeaconCapture} from '../fixtures/archives/beacon-capture.ts';
import {DEFECT_RULES} from '../fixtures/archives/defect-rules.ts';
import {LIGHTSPD_NAME, LIGHTSPD_POLICIES, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {
  type ArchiveRule,
  enabledIn,
  LUA_FILE,
  POLICIES,
  type Policy,
  STATES_FILE,
} from '../fixtures/archives/policies.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {BUILTIN_RULES, BUILTINS_ENABLED, SO_RULES} from '../fixtures/archives/stub-rules.ts';
import {BEACON, HOME_BEACON, TEXT_ENABLED, TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {need} from '../rig/found.ts';
import {enabledKeys, firedSids, snort, unpacked} from '../rig/real-snort.ts';

const runs = need('snort', 'the archives of the fixtures in real Snort');

const NO_OBJECTS = 'detection.allow_missing_so_rules = true\n';
const keyOf = ({gid, sid, rev}: ArchiveRule): string => `${gid}:${sid}:${rev}`;

const lightspd = (policy: Policy, folder: string): readonly string[] => [
  ...['-c', join(folder, LIGHTSPD_POLICIES, LUA_FILE[policy])],
];

describe.runIf(runs)('the LightSPD fixture in real Snort', () => {
  it.each(POLICIES)('%s enables its rules from any folder, and with a space in the path', policy => {
    const folder = unpacked(LIGHTSPD_NAME, lightspdMembers({stubs: false}));
    const keys = enabledIn([...TEXT_RULES, ...BUILTIN_RULES], policy)
      .map(keyOf)
      .sort();
    expect(enabledKeys(...lightspd(policy, folder))).toEqual(keys);
    expect(keys).toHaveLength(TEXT_ENABLED[policy] + BUILTINS_ENABLED[policy]);
    const {exitCode, out} = snort(...lightspd(policy, folder), '-T');
    expect(out).toContain('successfully validated the configuration (with 0 warnings)');
    expect(out).toMatch(new RegExp(`total rules loaded: ${TEXT_RULES.length + BUILTIN_RULES.length}\n`));
    expect(exitCode).toBe(0);
  });

  it('is refused for its stubs, which have no object, unless missing ones are allowed', () => {
    const folder = unpacked(LIGHTSPD_NAME, lightspdMembers());
    const {exitCode, out} = snort(...lightspd('balanced', folder), '-T');
    expect(exitCode).toBe(1);
    for (const {sid} of SO_RULES) expect(out).toContain(`SO rule ${sid} not loaded.`);
    const keys = enabledKeys(...lightspd('balanced', folder), '--lua', NO_OBJECTS);
    expect(keys).toEqual(enabledIn(TEXT_RULES, 'balanced').map(keyOf).sort());
  });

  it('alerts on its beacons, of which one asks for HOME_NET as --lua may change it', () => {
    const folder = unpacked(LIGHTSPD_NAME, lightspdMembers());
    const capture = writeBeaconCapture(folder);
    const fired = (policy: Policy, lua: string): readonly unknown[] =>
      firedSids(capture, `${NO_OBJECTS}${lua}`, ...lightspd(policy, folder));
    expect(fired('balanced', '')).toEqual([BEACON.sid, HOME_BEACON.sid, HOME_BEACON.sid]);
    const home = `default_variables.nets.HOME_NET = '${INSIDE}'\n`;
    expect(fired('balanced', home)).toEqual([BEACON.sid, HOME_BEACON.sid]);
    expect(fired('connectivity', '')).toEqual([]);
  });

  it('hides an alert behind a block of the same packet, unless one action stands for all', () => {
    const folder = unpacked(LIGHTSPD_NAME, lightspdMembers());
    const capture = writeBeaconCapture(folder);
    const another = `${NO_OBJECTS}
      ips.rules = ips.rules .. 'alert udp any any -> any ${HOME_BEACON.port} ( sid:9; )\\n'
      ips.states = ips.states .. 'alert ( gid:1; sid:9; enable; )\\n'\n`;
    const fired = (lua: string): readonly unknown[] =>
      firedSids(capture, another + lua, ...lightspd('balanced', folder)).toSorted();
    const {sid} = HOME_BEACON;
    expect(fired('')).toEqual([BEACON.sid, sid, sid]);
    expect(fired("ips.action_override = 'alert'")).toEqual([BEACON.sid, sid, sid, 9, 9]);
  });

  it('takes more rules and states by --lua, and its defects at their latest revision', () => {
    const folder = unpacked(LIGHTSPD_NAME, lightspdMembers({withDefects: true}));
    const chunk = `${NO_OBJECTS}
      ips.rules = ips.rules .. 'alert udp any any -> any 9 ( sid:7809999; rev:1; )\\n'
      ips.states = ips.states .. 'alert ( gid:1; sid:7809999; enable; )\\n'`;
    const rules = enabledIn([...TEXT_RULES, ...DEFECT_RULES], 'balanced').map(keyOf);
    expect(enabledKeys(...lightspd('balanced', folder), '--lua', chunk)).toEqual(
      [...rules, '1:7809999:1'].sort(),
    );
  });
});

describe.runIf(runs)('the registered fixture in real Snort', () => {
  it.each(POLICIES)('%s enables its rules by its states files', policy => {
    const folder = unpacked(REGISTERED_NAME, registeredMembers({withDefects: true}));
    const states = ['rules', 'builtins'].map(kind => `include ${kind}/${STATES_FILE[policy]}\n`);
    const lua = `include 'etc/snort_defaults.lua'
      detection = { global_default_rule_state = false }
      ips = { variables = default_variables, states = [[${states.join('')}]],
        rules = [[include rules/includes.rules\ninclude builtins/builtins.rules\n]] }`;
    writeFileSync(join(folder, 'snort.lua'), lua);
    const rules = [...TEXT_RULES, ...DEFECT_RULES, ...BUILTIN_RULES];
    expect(enabledKeys('-c', join(folder, 'snort.lua'))).toEqual(enabledIn(rules, policy).map(keyOf).sort());
  });
});

describe.runIf(runs)('the builtin stubs of the fixtures', () => {
  it('name rules that Snort has', () => {
    const {out} = snort('--dump-builtin-rules');
    for (const {gid, sid} of BUILTIN_RULES) expect(out).toContain(`( gid:${gid}; sid:${sid};`);
  });
});

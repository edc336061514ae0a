import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {writeBeaconCapture} from '../fixtures/archives/beacon-capture.ts';
import {LIGHTSPD_NAME, LIGHTSPD_POLICIES, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {enabledIn, LUA_FILE} from '../fixtures/archives/policies.ts';
import {BUILTIN_RULES, SO_BEACON, SO_RULES} from '../fixtures/archives/stub-rules.ts';
import {BEACON, HOME_BEACON, TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {compileSo} from '../rig/compile-so.ts';
import {need} from '../rig/found.ts';
import {enabledKeys, firedSids, snort, unpacked} from '../rig/real-snort.ts';

const OF = 'the shared object of the fixtures in real Snort';
const runs = need('snort', OF) && need('compiler', OF);

describe.runIf(runs)('the shared object of the fixtures in real Snort', () => {
  it('holds the rules of the stubs, loads with LightSPD, and alerts on what only its code knows', () => {
    const folder = unpacked(LIGHTSPD_NAME, lightspdMembers());
    compileSo(folder);
    const plugins = ['--plugin-path', folder];
    const stubs = snort(...plugins, '--dump-dynamic-rules')
      .out.trim()
      .split('\n');
    expect(stubs.sort()).toEqual(SO_RULES.map(({text}) => text).sort());

    const policy = ['-c', join(folder, LIGHTSPD_POLICIES, LUA_FILE.balanced), ...plugins];
    const rules = enabledIn([...TEXT_RULES, ...BUILTIN_RULES, ...SO_RULES], 'balanced');
    expect(enabledKeys(...policy)).toEqual(rules.map(({gid, sid, rev}) => `${gid}:${sid}:${rev}`).sort());

    const capture = writeBeaconCapture(folder, [SO_BEACON.port]);
    const fired = firedSids(capture, '', ...policy);
    expect(fired).toEqual([BEACON.sid, HOME_BEACON.sid, HOME_BEACON.sid, SO_BEACON.sid]);
  });
});

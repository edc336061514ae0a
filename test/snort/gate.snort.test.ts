import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {need} from '../rig/found.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';
import {bytesBelow} from '../rig/refusing.ts';
import {takeBy, takenOne} from '../rig/taking-cli.ts';

const runs = need('snort', 'the gate with real Snort');

const GOOD = 'alert tcp any any -> any 80 ( msg:"good"; content:"x"; sid:1; rev:1; )\n';
const PASS_ALL = 'pass udp any any -> any any ( msg:"all"; sid:1000001; rev:1; )\n';
const PASS_SOME = 'pass udp any any -> any 53 ( msg:"some"; sid:1000001; rev:1; )\n';
const EMPTY_PCAP = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

const FAILED =
  "the rules of x fail the smoke run (one packet and one rule of ruletrial's own): expected 1 alert, found 0. " +
  'Look for pass rules or tweaks that stop inspection, then run: ruletrial doctor';

describe.runIf(runs)('the gate with real Snort', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
    rig.write('rulesets/x.yaml', 'source: {file: x.rules}\nlocal: [local.rules]\n');
    rig.write('x.rules', GOOD);
    rig.write('local.rules', PASS_SOME);
    rig.write('one.pcap', EMPTY_PCAP);
    rig.write('schedules/t.yaml', 'kind: replay\ncaptures: [one.pcap]\narms: [{ruleset: x}]\n');
  });
  afterEach(() => rig.remove());

  async function refused(local: string, words: string): Promise<void> {
    const last = await takenOne(rig, 'x');
    const before = bytesBelow(rig.path('.ruletrial', 'snapshots'));
    rig.write('local.rules', local);
    const {exit, told1} = await takeBy(rig, ['x']);
    expect(exit).toBe(4);
    expect(told1('x')).toMatchObject({result: 'refused', words, last});
    expect(bytesBelow(rig.path('.ruletrial', 'snapshots'))).toEqual(before);
    const {manifest} = JSON.parse((await rig.ok(['snapshot', 'show', 'x', '--json'])).stdout);
    expect(manifest).toEqual(last);
    await rig.ok(['snapshot', 'verify']);
  }

  it('refuses what its config test refuses, at the line that the user wrote, and keeps the good one', () =>
    refused(
      `${PASS_SOME}alert tcp any any -> any 80 ( nonsense:1; sid:2; )\n`,
      `${rig.path('local.rules')}:2: Snort refuses rule 1:2:0 of arm x: unknown rule keyword: nonsense. ` +
        'Fix the rules, or leave them out of the ruleset with: disable: ["1:2"], then run: ruletrial check',
    ));

  it('refuses a pass rule that ends all inspection, by the smoke run, and keeps the good one', () =>
    refused(PASS_ALL, FAILED));

  it('refuses a trial over such rules that were taken without Snort, before its first run', async () => {
    rig.write('rulesets/x.yaml', 'source: {manual: x.rules}\nlocal: [local.rules]\n');
    rig.write('rulesets/manual/x.rules', GOOD);
    rig.write('local.rules', PASS_ALL);
    await takenOne(rig, 'x', NO_SNORT);
    const {exit, stderr} = await rig.run(['trial', 'run', 't']);
    expect(exit).toBe(4);
    expect(stderr).toContain(`ruletrial: ${FAILED}\n`);
    expect(rig.exists('.ruletrial/trials/t-1')).toBe(false);
  });
});

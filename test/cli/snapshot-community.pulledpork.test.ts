import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {Manifest} from '../../harness/domain/snapshot.ts';
import {need, SHARED} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';
import {takenBy} from '../rig/taking-cli.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 240_000});

const OF = 'the community archives through the command line';
const runs = need('pulledpork', OF) && need('snort', OF) && need('shared', OF);

const NO_PULLEDPORK = {RULETRIAL_PULLEDPORK: '/nonexistent'};
const SELECTED = {connectivity: 102, balanced: 485, security: 713, 'max-detect': 1449};

const archive = (date: string): string =>
  `source: {archive: ${JSON.stringify(join(SHARED, 'rulesets', `snort3-community-rules-${date}.tar.gz`))}}\n`;

describe.runIf(runs)('the community archives of two days', () => {
  const rig = new Rig();
  let taken: Readonly<Record<string, Manifest>>;
  beforeAll(async () => {
    rig.write('rulesets/older.yaml', archive('2024-01-18'));
    rig.write('rulesets/newer.yaml', archive('2024-07-19'));
    for (const policy of Object.keys(SELECTED))
      rig.write(`rulesets/${policy}.yaml`, `${archive('2024-07-19')}policy: ${policy}\n`);
    taken = await takenBy(rig, ['--all']);
  });
  afterAll(() => rig.remove());

  it('become snapshots of 4,004 and 4,022 rules, made by PulledPork3 and judged by Snort', () => {
    const {older, newer} = taken;
    expect([older?.counts.text, newer?.counts.text]).toEqual([4004, 4022]);
    expect(newer).toMatchObject({layout: 'community', processedBy: 'PulledPork3 3.0.0.5', differences: []});
    expect(newer?.gate.slice(-3)).toEqual([
      {check: 'config-test', outcome: 'passed', words: '4022 rules loaded, 4022 enabled'},
      {check: 'rule-counts', outcome: 'passed', words: '4022 enabled, counted by both ruletrial and Snort'},
      {check: 'smoke-run', outcome: 'passed', words: '1 alert, 1 expected'},
    ]);
  });

  it('differ by 18 added rules, none removed, and 21 new revisions', async () => {
    const {stdout} = await rig.ok(['snapshot', 'diff', 'older', 'newer', '--json']);
    const {difference} = JSON.parse(stdout) as {difference: Record<string, readonly unknown[]>};
    const {added, removed, newRevision, sameRevisionOtherText, enabled, disabled} = difference;
    expect([added, removed, newRevision].map(list => list?.length)).toEqual([18, 0, 21]);
    expect([enabled, disabled].map(list => list?.length)).toEqual([0, 0]);
    expect(difference.unchanged).toBe(4004 - 21 - Number(sameRevisionOtherText?.length));
  });

  it.each(Object.entries(SELECTED))(
    '%s selects %i rules of the newer, by metadata and by Snort',
    (policy, n) => {
      const manifest = taken[policy];
      expect(manifest?.counts.perPolicy).toEqual(SELECTED);
      expect(manifest?.gate.find(({check}) => check === 'rules-enabled')?.words).toBe(`${n}`);
      expect(manifest?.gate.find(({check}) => check === 'config-test')?.words).toBe(
        `${n} rules loaded, ${n} enabled`,
      );
    },
  );

  it('have the same digest without PulledPork3, which is said', async () => {
    const other = new Rig();
    try {
      other.write('rulesets/newer.yaml', archive('2024-07-19'));
      other.write('rulesets/balanced.yaml', `${archive('2024-07-19')}policy: balanced\n`);
      const alone = await takenBy(other, ['--all'], NO_PULLEDPORK);
      expect(alone.newer).toMatchObject({processedBy: 'ruletrial', digest: taken.newer?.digest});
      expect(alone.balanced).toMatchObject({processedBy: 'ruletrial', digest: taken.balanced?.digest});
      expect(alone.newer?.counts).toEqual(taken.newer?.counts);
    } finally {
      other.remove();
    }
  });
});

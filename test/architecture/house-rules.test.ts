import {describe, expect, it} from 'vitest';
import {houseRules, MAX_FILE_LINES, MAX_FUNCTION_LINES, type Rule} from './house-rules.ts';
import {readSource} from './sources.ts';

const lines = (count: number): string => 'const line = 1;\n'.repeat(count);

/** A file that breaks the rule, and the nearest one that keeps it. */
const cases: readonly {
  readonly claim: keyof typeof houseRules;
  readonly breaks: readonly [path: string, text: string];
  readonly keeps: readonly [path: string, text: string];
}[] = [
  {
    claim: 'has a layer for every room',
    breaks: ['harness/attic/box.ts', 'export const box = 1;'],
    keeps: ['harness/ingest/box.ts', 'export const box = 1;'],
  },
  {
    claim: 'lets a room import only lower layers',
    breaks: ['harness/snapshots/gate.ts', `import type {TrialPlan} from '../trial/make-plan.ts';`],
    keeps: ['harness/trial/gate.ts', `import type {Snapshot} from '../snapshots/take.ts';`],
  },
  {
    claim: 'lets a room import only lower layers',
    breaks: ['harness/engine/supervise.ts', `export {ingestRecords} from '../ingest/ingest-records.ts';`],
    keeps: ['harness/engine/supervise.ts', `export {NAME} from '../domain/trial.ts';`],
  },
  {
    claim: 'lets a room import only lower layers',
    breaks: ['harness/analysis/judge.ts', `type Store = typeof import('../sqlite/open-trial.ts');`],
    keeps: ['harness/wiring/judge.ts', `type Store = typeof import('../sqlite/open-trial.ts');`],
  },
  {
    claim: 'has no circle of imports, types included',
    breaks: ['harness/trial/plan.ts', `import type {Plan} from './plan.ts';`],
    keeps: ['harness/trial/plan.ts', `import type {Plan} from './units.ts';`],
  },
  {
    claim: 'lets no room but wiring know an outside thing',
    breaks: ['harness/engine/supervise.ts', `import {snort3} from './snort3/snort3.ts';`],
    keeps: ['harness/engine/snort3/supervise.ts', `import {snort3} from './snort3.ts';`],
  },
  {
    claim: 'lets no room but wiring know an outside thing',
    breaks: ['harness/engine/playback/read.ts', `import {snort3} from '../snort3/snort3.ts';`],
    keeps: ['harness/engine/playback/read.ts', `import type {Engine} from '../ports.ts';`],
  },
  {
    claim: 'loads outside things only when they are needed',
    breaks: ['harness/wiring/engines.ts', `import {snort3} from '../engine/snort3/snort3.ts';`],
    keeps: ['harness/wiring/engines.ts', `const {snort3} = await import('../engine/snort3/snort3.ts');`],
  },
  {
    claim: 'loads outside things only when they are needed',
    breaks: ['harness/wiring/store.ts', `import {openTrial} from '../sqlite/open-trial.ts';`],
    keeps: ['harness/wiring/store.ts', `import type {Trial} from '../sqlite/open-trial.ts';`],
  },
  {
    claim: 'loads nothing for --version',
    breaks: ['harness/main.ts', `import {runCli} from './cli/run-cli.ts';`],
    keeps: ['harness/main.ts', `const {runCli} = await import('./cli/run-cli.ts');`],
  },
  {
    claim: 'keeps I/O and its libraries out of the rooms',
    breaks: ['harness/report/write.ts', `import {writeFile} from 'node:fs/promises';`],
    keeps: ['harness/report/write.ts', `import {join} from 'node:path';`],
  },
  {
    claim: 'keeps I/O and its libraries out of the rooms',
    breaks: ['harness/trial/name.ts', `import {randomUUID} from 'node:crypto';`],
    keeps: ['harness/trial/name.ts', `import {createHash} from 'node:crypto';`],
  },
  {
    claim: 'keeps I/O and its libraries out of the rooms',
    breaks: ['harness/snapshots/read.ts', `import {Parser} from 'tar';`],
    keeps: ['harness/snapshots/archive/read.ts', `import {Parser} from 'tar';`],
  },
  {
    claim: 'keeps process, timers and the network out of the rooms',
    breaks: ['harness/trial/wait.ts', 'export const snort = process.env.SNORT;'],
    keeps: [
      'harness/trial/wait.ts',
      'export const snort = (env: {SNORT: string}) => ({process: env.SNORT});',
    ],
  },
  {
    claim: 'keeps clock and chance out of the rooms',
    breaks: ['harness/analysis/age.ts', 'export const age = (at: number) => Date.now() - at;'],
    keeps: ['harness/analysis/age.ts', 'export const text = (at: number) => new Date(at).toISOString();'],
  },
  {
    claim: 'keeps clock and chance out of the rooms',
    breaks: ['demo/scenes/ping.ts', 'export const made = new Date();'],
    keeps: ['demo/make-captures.ts', 'export const made = new Date();'],
  },
  {
    claim: 'prints in one place',
    breaks: ['harness/wiring/store.ts', `process.stderr.write('busy');`],
    keeps: ['harness/cli/console.ts', `process.stderr.write('busy');`],
  },
  {
    claim: 'keeps the demo and the harness apart',
    breaks: ['demo/scenes/ping.ts', `import {NAME} from '../../harness/domain/trial.ts';`],
    keeps: ['demo/scenes/ping.ts', `import {icmp} from '../packets/icmp.ts';`],
  },
  {
    claim: 'keeps the demo and the harness apart',
    breaks: ['harness/cli/commands/demo.ts', `import {scenes} from '../../../demo/scenes/index.ts';`],
    keeps: ['harness/cli/commands/demo.ts', `import {printData} from '../console.ts';`],
  },
  {
    claim: 'makes failures without a cast',
    breaks: ['harness/trial/seal.ts', `export const f = {kind: 'trial-sealed'} as TrialFailure;`],
    keeps: ['harness/trial/seal.ts', `export const f = failure('trial-sealed', {trial: 'a'});`],
  },
  {
    claim: 'makes failures without a cast',
    breaks: ['harness/cli/tell.ts', 'export const words = tell(known as unknown as never);'],
    keeps: [
      'harness/cli/tell.ts',
      'export const words = (known: unknown) => tell(known as readonly never[]);',
    ],
  },
  {
    claim: 'has no file longer than 200 lines',
    breaks: ['harness/trial/long.ts', lines(MAX_FILE_LINES + 1)],
    keeps: ['harness/trial/long.ts', lines(MAX_FILE_LINES)],
  },
  {
    claim: 'has no function longer than 60 lines',
    breaks: ['harness/trial/long.ts', `const f = () => {\n${lines(MAX_FUNCTION_LINES - 1)}};`],
    keeps: ['harness/trial/long.ts', `const f = () => {\n${lines(MAX_FUNCTION_LINES - 2)}};`],
  },
  {
    claim: 'names files for what they hold',
    breaks: ['harness/trial/time-utils.ts', ''],
    keeps: ['harness/trial/time.ts', ''],
  },
  {
    claim: 'names files for what they hold',
    breaks: ['harness/trial/makePlan.ts', ''],
    keeps: ['harness/trial/make-plan.ts', ''],
  },
];

describe('the rule that the house', () => {
  it.each(cases)('$claim finds what breaks it in $breaks.0', ({claim, breaks: [path, text]}) => {
    const rule: Rule = houseRules[claim];
    const [found = '', ...more] = rule([readSource(path, text)]);
    expect(found).toContain(path.split('/')[1]);
    expect(more).toEqual([]);
  });

  it.each(cases)('$claim lets $keeps.0 be', ({claim, keeps: [path, text]}) => {
    const rule: Rule = houseRules[claim];
    expect(rule([readSource(path, text)])).toEqual([]);
  });

  it('has no circle of imports finds one that goes through several files of a room', () => {
    const circle = houseRules['has no circle of imports, types included']([
      readSource('harness/snapshots/take.ts', `import {keep} from './keep.ts';`),
      readSource('harness/snapshots/keep.ts', `import {prove} from './prove.ts';`),
      readSource('harness/snapshots/prove.ts', `import type {Take} from './take.ts';`),
    ]);
    expect(circle).toEqual([
      expect.stringContaining(
        'harness/snapshots/take.ts -> harness/snapshots/keep.ts -> harness/snapshots/prove.ts -> harness/snapshots/take.ts',
      ),
    ]);
  });

  it('names, each of them, is shown to fail', () => {
    expect(new Set(cases.map(({claim}) => claim))).toEqual(new Set(Object.keys(houseRules)));
  });
});

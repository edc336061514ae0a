import {describe, expect, it} from 'vitest';
import * as rules from './house-rules.ts';
import {readSource} from './sources.ts';

const lines = (count: number): string => 'const line = 1;\n'.repeat(count);

/** A file that breaks the rule, and the nearest one that keeps it. */
const cases: readonly {
  readonly rule: keyof typeof rules & string;
  readonly breaks: readonly [path: string, text: string];
  readonly keeps: readonly [path: string, text: string];
}[] = [
  {
    rule: 'everyRoomHasARow',
    breaks: ['harness/attic/box.ts', 'export const box = 1;'],
    keeps: ['harness/ingest/box.ts', 'export const box = 1;'],
  },
  {
    rule: 'onlyLowerRows',
    breaks: ['harness/snapshots/gate.ts', `import type {TrialPlan} from '../trial/make-plan.ts';`],
    keeps: ['harness/trial/gate.ts', `import type {Snapshot} from '../snapshots/take.ts';`],
  },
  {
    rule: 'onlyLowerRows',
    breaks: ['harness/engine/supervise.ts', `export {takeIn} from '../ingest/take-in.ts';`],
    keeps: ['harness/engine/supervise.ts', `export {NAME} from '../domain/trial.ts';`],
  },
  {
    rule: 'onlyLowerRows',
    breaks: ['harness/analysis/judge.ts', `type Store = typeof import('../sqlite/open-trial.ts');`],
    keeps: ['harness/wiring/judge.ts', `type Store = typeof import('../sqlite/open-trial.ts');`],
  },
  {
    rule: 'outsideThingsStandAlone',
    breaks: ['harness/engine/supervise.ts', `import {snort3} from './snort3/snort3.ts';`],
    keeps: ['harness/engine/snort3/supervise.ts', `import {snort3} from './snort3.ts';`],
  },
  {
    rule: 'outsideThingsStandAlone',
    breaks: ['harness/engine/recorded/read.ts', `import {snort3} from '../snort3/snort3.ts';`],
    keeps: ['harness/engine/recorded/read.ts', `import type {Engine} from '../ports.ts';`],
  },
  {
    rule: 'wiringLoadsLate',
    breaks: ['harness/wiring/engines.ts', `import {snort3} from '../engine/snort3/snort3.ts';`],
    keeps: ['harness/wiring/engines.ts', `const {snort3} = await import('../engine/snort3/snort3.ts');`],
  },
  {
    rule: 'wiringLoadsLate',
    breaks: ['harness/wiring/store.ts', `import {openTrial} from '../sqlite/open-trial.ts';`],
    keeps: ['harness/wiring/store.ts', `import type {Trial} from '../sqlite/open-trial.ts';`],
  },
  {
    rule: 'mainLoadsLate',
    breaks: ['harness/main.ts', `import {runCli} from './cli/run-cli.ts';`],
    keeps: ['harness/main.ts', `const {runCli} = await import('./cli/run-cli.ts');`],
  },
  {
    rule: 'roomsTouchNothingOutside',
    breaks: ['harness/report/write.ts', `import {writeFile} from 'node:fs/promises';`],
    keeps: ['harness/report/write.ts', `import {join} from 'node:path';`],
  },
  {
    rule: 'roomsTouchNothingOutside',
    breaks: ['harness/trial/name.ts', `import {randomUUID} from 'node:crypto';`],
    keeps: ['harness/trial/name.ts', `import {createHash} from 'node:crypto';`],
  },
  {
    rule: 'roomsTouchNothingOutside',
    breaks: ['harness/snapshots/read.ts', `import {Parser} from 'tar';`],
    keeps: ['harness/snapshots/archive/read.ts', `import {Parser} from 'tar';`],
  },
  {
    rule: 'roomsUseNoReachingGlobals',
    breaks: ['harness/trial/wait.ts', 'export const snort = process.env.SNORT;'],
    keeps: [
      'harness/trial/wait.ts',
      'export const snort = (env: {SNORT: string}) => ({process: env.SNORT});',
    ],
  },
  {
    rule: 'roomsHaveNoClockAndNoChance',
    breaks: ['harness/analysis/age.ts', 'export const age = (at: number) => Date.now() - at;'],
    keeps: ['harness/analysis/age.ts', 'export const text = (at: number) => new Date(at).toISOString();'],
  },
  {
    rule: 'roomsHaveNoClockAndNoChance',
    breaks: ['demo/scenes/ping.ts', 'export const made = new Date();'],
    keeps: ['demo/make-captures.ts', 'export const made = new Date();'],
  },
  {
    rule: 'onlyTheConsolePrints',
    breaks: ['harness/wiring/store.ts', `process.stderr.write('busy');`],
    keeps: ['harness/cli/console.ts', `process.stderr.write('busy');`],
  },
  {
    rule: 'theDemoStandsApart',
    breaks: ['demo/scenes/ping.ts', `import {NAME} from '../../harness/domain/trial.ts';`],
    keeps: ['demo/scenes/ping.ts', `import {icmp} from '../packets/icmp.ts';`],
  },
  {
    rule: 'theDemoStandsApart',
    breaks: ['harness/cli/commands/demo.ts', `import {scenes} from '../../../demo/scenes/index.ts';`],
    keeps: ['harness/cli/commands/demo.ts', `import {printData} from '../console.ts';`],
  },
  {
    rule: 'filesAreShort',
    breaks: ['harness/trial/long.ts', lines(rules.MAX_FILE_LINES + 1)],
    keeps: ['harness/trial/long.ts', lines(rules.MAX_FILE_LINES)],
  },
  {
    rule: 'functionsAreShort',
    breaks: ['harness/trial/long.ts', `const f = () => {\n${lines(rules.MAX_FUNCTION_LINES - 1)}};`],
    keeps: ['harness/trial/long.ts', `const f = () => {\n${lines(rules.MAX_FUNCTION_LINES - 2)}};`],
  },
  {
    rule: 'filesAreNamedForWhatTheyHold',
    breaks: ['harness/trial/time-utils.ts', ''],
    keeps: ['harness/trial/time.ts', ''],
  },
  {
    rule: 'filesAreNamedForWhatTheyHold',
    breaks: ['harness/trial/makePlan.ts', ''],
    keeps: ['harness/trial/make-plan.ts', ''],
  },
];

describe('a rule of the house', () => {
  it.each(cases)('$rule finds what breaks it in $breaks.0', ({rule, breaks: [path, text]}) => {
    const [found = '', ...more] = (rules[rule] as rules.Rule)([readSource(path, text)]);
    expect(found).toContain(path.split('/')[1]);
    expect(more).toEqual([]);
  });

  it.each(cases)('$rule lets $keeps.0 be', ({rule, keeps: [path, text]}) => {
    expect((rules[rule] as rules.Rule)([readSource(path, text)])).toEqual([]);
  });

  it('is shown to fail, each of them', () => {
    const all = Object.entries(rules).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    expect([...new Set(cases.map(({rule}) => rule as string))].sort()).toEqual(all.sort());
  });
});

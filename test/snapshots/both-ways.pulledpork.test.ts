import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {POLICIES, type Policy} from '../../harness/domain/rule.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {readRules} from '../../harness/rules/read-rules.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {archiveSource} from '../../harness/snapshots/archive-source.ts';
import type {SourceContent, SourceRequest} from '../../harness/snapshots/ports.ts';
import {findPulledPork} from '../../harness/snapshots/pulledpork3/run-pulledpork.ts';
import {
  DEFECT_RULES,
  DROPPED_BY_PULLEDPORK,
  WRONG_REV_BY_PULLEDPORK,
} from '../fixtures/archives/defect-rules.ts';
import {LIGHTSPD_NAME, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {type ArchiveRule, countEnabled, enabledIn} from '../fixtures/archives/policies.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {BUILTIN_RULES, SO_ENABLED, SO_RULES} from '../fixtures/archives/stub-rules.ts';
import {TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {type Member, writeArchive} from '../fixtures/archives/write-archive.ts';
import {sourceRequest} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {need, pulledPork} from '../rig/found.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 240_000});

const runs = need('pulledpork', 'archives both ways, by ruletrial and by real PulledPork3');

const ARCHIVES = [
  {layout: 'registered', file: REGISTERED_NAME, members: registeredMembers},
  {layout: 'lightspd', file: LIGHTSPD_NAME, members: lightspdMembers},
] as const;
const CHOICES: readonly (Policy | undefined)[] = [undefined, ...POLICIES];

/** The archive's content made by ruletrial alone, and made by PulledPork3; in a folder with a space. */
async function bothWays(file: string, members: readonly Member[], more: Partial<SourceRequest>) {
  const folder = join(tempFolder(), 'a folder');
  mkdirSync(folder);
  const archive = writeArchive(folder, file, members);
  const outside = {processes: childProcesses, scratch: join(folder, 'scratch')};
  const alone = archiveSource({reader: archiveReader, pulledpork: async () => undefined, say: () => {}});
  const pulled = archiveSource({
    say: () => {},
    reader: archiveReader,
    pulledpork: () => findPulledPork(pulledPork() ?? '', outside),
  });
  return [
    content(await alone.read(archive, sourceRequest(more))),
    content(await pulled.read(archive, sourceRequest(more))),
  ] as const;
}

function content(read: Awaited<ReturnType<ReturnType<typeof archiveSource>['read']>>): SourceContent {
  if (!read.ok) throw new Error(describeFailure(read.failure).message);
  return read.value;
}

/** Text of the one rules file. */
function textOf({files}: SourceContent): string {
  const rules = files.filter(({kind = 'rules'}) => kind === 'rules');
  expect(rules).toHaveLength(1);
  return Buffer.from(rules[0]?.bytes ?? []).toString('latin1');
}

const keyOf = ({gid, sid, rev}: Pick<ArchiveRule, 'gid' | 'sid' | 'rev'>): string => `${gid}:${sid}:${rev}`;
const enabledOf = (made: SourceContent): readonly string[] =>
  readRules(textOf(made))
    .rules.filter(({enabled}) => enabled)
    .map(({rule}) => keyOf(rule))
    .sort();

/** Without a policy every rule is on that does not stand commented out: all of the fixtures'. */
const enabledBy = (rules: readonly ArchiveRule[], policy: Policy | undefined): readonly string[] =>
  (policy ? enabledIn(rules, policy) : rules).map(keyOf).sort();

describe.runIf(runs).each(ARCHIVES)(
  'a $layout archive, by ruletrial and by PulledPork3',
  ({layout, file, members}) => {
    it.each(CHOICES)('under policy %s has the same text and the same enabled rules', async policy => {
      const [own, pulled] = await bothWays(file, members(), {policy});
      expect(textOf(pulled)).toBe(textOf(own));
      expect(enabledOf(own)).toEqual(enabledBy([...TEXT_RULES, ...BUILTIN_RULES], policy));
      expect(own.made).toMatchObject({processedBy: 'ruletrial', layout, policy, differences: []});
      expect(pulled.made).toMatchObject({
        processedBy: 'PulledPork3 3.0.0.5',
        layout,
        policy,
        differences: [],
      });
      expect(pulled.made?.perPolicy).toEqual(own.made?.perPolicy);
      const {none: _, ...perPolicy} = countEnabled([...TEXT_RULES, ...BUILTIN_RULES]);
      expect(own.made?.perPolicy).toEqual(perPolicy);
      const left = policy ? SO_ENABLED[policy] : SO_RULES.length;
      expect([own.made?.soNotLoaded, pulled.made?.soNotLoaded]).toEqual([left, left]);
    });

    it.each(CHOICES)(
      'with SO rules under policy %s has stubs, and the program of the platform alone',
      async policy => {
        const more = {policy, soRules: 'load', soPlatform: 'ubuntu-x64'} as const;
        const [own, pulled] = await bothWays(file, members(), more);
        expect(textOf(pulled)).toBe(textOf(own));
        expect(enabledOf(own)).toEqual(enabledBy([...TEXT_RULES, ...BUILTIN_RULES, ...SO_RULES], policy));
        const modules = [own, pulled].map(({files}) => files.filter(({kind}) => kind === 'module'));
        expect(modules[0]?.map(({name}) => name.split('/').slice(-2))).toEqual([
          [layout === 'lightspd' ? 'so_rules' : 'ubuntu-x64', 'protocol-candle.so'],
        ]);
        expect(modules[1]).toEqual(modules[0]);
        expect([own.made?.soNotLoaded, pulled.made?.soNotLoaded]).toEqual([0, 0]);
      },
    );

    it.each(CHOICES)(
      'with defects under policy %s differs in those that are known, and says which',
      async policy => {
        const [own, pulled] = await bothWays(file, members({withDefects: true}), {policy});
        const {key, right, taken} = WRONG_REV_BY_PULLEDPORK;
        const [last, space, lines] = DROPPED_BY_PULLEDPORK;
        expect(own.made?.differences).toEqual([]);
        expect([...(pulled.made?.differences ?? [])].sort()).toEqual([
          `${last}: PulledPork3 drops it (sid is its last option, or is written with a space)`,
          `${space}: PulledPork3 drops it (sid is its last option, or is written with a space)`,
          `${lines}: PulledPork3 drops it (it reads one rule per line and does not know this form)`,
          `${key}: PulledPork3 takes rev ${taken}, but the newest in the archive is rev ${right}`,
        ]);
        const rules = [...TEXT_RULES, ...BUILTIN_RULES, ...DEFECT_RULES];
        expect(enabledOf(own)).toEqual(enabledBy(rules, policy));
        const lost = enabledOf(own).filter(rule => !enabledOf(pulled).includes(rule));
        expect(lost).toEqual(
          policy === 'connectivity'
            ? []
            : [...DEFECT_RULES.filter(({sid}) => `1:${sid}` !== key).map(keyOf), `${key}:${right}`].sort(),
        );
      },
    );
  },
);

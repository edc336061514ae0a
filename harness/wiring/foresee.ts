import {access} from 'node:fs/promises';
import {resolve} from 'node:path';
import {type Reading, readLiveSchedule, readRuleset} from '../arms/read-declared.ts';
import {wrongNames} from '../arms/wrong-names.ts';
import {tellFailure} from '../cli/all-failures.ts';
import type {Foreseen, ForeseenArm} from '../cli/foreseen.ts';
import type {Settings} from '../cli/outside.ts';
import {armName} from '../declarations/schedule.ts';
import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {type Sources, wantedOf} from '../snapshots/declared.ts';
import {failure as snapshotFailure} from '../snapshots/failures.ts';
import {variantOf} from '../snapshots/last-good.ts';
import {manualSource} from '../snapshots/manual-source.ts';
import type {RulesetSource} from '../snapshots/ports.ts';
import {lacksOf, SNORT_ORG} from '../snapshots/provider.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import type {Wanted} from '../snapshots/wanted.ts';
import {fileTextHere} from './file-text.ts';
import {readMachineFacts} from './machine-facts.ts';

/** Sources that are read anew for each trial: nothing of them needs to have been taken before. */
const OWN = new Set(['file', 'folder', 'archive']);

/** Looks at a live schedule, its rulesets, the catalogue and this machine; takes no lock, so that a daemon may be at work. */
export async function foresee(
  settings: Settings,
  name: string,
  snapshots: readonly SnapshotRow[],
): Promise<Result<Foreseen, Failure>> {
  const {readYaml} = await import('../declarations/yaml/read-yaml.ts');
  const {project} = await import('../disk/project.ts');
  const root = resolve(settings.project);
  const reading: Reading = {
    declarations: {...project(root), resolve: path => resolve(root, path)},
    readText: readYaml,
  };
  const read = await readLiveSchedule(name, reading);
  if (!read.ok) return read;
  const wrong = wrongNames(name, read.value, reading);
  if (wrong) return failed(wrong);
  const machine = await readMachineFacts(settings);
  const outside = {
    sources: await lackingSources(),
    resolve: reading.declarations.resolve,
    fileText: fileTextHere,
    snortVersion: async () => ('found' in machine.snort ? machine.snort.found.version : undefined),
  };
  const arms: ForeseenArm[] = [];
  for (const declared of read.value.value.arms) {
    const ruleset = await readRuleset(declared.ruleset, reading);
    if (!ruleset.ok) return ruleset;
    const {value} = ruleset.value;
    const policy = declared.policy ?? value.policy;
    const wanted = await wantedOf(declared.ruleset, value, policy, [], outside);
    const snapshot = newestOf(wanted, snapshots);
    const own = OWN.has(Object.keys(value.source ?? {})[0] ?? '');
    const lacking = await wordsOfLacking(wanted, own || snapshot !== undefined);
    arms.push({arm: armName(declared), ruleset: declared.ruleset, policy, snapshot, lacking});
  }
  return ok({name, read: read.value, arms, machine, now: Date.now() * 1000});
}

/** Of the very source and policy that are declared: any other one is no stand-in. */
function newestOf({asked, source}: Wanted, rows: readonly SnapshotRow[]): Manifest | undefined {
  const variant = variantOf(asked);
  const own = rows.filter(row => row.manifest.name === asked.ruleset && row.variant === variant);
  const newest = own.sort((a, b) => b.order - a.order)[0]?.manifest;
  return newest?.source === source ? newest : undefined;
}

async function wordsOfLacking({asked, places, none}: Wanted, has: boolean): Promise<string | undefined> {
  for (const {source, path} of places) {
    const failure = await source.lacks?.(path, asked);
    if (failure) return tellFailure(failure).words;
  }
  return has || none ? undefined : tellFailure(snapshotFailure('snapshot-not-taken', {...asked})).words;
}

/** Sources that are asked for nothing but what they lack. */
async function lackingSources(): Promise<Sources> {
  const {readWhole} = await import('../snapshots/directory/read-directory.ts');
  const asked = (lacks: NonNullable<RulesetSource['lacks']>): RulesetSource => ({
    lacks,
    read: () => Promise.reject(new Error('a source was read that is to be looked at')),
  });
  const own = (expected: string) =>
    asked(async (path, {ruleset}) =>
      access(path).then(
        () => undefined,
        () => ({kind: 'source-missing', ruleset, path, expected, reason: 'it cannot be found or read'}),
      ),
    );
  const nothing = asked(async () => undefined);
  const base = (process.env.RULETRIAL_MIRROR ?? SNORT_ORG).replace(/\/+$/, '');
  return {
    file: own('a rules file'),
    folder: own('a folder of rules'),
    archive: own('a .tar.gz of rules'),
    url: nothing,
    list: own('a list of addresses'),
    urlList: nothing,
    manual: from => manualSource(readWhole, from, {archive: nothing, rules: nothing, list: nothing}),
    provider: (_, {layout, snapshot, oinkcode}) =>
      asked(lacksOf({layout, snapshot, base, oinkcode: {variable: oinkcode, value: process.env[oinkcode]}})),
  };
}

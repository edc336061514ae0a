import {posix} from 'node:path';
import type {Say} from '../domain/message.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Layout} from '../domain/snapshot.ts';
import {type Classification, readClassifications} from '../rules/classifications.ts';
import {Exclusion} from './exclude.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import {followIncludes} from './follow-includes.ts';
import {USUAL_SNORT} from './known-snapshots.ts';
import {CANONICAL, claimedBy, layoutOf, mismatch} from './layouts.ts';
import {collectRules, differencesOf, type MadeRules, writeRules} from './made-rules.ts';
import {type MadeArchive, makeArchive} from './make-archive.ts';
import {ownConfiguration, soModules} from './own-configuration.ts';
import type {
  ArchiveReader,
  Made,
  Members,
  PulledPork,
  RulesetSource,
  SourceContent,
  SourceFile,
  SourceRequest,
} from './ports.ts';

/** Folders of an archive of unknown layout whose rules files are left out: they are not text rules. */
const LEFT_OUT = /(^|\/)(builtins|so_rules|stubs|extras)\//;
/** Matches hidden members and members in hidden folders, such as the `._name` that macOS adds for each file. */
const HIDDEN = /(^|\/)\.[^/]/;
/** How many differences are listed; the rest are only counted. */
const MAX_DIFFERENCES = 200;

export interface ArchiveDeps {
  readonly reader: ArchiveReader;
  /** Finds PulledPork3; undefined if it is not installed, in which case ruletrial processes the rules itself. */
  pulledpork(): Promise<PulledPork | undefined>;
  readonly say: Say;
}

/** Creates a source that reads a .tar.gz on disk, from snort.org or anyone else; `claimed` is the layout that it must have. */
export function archiveSource(deps: ArchiveDeps, claimed?: Layout): RulesetSource {
  return {
    async read(path, request) {
      const read = await readNeeded(path, request, deps.reader);
      if (!read.ok) return read;
      const layout = claimed ?? claimedBy(posix.basename(path)) ?? layoutOf(read.value.names);
      if (layout === undefined) return anyArchive(path, request, read.value);
      const wrong = wrongLayout(layout, read.value, path, request.ruleset);
      if (wrong) return failed(wrong);
      const pulledpork = await deps.pulledpork();
      if (!pulledpork) {
        const text = `rulesets/${request.ruleset}.yaml: PulledPork3 was not found: ruletrial processes the rules itself`;
        deps.say({kind: 'info', text});
        return madeContent(layout, read.value, path, request, undefined);
      }
      const order = {
        ruleset: request.ruleset,
        layout,
        archive: path,
        oinkcode: undefined,
        snortVersion: request.snortVersion ?? USUAL_SNORT,
        policy: request.policy,
        soPlatform: request.soRules === 'load' ? request.soPlatform : undefined,
      };
      return pulledpork.process(order, async ({text}) =>
        madeContent(layout, read.value, path, request, {text, version: pulledpork.version}),
      );
    },
  };
}

/** Reads every member that a ruleset may need; an incomplete or dangerous archive is refused. */
export const readNeeded = (path: string, request: SourceRequest, reader: ArchiveReader) =>
  reader.read(path, request.ruleset, name => isNeeded(name, request));

function isNeeded(name: string, {soRules, soPlatform, config}: SourceRequest): boolean {
  if (HIDDEN.test(name)) return false;
  if (/\.(rules|states)$/.test(name) || /(^|\/)(manifest\.json|classification\.config)$/.test(name))
    return true;
  if (config === 'lightspd' && /(^|\/)policies\//.test(name)) return true;
  return soRules === 'load' && name.endsWith('.so') && name.split('/').includes(soPlatform ?? '');
}

export function wrongLayout(
  claimed: Layout,
  members: Members,
  path: string,
  ruleset: string,
): SnapshotFailure | undefined {
  const reason = mismatch(claimed, members.names);
  return reason === undefined ? undefined : {kind: 'layout-refused', ruleset, path, claimed, reason};
}

/** Makes the content for a request. With the text from PulledPork3, its rules are used and the differences are listed. */
export function madeContent(
  layout: Layout,
  members: Members,
  path: string,
  request: SourceRequest,
  pulled: {text: string; version: string} | undefined,
): Result<SourceContent, SnapshotFailure> {
  const exclusion = new Exclusion(request.exclude);
  const made = makeArchive(layout, members, path, request, exclusion);
  if (!made.ok) return made;
  const {rules: own, policyBy, soNotLoaded, perPolicy, unread, lost, lacking} = made.value;
  const rules = pulled ? pulledRules(made.value, pulled.text) : own;
  const differences = pulled ? differencesOf(own, rules) : [];
  const extras = soModules(layout, members, path, request);
  if (!extras.ok) return extras;
  const config = ownConfiguration(layout, members, path, request, exclusion);
  if (!config.ok) return config;
  const text = writeRules(rules);
  const bytes = Buffer.from(text, 'latin1');
  const rulesFile: SourceFile = {from: `${path}!${layout} rules`, name: `${CANONICAL[layout]}.rules`, bytes};
  const common: Omit<Made, 'rulesText'> = {
    processedBy: pulled ? `PulledPork3 ${pulled.version}` : 'ruletrial',
    layout,
    policy: request.policy,
    policyBy,
    ownConfig: config.value?.entry,
    differences: shortened(differences),
    soNotLoaded,
    perPolicy,
    places: new Map([...own].flatMap(([key, {place}]) => (place ? [[key, place] as const] : []))),
    unread,
    lost,
    lacking,
  };
  return ok({
    files: config.value ? [...config.value.files, ...extras.value] : [rulesFile, ...extras.value],
    newestAt: members.newestAt,
    classifications: classificationsOf(members),
    exclusion,
    hidden: hiddenRules(members),
    made: config.value ? {...common, rulesText: text} : common,
  });
}

/** Returns PulledPork3's rules. Without a policy it does not know which are commented out, so that comes from the archive. */
function pulledRules({rules: own, policyBy, excluded}: MadeArchive, text: string): MadeRules {
  const pulled = collectRules([{file: undefined, text}]).rules;
  return new Map(
    [...pulled]
      .filter(([key]) => !excluded.has(key))
      .map(([key, rule]) => [
        key,
        policyBy ? rule : {...rule, enabled: own.get(key)?.enabled ?? rule.enabled},
      ]),
  );
}

const hiddenRules = ({names}: Members): number =>
  names.filter(name => HIDDEN.test(name) && name.endsWith('.rules')).length;

/** Reads all classification.config files of an archive, in the order of their names; the last definition of a classtype wins. */
const classificationsOf = ({files}: Members): readonly Classification[] =>
  readClassifications(
    [...files]
      .filter(([name]) => posix.basename(name) === 'classification.config')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, bytes]) => Buffer.from(bytes).toString('latin1'))
      .join('\n'),
  );

function shortened(differences: readonly string[]): string[] {
  const more = differences.length - MAX_DIFFERENCES;
  return more > 0 ? [...differences.slice(0, MAX_DIFFERENCES), `and ${more} more`] : [...differences];
}

/** Reads an archive of unknown layout: its rules files unchanged, in the order of their names. */
async function anyArchive(
  path: string,
  {ruleset, exclude}: SourceRequest,
  members: Members,
): Promise<Result<SourceContent, SnapshotFailure>> {
  const exclusion = new Exclusion(exclude);
  const all = new Map(
    [...members.files]
      .filter(([name]) => name.endsWith('.rules'))
      .map(([name, bytes]) => [name, {from: `${path}!${name}`, name, bytes}]),
  );
  const loaded = [...all.values()]
    .filter(({name}) => !LEFT_OUT.test(name) && posix.basename(name) !== 'includes.rules')
    .filter(({name}) => !exclusion.leavesOut(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (loaded.length === 0) return fail('source-empty', {ruleset, path});
  const files = await followIncludes(ruleset, loaded, async (from, target) => {
    const name = posix.join(posix.dirname(from.name), target);
    return exclusion.leavesOut(name) ? undefined : (all.get(name) ?? `the archive has no ${name}`);
  });
  if (!files.ok) return files;
  const classifications = classificationsOf(members);
  const hidden = hiddenRules(members);
  return ok({files: files.value, newestAt: members.newestAt, classifications, exclusion, hidden});
}

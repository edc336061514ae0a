import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {isoSeconds} from '../domain/time.ts';
import {readTuning, tuningDigest} from './declared-tuning.ts';
import type {Acceptable} from './gate.ts';
import {sha256} from './kept-copy.ts';
import {lastGoodOf, variantOf} from './last-good.ts';
import type {RulesetSource} from './ports.ts';
import type {Provider} from './provider.ts';
import {addressOf} from './redact.ts';
import {takeSnapshot} from './take.ts';
import {verifySnapshot} from './verify.ts';
import type {TakeFailure, TakeOutside, Wanted} from './wanted.ts';

/** A source for each key of `source:`; given by wiring. */
export interface Sources {
  readonly file: RulesetSource;
  readonly folder: RulesetSource;
  readonly archive: RulesetSource;
  readonly url: RulesetSource;
  /** Blocklists beside rules: files, and addresses. */
  readonly list: RulesetSource;
  readonly urlList: RulesetSource;
  manual(getFrom: string | undefined): RulesetSource;
  /** `oinkcode`: name of the environment variable. */
  provider(
    kind: 'pulledpork3' | 'download',
    of: Pick<Provider, 'layout' | 'snapshot'> & {readonly oinkcode: string},
  ): RulesetSource;
}

export interface DeclaredOutside extends TakeOutside {
  readonly sources: Sources;
  /** Absolute path of one that a declaration names. */
  resolve(path: string): string;
  /** A small file that a declaration names; undefined when it is not there. */
  fileText(path: string): Promise<string | undefined>;
  /** Of the Snort that is found here. */
  snortVersion(): Promise<string | undefined>;
  readonly say: Say;
  /** False: providers are not asked, and what has not been taken is missing. */
  readonly mayFetch: boolean;
}

/** Share of the last good snapshot that may be gone where the declaration says nothing. */
const MAX_SHRINK = 0.2;
/** Sources that a person writes by hand: what is gone there was taken away on purpose. */
const OWN = new Set(['file', 'folder']);
/** Sources whose newest state is worth no failed trial: the last good snapshot stays in use. */
const PROVIDED = new Set(['pulledpork3', 'download', 'url', 'manual']);

/** What is to be taken, as a ruleset's declaration says it; `policy` in place of its own. */
export async function wantedOf(
  ruleset: string,
  declared: RulesetDeclaration,
  policy: Policy | undefined,
  accept: readonly Acceptable[],
  outside: Pick<DeclaredOutside, 'sources' | 'resolve' | 'fileText' | 'snortVersion'>,
): Promise<Wanted> {
  const [kind, place] = sourceOf(declared);
  const local = declared.local.map(path => ({
    source: outside.sources.file,
    path: outside.resolve(path),
    own: true,
  }));
  const lists = declared.lists.map(place => listPlace(place, outside));
  const tuning = await readTuning(ruleset, declared, outside);
  const changes = tuningDigest(declared, tuning);
  const first = kind === undefined ? [] : [placeOf(kind, place, declared, outside)];
  return {
    asked: {
      ruleset,
      policy,
      soRules: declared.so_rules,
      soPlatform: declared.so_platform,
      config: declared.config,
      exclude: declared.exclude,
      snortVersion: await outside.snortVersion(),
    },
    source: [
      // reports tell it, and a query may hold a key
      ...(kind ? [`${kind} ${kind === 'url' ? addressOf(place) : place}`] : ['none']),
      ...(declared.registered_snapshot ? [declared.registered_snapshot] : []),
      ...declared.local.map(path => `local ${path}`),
      ...declared.lists.map(place => `list ${isUrl(place) ? addressOf(place) : place}`),
      ...(declared.column === undefined ? [] : [`column ${declared.column}`]),
      ...(declared.allow.length === 0 ? [] : [`allow ${allowWords(declared.allow)}`]),
      ...(changes === undefined ? [] : [`tuning ${changes}`]),
    ].join(', '),
    places: [...first, ...local, ...lists],
    maxShrink: declared.max_shrink ?? (kind !== undefined && OWN.has(kind) ? 1 : MAX_SHRINK),
    badLines: declared.bad_lines,
    lists: {form: {column: declared.column}, allow: declared.allow},
    unreadable: declared.unreadable,
    tuning,
    variables: declared.variables,
    accept,
    none: declared.rules === 'none',
  };
}

/** Few as they are written, many by their digest: what is allowed is part of what a snapshot is. */
const allowWords = (allow: readonly string[]): string =>
  allow.length <= 3
    ? allow.join(' ')
    : `${allow.length} networks ${sha256(Buffer.from(allow.join('\n'))).slice(0, 12)}`;

const isUrl = (place: string): boolean => /^https?:\/\//.test(place);

/** A blocklist beside the rules: at an address, or a file. */
const listPlace = (
  place: string,
  {sources, resolve}: Pick<DeclaredOutside, 'sources' | 'resolve'>,
): {source: RulesetSource; path: string} =>
  isUrl(place) ? {source: sources.urlList, path: place} : {source: sources.list, path: resolve(place)};

function sourceOf({source}: RulesetDeclaration): readonly [string | undefined, string] {
  const [entry] = Object.entries(source ?? {}) as [string, string][];
  return entry ?? [undefined, ''];
}

function placeOf(
  kind: string,
  place: string,
  declared: RulesetDeclaration,
  {sources, resolve}: Pick<DeclaredOutside, 'sources' | 'resolve'>,
): {source: RulesetSource; path: string} {
  const {source, oinkcode, registered_snapshot: snapshot, get_from: getFrom} = declared;
  if (source && 'pulledpork3' in source)
    return {
      source: sources.provider('pulledpork3', {layout: source.pulledpork3, oinkcode, snapshot}),
      path: '',
    };
  if (source && 'download' in source)
    return {source: sources.provider('download', {layout: source.download, oinkcode, snapshot}), path: ''};
  if (kind === 'url') return {source: sources.url, path: place};
  if (kind === 'manual') return {source: sources.manual(getFrom), path: resolve(`rulesets/manual/${place}`)};
  return {source: sources[kind === 'file' || kind === 'folder' ? kind : 'archive'], path: resolve(place)};
}

/**
 * The snapshot that a trial is to use: of a provider's ruleset the last good one, of one's own the state of now. Where a
 * provider gives nothing good, the last good snapshot stays in use, and the refusals stand in it.
 */
export async function currentSnapshot(
  ruleset: string,
  declared: RulesetDeclaration,
  policy: Policy | undefined,
  outside: DeclaredOutside,
): Promise<Result<Manifest, TakeFailure>> {
  const wanted = await wantedOf(ruleset, declared, policy, [], outside);
  const [kind] = sourceOf(declared);
  const variant = variantOf(wanted.asked);
  const provided = kind !== undefined && PROVIDED.has(kind);
  const last = provided ? lastGoodOf(wanted, outside.catalogue) : undefined;
  const whole = last && (await verifySnapshot(last, outside.snapshots)).ok;
  if (!last || !whole) {
    if (!provided || outside.mayFetch) return takeSnapshot(wanted, outside);
    const [first] = wanted.places;
    const lacking = first && (await first.source.lacks?.(first.path, wanted.asked));
    return failed(lacking ?? {kind: 'snapshot-not-taken', ruleset});
  }
  const refusals = outside.catalogue.refusalsSince(ruleset, variant);
  const text = `ruleset ${ruleset}: the snapshot of ${isoSeconds(last.takenAt)} is used; a newer one: ruletrial snapshot take ${ruleset}`;
  outside.say({kind: 'info', text});
  return ok({...last, refusals: refusals.map(({at, words}) => ({at, words}))});
}

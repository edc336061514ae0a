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
import {addressOf} from './redact.ts';
import {type SourceDeps, type SourcePlace, sourceOf} from './source-kinds.ts';
import {takeSnapshot} from './take.ts';
import {verifySnapshot} from './verify.ts';
import type {TakeDeps, TakeFailure, Wanted} from './wanted.ts';

export interface DeclaredDeps extends TakeDeps, SourceDeps {
  /** A small file that a declaration names; undefined when it is not there. */
  fileText(path: string): Promise<string | undefined>;
  /** Of the Snort that is found here. */
  snortVersion(): Promise<string | undefined>;
  readonly say: Say;
  /** False: providers are not asked, and what has not been taken is missing. */
  readonly mayFetch: boolean;
}

/** The request to take a ruleset, from its declaration; `policy` overrides its own. */
export async function wantedOf(
  ruleset: string,
  declared: RulesetDeclaration,
  policy: Policy | undefined,
  accept: readonly Acceptable[],
  deps: Pick<DeclaredDeps, 'sources' | 'resolve' | 'fileText' | 'snortVersion'>,
): Promise<Wanted> {
  const source = sourceOf(declared);
  const place = source.at(deps);
  const local = declared.local.map(path => ({
    source: deps.sources.file,
    path: deps.resolve(path),
    own: true,
  }));
  const lists = declared.lists.map(place => listPlace(place, deps));
  const tuning = await readTuning(ruleset, declared, deps);
  const changes = tuningDigest(declared, tuning);
  return {
    request: {
      ruleset,
      policy,
      soRules: declared.so_rules,
      soPlatform: declared.so_platform,
      config: declared.config,
      exclude: declared.exclude,
      snortVersion: await deps.snortVersion(),
    },
    source: [
      source.shown,
      ...(declared.registered_snapshot ? [declared.registered_snapshot] : []),
      ...declared.local.map(path => `local ${path}`),
      ...declared.lists.map(place => `list ${isUrl(place) ? addressOf(place) : place}`),
      ...(declared.column === undefined ? [] : [`column ${declared.column}`]),
      ...(declared.allow.length === 0 ? [] : [`allow ${allowWords(declared.allow)}`]),
      ...(changes === undefined ? [] : [`tuning ${changes}`]),
    ].join(', '),
    places: [...(place ? [place] : []), ...local, ...lists],
    maxShrink: declared.max_shrink ?? source.maxShrink,
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

/** A blocklist in addition to the rules: a URL or a file. */
const listPlace = (place: string, {sources, resolve}: SourceDeps): SourcePlace =>
  isUrl(place) ? {source: sources.urlList, path: place} : {source: sources.list, path: resolve(place)};

/**
 * The snapshot that a trial is to use: of a provider's ruleset the last good one, of one's own the state of now. Where a
 * provider gives nothing good, the last good snapshot stays in use, and the refusals stand in it.
 */
export async function currentSnapshot(
  ruleset: string,
  declared: RulesetDeclaration,
  policy: Policy | undefined,
  deps: DeclaredDeps,
): Promise<Result<Manifest, TakeFailure>> {
  const wanted = await wantedOf(ruleset, declared, policy, [], deps);
  const {isReadForEachTrial} = sourceOf(declared);
  const variant = variantOf(wanted.request);
  const last = isReadForEachTrial ? undefined : lastGoodOf(wanted, deps.catalogue);
  const whole = last && (await verifySnapshot(last, deps.snapshots)).ok;
  if (!last || !whole) {
    if (isReadForEachTrial || deps.mayFetch) return takeSnapshot(wanted, deps);
    const [first] = wanted.places;
    const lacking = first && (await first.source.lacks?.(first.path, wanted.request));
    return failed(lacking ?? {kind: 'snapshot-not-taken', ruleset});
  }
  const refusals = deps.catalogue.refusalsSince(ruleset, variant);
  const text = `ruleset ${ruleset}: the snapshot of ${isoSeconds(last.takenAt)} is used; a newer one: ruletrial snapshot take ${ruleset}`;
  deps.say({kind: 'info', text});
  return ok({...last, refusals: refusals.map(({at, words}) => ({at, words}))});
}

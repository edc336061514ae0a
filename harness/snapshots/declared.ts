import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import type {Say} from '../domain/message.ts';
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
import type {TakeDeps, TakeFailure, TakeOrder} from './take-order.ts';
import {verifySnapshot} from './verify.ts';

export interface DeclaredDeps extends TakeDeps, SourceDeps {
  /** Reads a small file that a declaration names; undefined if it does not exist. */
  fileText(path: string): Promise<string | undefined>;
  /** Returns the version of the Snort on this machine. */
  snortVersion(): Promise<string | undefined>;
  readonly say: Say;
  /** If false, no request is sent to a provider, and a ruleset without a snapshot is missing. */
  readonly mayFetch: boolean;
}

/** Turns a declaration into the order to take the ruleset; `policy` overrides the declared one. */
export async function takeOrderOf(
  ruleset: string,
  declared: RulesetDeclaration,
  policy: Policy | undefined,
  accept: readonly Acceptable[],
  deps: Pick<DeclaredDeps, 'sources' | 'resolve' | 'fileText' | 'snortVersion'>,
): Promise<TakeOrder> {
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
      ...(declared.allow.length === 0 ? [] : [`allow ${allowText(declared.allow)}`]),
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

/** Describes the allowed networks, which are part of the source: a few in full, many by their digest. */
const allowText = (allow: readonly string[]): string =>
  allow.length <= 3
    ? allow.join(' ')
    : `${allow.length} networks ${sha256(Buffer.from(allow.join('\n'))).slice(0, 12)}`;

const isUrl = (place: string): boolean => /^https?:\/\//.test(place);

/** Returns the place of an additional blocklist: a URL or a file. */
const listPlace = (place: string, {sources, resolve}: SourceDeps): SourcePlace =>
  isUrl(place) ? {source: sources.urlList, path: place} : {source: sources.list, path: resolve(place)};

/**
 * Returns the snapshot that a trial uses: the last good one of a provider's ruleset, the current state of the user's own
 * rules. The last good snapshot stays in use while newer ones are refused, and lists these refusals.
 */
export async function currentSnapshot(
  ruleset: string,
  declared: RulesetDeclaration,
  policy: Policy | undefined,
  deps: DeclaredDeps,
): Promise<Result<Manifest, TakeFailure>> {
  const order = await takeOrderOf(ruleset, declared, policy, [], deps);
  const {isReadForEachTrial} = sourceOf(declared);
  const variant = variantOf(order.request);
  const last = isReadForEachTrial ? undefined : lastGoodOf(order, deps.catalogue);
  const isIntact = last && (await verifySnapshot(last, deps.snapshots)).ok;
  if (!last || !isIntact) {
    if (isReadForEachTrial || deps.mayFetch) return takeSnapshot(order, deps);
    const [first] = order.places;
    const lacking = first && (await first.source.lacks?.(first.path, order.request));
    return failed(lacking ?? {kind: 'snapshot-not-taken', ruleset});
  }
  const refusals = deps.catalogue.refusalsSince(ruleset, variant);
  const text = `ruleset ${ruleset}: the snapshot of ${isoSeconds(last.takenAt)} is used; a newer one: ruletrial snapshot take ${ruleset}`;
  deps.say({kind: 'info', text});
  return ok({...last, refusals: refusals.map(({at, words}) => ({at, words}))});
}

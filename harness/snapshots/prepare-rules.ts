import {ok, type Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Classification} from '../rules/classifications.ts';
import type {PriorityOfClass} from '../rules/classtypes.ts';
import {prioritiesWith} from '../rules/classtypes.ts';
import {dialectOf} from '../rules/dialect.ts';
import {
  type ReadRule,
  type ReadRules,
  type ReadState,
  readRules,
  type UnreadRule,
} from '../rules/read-rules.ts';
import {type Decision, rewriteRules} from '../rules/rewrite-rules.ts';
import {Tuner, type Tuning} from '../rules/tune.ts';
import {type DecidedRule, type LoadedRules, loadedRules} from './catalogue-rules.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import type {LostRule, Unread} from './made-rules.ts';
import type {Made, SourceContent, SourceFile, SourceRequest} from './ports.ts';
import {decodeRules, type RulesEncoding} from './rules-encoding.ts';

/** How the rules of a source are changed: the ruleset's tuning and classifications. */
export interface Selection {
  readonly tuning: Tuning;
  /** Classifications in addition to those of the archive; these win if names are equal. */
  readonly classifications: readonly Classification[];
  /** Share of the rules that may be unreadable, 0..1; these become comments. */
  readonly unreadable: number;
}

/** Files of a snapshot with their rules selected, and everything to report about it. */
export interface PreparedRules extends LoadedRules {
  readonly files: readonly SourceFile[];
  readonly unread: readonly Unread[];
  /** How many rules are enabled or could not be read. */
  readonly seen: number;
  readonly policyBy: 'states' | 'metadata' | undefined;
  readonly perPolicy: Readonly<Partial<Record<Policy, number>>>;
  readonly classifications: readonly Classification[];
  /** Files that began with a byte order mark, which Snort would read as part of the first rule. */
  readonly marked: readonly string[];
  readonly tuner: Pick<Tuner, 'done' | 'unmatched' | 'spoiled'>;
  /** Enabled rules outside the source, and rules whose state the tuning decided; an archive's own configuration needs states for them. */
  readonly decidedBeside: readonly DecidedRule[];
  /** A message about the program that the rules seem to be written for, if it is not Snort 3. */
  readonly dialect: string | undefined;
}

interface Content extends SourceContent {
  /** Whether the rules are the user's own, to which the policy of the source does not apply. */
  readonly own: boolean;
}

/** A rules file with the rules read from it. */
interface Read {
  readonly file: SourceFile;
  readonly own: boolean;
  readonly made: Made | undefined;
  readonly decoded: RulesEncoding;
  readonly rules: ReadRules;
}

/**
 * Selects the rules of a snapshot. If no .states file decides about a policy, the rules' metadata does, as with Snort's
 * --metadata-filter, but only for the source's rules. Rules that are not selected are commented out.
 */
export function prepareRules(
  request: Pick<SourceRequest, 'ruleset' | 'policy'>,
  contents: readonly Content[],
  {tuning, classifications: declared, unreadable}: Selection,
): Result<PreparedRules, SnapshotFailure> {
  const classifications = merged([
    ...contents.flatMap(content => content.classifications ?? []),
    ...declared,
  ]);
  const priorityOfClass = prioritiesWith(classifications);
  const tuner = new Tuner(tuning, priorityOfClass);
  const read = readFiles(request.ruleset, contents, priorityOfClass);
  if (!read.ok) return read;
  const made = contents.find(content => content.made)?.made;
  const policyBy = request.policy && (made?.policyBy ?? 'metadata');
  const complaints = new Map(read.value.map(one => [one, complaintsOf(one, tuner)]));
  const unread = [
    ...(made?.unread ?? []).filter(({id}) => !tuner.leavesOut(id)),
    ...[...complaints.values()].flatMap(({unread: places}) => places),
  ];
  const enabledIn = read.value.flatMap(({rules}) => rules.rules.filter(({enabled}) => enabled));
  const seen = unread.length + enabledIn.length;
  const isAllowed = unread.length <= unreadable * seen;
  const decided: DecidedRule[] = [];
  const decidedBeside: DecidedRule[] = [];
  const files = new Map<SourceFile, SourceFile>();
  for (const one of read.value) {
    const decisions: Decision[] = [];
    for (const statement of one.rules.rules) {
      const byPolicy = underPolicy(statement, one, request.policy, policyBy);
      const {by, ...after} = tuner.apply({...statement, ...byPolicy});
      decisions.push({statement, enabled: after.enabled, text: after.text});
      const place = placeOf(statement, one);
      const rule = {key: statement.key, ...after, by: by ?? byPolicy.by, place};
      decided.push(rule);
      if (by === undefined ? !one.made && after.enabled : by !== 'modify') decidedBeside.push(rule);
    }
    const dropped = isAllowed ? one.rules.unread : (complaints.get(one)?.leftOut ?? []);
    const text = rewriteRules(one.decoded.text, decisions, dropped);
    if (text !== one.decoded.text || one.decoded.isMarked)
      files.set(one.file, {...one.file, bytes: one.decoded.encode(text)});
  }
  const loaded = loadedRules(decided, statesOf(read.value));
  return ok({
    ...loaded,
    lost: [...(made?.lost ?? []), ...loaded.lost] satisfies LostRule[],
    files: contents.flatMap(content => content.files.map(file => files.get(file) ?? file)),
    unread,
    seen,
    policyBy,
    perPolicy: made?.perPolicy ?? perPolicyByMetadata(read.value),
    classifications,
    marked: read.value.flatMap(({file, decoded}) => (decoded.isMarked ? [file.from] : [])),
    tuner,
    decidedBeside,
    dialect: dialectOf(read.value.map(({decoded}) => decoded.text)),
  });
}

const statesOf = (read: readonly Read[]): readonly ReadState[] => read.flatMap(({rules}) => rules.states);

/** Returns the rules of a file that cannot be read, and those among them that the ruleset leaves out on purpose. */
function complaintsOf(
  {file, rules}: Read,
  tuner: Tuner,
): {readonly unread: readonly Unread[]; readonly leftOut: readonly UnreadRule[]} {
  const leftOut = new Set(rules.unread.filter(({id}) => tuner.leavesOut(id)));
  const unread = rules.unread
    .filter(one => !leftOut.has(one))
    .map(({line, reason, id}) => ({file: file.from, line, reason, id}));
  return {unread, leftOut: [...leftOut]};
}

/** Returns the position of a rule in its source; for a rule rewritten from an archive, its position there. */
const placeOf = ({key, line}: ReadRule, {file, made}: Read) =>
  made?.places.get(key) ?? {file: file.from, line};

function underPolicy(
  {enabled, rule}: ReadRule,
  {own, made}: Read,
  policy: Policy | undefined,
  policyBy: PreparedRules['policyBy'],
): {readonly enabled: boolean; readonly by: string} {
  if (own || policy === undefined) return {enabled, by: 'text'};
  if (policyBy === 'states') return {enabled, by: made ? `states ${policy}` : 'text'};
  const selected = rule.policies.some(one => one.policy === policy);
  return {enabled: enabled && selected, by: enabled ? `metadata ${policy}` : 'text'};
}

function readFiles(
  ruleset: string,
  contents: readonly Content[],
  priorityOfClass: PriorityOfClass,
): Result<readonly Read[], SnapshotFailure> {
  const found: Read[] = [];
  for (const {files, made, own} of contents) {
    const texts = made?.rulesText === undefined ? [] : [{...NO_FILE, bytes: Buffer.from(made.rulesText)}];
    for (const file of [...texts, ...files.filter(({kind = 'rules'}) => kind === 'rules')]) {
      const decoded = decodeRules(file.bytes);
      if ('encoding' in decoded)
        return fail('rules-encoding', {ruleset, file: file.from, encoding: decoded.encoding});
      found.push({file, own, made, decoded, rules: readRules(decoded.text, priorityOfClass)});
    }
  }
  return ok(found);
}

const NO_FILE = {from: "the archive's own configuration", name: 'own'};

/** Counts the enabled rules of the source that each policy selects by their metadata. */
function perPolicyByMetadata(read: readonly Read[]): Partial<Record<Policy, number>> {
  const keys = new Map<Policy, Set<string>>();
  for (const {key, enabled, rule} of read.flatMap(({own, rules}) => (own ? [] : rules.rules))) {
    if (!enabled) continue;
    for (const {policy} of rule.policies) keys.set(policy, (keys.get(policy) ?? new Set()).add(key));
  }
  return Object.fromEntries([...keys].map(([policy, selected]) => [policy, selected.size]));
}

const merged = (all: readonly Classification[]): readonly Classification[] => [
  ...new Map(all.map(one => [one.name, one])).values(),
];

import {failed, ok, type Result} from '../domain/result.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {assemble, localStates, reputationRules} from './assemble.ts';
import type {SnapshotFailure, SourceFailure} from './failures.ts';
import {type GateQuestion, judge} from './gate.ts';
import {inTurn} from './in-turn.ts';
import {type JudgedList, judgeLists} from './judge-lists.ts';
import {lastGoodOf, variantOf} from './last-good.ts';
import {countsOf, madeOf, manifestOf} from './make-manifest.ts';
import type {Made, SourceContent, SourceFile} from './ports.ts';
import {type PreparedRules, prepareRules} from './prepare-rules.ts';
import {stageAndProve} from './stage-and-prove.ts';
import type {TakeDeps, TakeFailure, Wanted} from './wanted.ts';

/** Failures that are not refusals: a provider was not asked, or something is missing on the user's side. */
const NO_REFUSAL: ReadonlySet<TakeFailure['kind']> = new Set([
  'ruleset-unavailable',
  'manual-missing',
  'download-too-soon',
  'download-stopped',
  'take-stopped',
]);

/** Takes what a declaration names through the gate into an immutable snapshot; a refusal is written down. */
export async function takeSnapshot(wanted: Wanted, deps: TakeDeps): Promise<Result<Manifest, TakeFailure>> {
  const taken = await inTurn(deps.catalogue, () => attempt(wanted, deps));
  if (taken.ok || NO_REFUSAL.has(taken.failure.kind)) return taken;
  deps.catalogue.refuse({
    ruleset: wanted.request.ruleset,
    variant: variantOf(wanted.request),
    at: deps.clock.now(),
    kind: taken.failure.kind,
    words: deps.messageOf(taken.failure),
  });
  return taken;
}

async function attempt(wanted: Wanted, deps: TakeDeps): Promise<Result<Manifest, TakeFailure>> {
  const {request, tuning} = wanted;
  if (!tuning.ok) return tuning;
  const contents = await readAll(wanted);
  if (!contents.ok) return contents;
  const fixed = madeOf(contents.value)?.ownConfig !== undefined && tuning.value.tuning.modify.length > 0;
  if (fixed) return failed(unmodifiable(wanted));
  const lists = judgeLists(
    contents.value.flatMap(({files}) => files),
    wanted.lists,
  );
  const all = [...contents.value, {files: reputationRules(lists), newestAt: 0, own: true}];
  const selection = {...tuning.value, unreadable: wanted.unreadable};
  const prepared = prepareRules(request, all, selection);
  if (!prepared.ok) return prepared;
  const made = madeOf(contents.value);
  const assembled = assemble(filesOf(prepared.value, made), lists, made?.ownConfig);
  const counts = countsOf(prepared.value, lists, made);
  const judged = judge(questionOf(wanted, contents.value, prepared.value, counts, lists, deps));
  const refused = judged.ok ? undefined : judged.failure;
  // where Snort is, its own word on a rule that was not understood comes first
  if (refused && refused.kind !== 'rules-unread') return failed(refused);
  const steps = judged.ok ? judged.value : [];
  const manifest = manifestOf(wanted, contents.value, assembled, prepared.value, counts, steps, deps);
  const proven = await stageAndProve(manifest, assembled, prepared.value.rules, refused, deps);
  if (!proven.ok) return failed(withDialect(proven.failure, prepared.value));
  deps.catalogue.keep(proven.value, variantOf(request), prepared.value.rules);
  return proven;
}

/** Its files stand as the archive's own configuration includes them; states alone can switch their rules. */
const unmodifiable = ({request: {ruleset}, source}: Wanted): SnapshotFailure => ({
  kind: 'archive-refused',
  ruleset,
  path: source,
  reason: '"config: lightspd" uses its files unchanged, so "modify:" is not possible',
});

/** With an archive's own configuration, also the states of rules outside it. */
const filesOf = ({files, decidedBeside}: PreparedRules, made: Made | undefined): readonly SourceFile[] =>
  made?.ownConfig ? [...files, localStates(decidedBeside)] : files;

function questionOf(
  wanted: Wanted,
  contents: readonly SourceContent[],
  prepared: PreparedRules,
  counts: Manifest['counts'],
  lists: readonly JudgedList[],
  {catalogue}: TakeDeps,
): GateQuestion {
  const made = madeOf(contents);
  const exclusion = contents.find(content => content.exclusion)?.exclusion;
  return {
    ruleset: wanted.request.ruleset,
    counts,
    policy: wanted.request.policy,
    layout: made?.layout,
    source: wanted.source,
    lists,
    enabled: counts.enabled,
    prepared,
    unreadable: wanted.unreadable,
    lacking: made?.lacking ?? [],
    hidden: contents.reduce((sum, {hidden = 0}) => sum + hidden, 0),
    excluded: exclusion && {files: exclusion.names.size, unused: exclusion.unused},
    last: lastGoodOf(wanted, catalogue),
    maxShrink: wanted.maxShrink,
    badLines: wanted.badLines,
    none: wanted.none,
    accept: wanted.accept,
  };
}

async function readAll({
  places,
  request,
}: Wanted): Promise<Result<readonly (SourceContent & {own: boolean})[], SourceFailure>> {
  const contents: (SourceContent & {own: boolean})[] = [];
  for (const {source, path, own = false} of places) {
    const content = await source.read(path, request);
    if (!content.ok) return content;
    contents.push({...content.value, own});
  }
  return ok(contents);
}

/** Rules of another program are called what they are, with the tool that converts them. */
function withDialect(failure: TakeFailure, {dialect}: PreparedRules): TakeFailure {
  return failure.kind === 'rules-unread' || failure.kind === 'rules-rejected'
    ? {...failure, dialect}
    : failure;
}

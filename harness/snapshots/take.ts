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
import {stageAndTest} from './stage-and-test.ts';
import type {TakeDeps, TakeFailure, TakeOrder} from './take-order.ts';

/** Failures that are not refusals: no request was sent, or something is missing on the user's side. */
const NO_REFUSAL: ReadonlySet<TakeFailure['kind']> = new Set([
  'ruleset-unavailable',
  'manual-missing',
  'download-too-soon',
  'download-stopped',
  'take-stopped',
]);

/** Takes an immutable snapshot of a ruleset if it passes the gate; a refusal is recorded. */
export async function takeSnapshot(order: TakeOrder, deps: TakeDeps): Promise<Result<Manifest, TakeFailure>> {
  const taken = await inTurn(deps.catalogue, () => attempt(order, deps));
  if (taken.ok || NO_REFUSAL.has(taken.failure.kind)) return taken;
  deps.catalogue.refuse({
    ruleset: order.request.ruleset,
    variant: variantOf(order.request),
    at: deps.clock.now(),
    kind: taken.failure.kind,
    words: deps.messageOf(taken.failure),
  });
  return taken;
}

async function attempt(order: TakeOrder, deps: TakeDeps): Promise<Result<Manifest, TakeFailure>> {
  const {request, tuning} = order;
  if (!tuning.ok) return tuning;
  const contents = await readAll(order);
  if (!contents.ok) return contents;
  const fixed = madeOf(contents.value)?.ownConfig !== undefined && tuning.value.tuning.modify.length > 0;
  if (fixed) return failed(unmodifiable(order));
  const lists = judgeLists(
    contents.value.flatMap(({files}) => files),
    order.lists,
  );
  const all = [...contents.value, {files: reputationRules(lists), newestAt: 0, own: true}];
  const selection = {...tuning.value, unreadable: order.unreadable};
  const prepared = prepareRules(request, all, selection);
  if (!prepared.ok) return prepared;
  const made = madeOf(contents.value);
  const assembled = assemble(filesOf(prepared.value, made), lists, made?.ownConfig);
  const counts = countsOf(prepared.value, lists, made);
  const judged = judge(questionOf(order, contents.value, prepared.value, counts, lists, deps));
  const refused = judged.ok ? undefined : judged.failure;
  // for rules that cannot be read, Snort's own message is better, if Snort is installed
  if (refused && refused.kind !== 'rules-unread') return failed(refused);
  const steps = judged.ok ? judged.value : [];
  const manifest = manifestOf(order, contents.value, assembled, prepared.value, counts, steps, deps);
  const tested = await stageAndTest(manifest, assembled, prepared.value.rules, refused, deps);
  if (!tested.ok) return failed(withDialect(tested.failure, prepared.value));
  deps.catalogue.keep(tested.value, variantOf(request), prepared.value.rules);
  return tested;
}

/** With the archive's own configuration its files are used unchanged, and only states can enable or disable rules. */
const unmodifiable = ({request: {ruleset}, source}: TakeOrder): SnapshotFailure => ({
  kind: 'archive-refused',
  ruleset,
  path: source,
  reason: '"config: lightspd" uses its files unchanged, so "modify:" is not possible',
});

/** Returns all files; with an archive's own configuration, also the states of rules outside it. */
const filesOf = ({files, decidedBeside}: PreparedRules, made: Made | undefined): readonly SourceFile[] =>
  made?.ownConfig ? [...files, localStates(decidedBeside)] : files;

function questionOf(
  order: TakeOrder,
  contents: readonly SourceContent[],
  prepared: PreparedRules,
  counts: Manifest['counts'],
  lists: readonly JudgedList[],
  {catalogue}: TakeDeps,
): GateQuestion {
  const made = madeOf(contents);
  const exclusion = contents.find(content => content.exclusion)?.exclusion;
  return {
    ruleset: order.request.ruleset,
    counts,
    policy: order.request.policy,
    layout: made?.layout,
    source: order.source,
    lists,
    enabled: counts.enabled,
    prepared,
    unreadable: order.unreadable,
    lacking: made?.lacking ?? [],
    hidden: contents.reduce((sum, {hidden = 0}) => sum + hidden, 0),
    excluded: exclusion && {files: exclusion.names.size, unused: exclusion.unused},
    last: lastGoodOf(order, catalogue),
    maxShrink: order.maxShrink,
    badLines: order.badLines,
    none: order.none,
    accept: order.accept,
  };
}

async function readAll({
  places,
  request,
}: TakeOrder): Promise<Result<readonly (SourceContent & {own: boolean})[], SourceFailure>> {
  const contents: (SourceContent & {own: boolean})[] = [];
  for (const {source, path, own = false} of places) {
    const content = await source.read(path, request);
    if (!content.ok) return content;
    contents.push({...content.value, own});
  }
  return ok(contents);
}

/** Adds a message if the rules seem to be written for another program, with the tool that converts them. */
function withDialect(failure: TakeFailure, {dialect}: PreparedRules): TakeFailure {
  return failure.kind === 'rules-unread' || failure.kind === 'rules-rejected'
    ? {...failure, dialect}
    : failure;
}

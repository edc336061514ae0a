import {ok, type Result} from '../domain/result.ts';
import {metadataFilter} from '../domain/rule.ts';
import type {GateStep, Manifest} from '../domain/snapshot.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineFailure} from '../engine/failures.ts';
import {type Assembled, assemble} from './assemble.ts';
import {
  type CatalogueRule,
  catalogueRules,
  countRules,
  isLoaded,
  perPolicyByMetadata,
} from './catalogue-rules.ts';
import type {SourceFailure} from './failures.ts';
import {type Acceptable, judge} from './gate.ts';
import {inTurn} from './in-turn.ts';
import {judgeLists} from './judge-lists.ts';
import {lastGoodOf, variantOf} from './last-good.ts';
import type {Asked, Catalogue, Made, RulesetSource, SnapshotFiles, SourceContent} from './ports.ts';
import {verifySnapshot} from './verify.ts';

export type TakeFailure = SourceFailure | EngineFailure;

export interface Wanted {
  readonly asked: Asked;
  /** How the source was declared: `archive community.tar.gz`. */
  readonly source: string;
  /** Places to read, in order: the source, then local rules. None for a ruleset without rules. */
  readonly places: readonly {readonly source: RulesetSource; readonly path: string}[];
  readonly maxShrink: number;
  readonly badLines: number;
  readonly accept: readonly Acceptable[];
  /** By the rules' own metadata, where no .states file says it. */
  readonly none: boolean;
}

/** The engine's part of the gate over files that lie in a folder; undefined where there is no engine. */
export type Prove = (
  folder: string,
  manifest: Manifest,
) => Promise<Result<{steps: readonly GateStep[]; engine: string | undefined}, EngineFailure>>;

export interface TakeOutside {
  readonly snapshots: SnapshotFiles;
  readonly catalogue: Catalogue;
  readonly prove: Prove;
  readonly clock: Clock;
  readonly madeBy: string;
  /** Words of any failure, for the record. */
  readonly wordsOf: (failure: TakeFailure) => string;
}

/** Nobody refused anything: a provider was not asked, or something of the user's is missing. */
const NO_REFUSAL: ReadonlySet<TakeFailure['kind']> = new Set([
  'ruleset-unavailable',
  'manual-missing',
  'download-too-soon',
  'download-stopped',
  'take-stopped',
]);

/** Takes what a declaration names through the gate into an immutable snapshot; a refusal is written down. */
export async function takeSnapshot(
  wanted: Wanted,
  outside: TakeOutside,
): Promise<Result<Manifest, TakeFailure>> {
  const taken = await inTurn(outside.catalogue, () => attempt(wanted, outside));
  if (taken.ok || NO_REFUSAL.has(taken.failure.kind)) return taken;
  outside.catalogue.refuse({
    ruleset: wanted.asked.ruleset,
    variant: variantOf(wanted.asked),
    at: outside.clock.now(),
    kind: taken.failure.kind,
    words: outside.wordsOf(taken.failure),
  });
  return taken;
}

async function attempt(wanted: Wanted, outside: TakeOutside): Promise<Result<Manifest, TakeFailure>> {
  const {asked} = wanted;
  const contents = await readAll(wanted);
  if (!contents.ok) return contents;
  const made = contents.value.find(content => content.made)?.made;
  const lists = judgeLists(contents.value.flatMap(({files}) => files));
  const assembled = assemble(contents.value, lists);
  const rules = catalogueRules(assembled.rulesTexts, made ?? {});
  const filter = metadataFilter({policy: asked.policy, policyBy: made?.policyBy});
  const enabled = rules.filter(rule => isLoaded(rule, filter)).length;
  const counts = {...countsOf(rules, lists, made), enabled};
  const variant = variantOf(asked);
  const judged = judge({
    ruleset: asked.ruleset,
    counts,
    layout: made?.layout,
    source: wanted.source,
    lists,
    enabled,
    last: lastGoodOf(wanted, outside.catalogue),
    maxShrink: wanted.maxShrink,
    badLines: wanted.badLines,
    none: wanted.none,
    accept: wanted.accept,
  });
  if (!judged.ok) return judged;
  const manifest = manifestOf(wanted, contents.value, assembled, counts, judged.value, outside);
  const proven = await stageAndProve(manifest, assembled, outside);
  if (!proven.ok) return proven;
  outside.catalogue.keep(proven.value, variant, rules);
  return proven;
}

async function readAll({places, asked}: Wanted): Promise<Result<readonly SourceContent[], SourceFailure>> {
  const contents: SourceContent[] = [];
  for (const {source, path} of places) {
    const content = await source.read(path, asked);
    if (!content.ok) return content;
    contents.push(content.value);
  }
  return ok(contents);
}

function countsOf(
  rules: readonly CatalogueRule[],
  lists: readonly {entries: number}[],
  made: Made | undefined,
): Manifest['counts'] {
  return {
    ...countRules(rules),
    soNotLoaded: made?.soNotLoaded ?? 0,
    entries: lists.reduce((sum, {entries}) => sum + entries, 0),
    perPolicy: made?.perPolicy ?? perPolicyByMetadata(rules),
  };
}

function manifestOf(
  {asked, source}: Wanted,
  contents: readonly SourceContent[],
  {digest, files}: Assembled,
  counts: Manifest['counts'],
  gate: readonly GateStep[],
  {clock, madeBy}: TakeOutside,
): Manifest {
  const made = contents.find(content => content.made)?.made;
  const url = contents.find(content => content.url !== undefined)?.url;
  return {
    name: asked.ruleset,
    digest,
    files: [...files],
    source,
    newestAt: contents.reduce((newest, {newestAt}) => Math.max(newest, newestAt), 0),
    takenAt: clock.now(),
    madeBy,
    processedBy: made?.processedBy,
    url,
    layout: made?.layout,
    policy: asked.policy,
    policyBy: made?.policyBy,
    ownConfig: made?.ownConfig,
    counts,
    differences: [...(made?.differences ?? [])],
    gate: [...gate],
  };
}

/** Into a folder beside the snapshots, through the engine, then in one rename to its place. */
async function stageAndProve(
  manifest: Manifest,
  {digest, contents}: Assembled,
  {snapshots, catalogue, prove}: TakeOutside,
): Promise<Result<Manifest, TakeFailure>> {
  if (!(await verifySnapshot(manifest, snapshots)).ok) await snapshots.remove(digest);
  const staged = await snapshots.stage(digest, contents);
  const known = catalogue.ofDigest(digest);
  const stepsBefore = known?.gate.filter(({check}) => check === 'config-test' || check === 'smoke-run') ?? [];
  const provenBefore =
    known?.policy === manifest.policy &&
    stepsBefore.length === 2 &&
    stepsBefore.every(({outcome}) => outcome === 'passed');
  if (!staged && provenBefore) {
    return ok({...manifest, gate: [...manifest.gate, ...stepsBefore], engine: known?.engine});
  }
  const proven = await prove(staged?.folder ?? snapshots.folder(digest), manifest);
  if (!proven.ok) {
    await staged?.drop();
    return proven;
  }
  await staged?.keep();
  const {steps, engine} = proven.value;
  return ok({...manifest, gate: [...manifest.gate, ...steps], engine});
}

import {ok, type Result} from '../domain/result.ts';
import {ruleKey} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {NO_TUNING} from '../rules/tune.ts';
import {contentDigest, derivedFiles} from './assemble.ts';
import {type CatalogueRule, countRules} from './catalogue-rules.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import type {Catalogue, SnapshotFiles, SourceFile} from './ports.ts';
import {prepareRules} from './prepare-rules.ts';
import type {CatalogueAnswers, SnapshotRow} from './questions.ts';
import {verifySnapshot} from './verify.ts';

export interface Imported {
  readonly ruleset: string;
  readonly digest: string;
  readonly result: 'imported' | 'here already';
}

interface Other {
  readonly answers: CatalogueAnswers;
  readonly files: SnapshotFiles;
}

interface ImportDeps {
  readonly snapshots: SnapshotFiles;
  readonly catalogue: Catalogue;
}

/**
 * Imports every snapshot of another state folder, oldest first. Stops at the first one that is damaged. An entry of the
 * catalogue that cannot be read is reported after all others are imported.
 */
export async function importSnapshots(
  other: Other,
  deps: ImportDeps,
): Promise<Result<readonly Imported[], SnapshotFailure>> {
  const done: Imported[] = [];
  for (const row of [...other.answers.snapshots()].sort((a, b) => a.lastAt - b.lastAt)) {
    const imported = await importOne(row, other, deps);
    if (!imported.ok) return imported;
    done.push(imported.value);
  }
  const [damaged] = other.answers.damaged();
  if (!damaged) return ok(done);
  const {ruleset, digest} = damaged;
  return fail('snapshot-missing', {ruleset, digest, path: 'its entry in catalogue.db has an unknown format'});
}

async function importOne(
  {manifest, variant}: SnapshotRow,
  {answers, files}: Other,
  {snapshots, catalogue}: ImportDeps,
): Promise<Result<Imported, SnapshotFailure>> {
  const {digest, name: ruleset} = manifest;
  if (catalogue.holds(ruleset, variant, digest)) return ok({ruleset, digest, result: 'here already'});
  const verified = await verifySnapshot(manifest, files);
  if (!verified.ok) return verified;
  const contents: {path: string; bytes: Uint8Array}[] = [];
  for (const {path} of manifest.files) {
    contents.push({path, bytes: (await files.read(digest, path)) ?? new Uint8Array()});
  }
  const read = manifest.files.map((file, index) => ({
    ...file,
    bytes: contents[index]?.bytes ?? new Uint8Array(),
  }));
  if (contentDigest(read, manifest.ownConfig) !== digest) {
    return fail('snapshot-missing', {ruleset, digest, path: 'its digest does not match its files'});
  }
  const derived = derivedFiles(manifest.files).map(({path, text}) => ({path, bytes: Buffer.from(text)}));
  const staged = await snapshots.stage(digest, [...contents, ...derived]);
  await staged?.keep();
  // with an archive's own configuration, no file contains the rules as Snort loads them
  const rules = manifest.ownConfig
    ? answers.rulesOf(digest)
    : rulesOf(manifest, read, answers.rulesOf(digest));
  catalogue.keep(withoutEngineChecks(manifest, rules), variant, rules, true);
  return ok({ruleset, digest, result: 'imported'});
}

/** Reads the rules from the files again; the other catalogue supplies their positions and what enabled or disabled them. */
function rulesOf(
  {name, classifications = []}: Manifest,
  read: readonly Omit<SourceFile, 'name'>[],
  loaded: readonly CatalogueRule[],
): readonly CatalogueRule[] {
  const request = {ruleset: name, policy: undefined};
  const selection = {tuning: NO_TUNING, classifications, unreadable: 1};
  const prepared = prepareRules(
    request,
    [{files: read.map(file => ({...file, name: ''})), newestAt: 0, own: true}],
    selection,
  );
  const known = new Map(loaded.map(rule => [ruleKey(rule), rule]));
  return (prepared.ok ? prepared.value.rules : []).map(rule => {
    const {by, place, ...other} = known.get(ruleKey(rule)) ?? rule;
    return other.textDigest === rule.textDigest && other.enabled === rule.enabled
      ? {...rule, by, place}
      : rule;
  });
}

/** Discards the results of another machine's engine: its checks are repeated here before the first run. */
function withoutEngineChecks(manifest: Manifest, rules: readonly CatalogueRule[]): Manifest {
  const reason = 'not tested yet: the snapshot was imported';
  const {engine: _, ...rest} = manifest;
  return {
    ...rest,
    counts: {...manifest.counts, ...countRules(rules), enabled: manifest.counts.enabled},
    gate: manifest.gate.map(step =>
      step.check === 'config-test' || step.check === 'rule-counts' || step.check === 'smoke-run'
        ? {check: step.check, outcome: 'not-done' as const, words: reason}
        : step,
    ),
  };
}

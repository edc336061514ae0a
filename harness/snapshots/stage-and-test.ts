import {failed, ok, type Result} from '../domain/result.ts';
import type {GateCheckName, Manifest} from '../domain/snapshot.ts';
import type {Assembled} from './assemble.ts';
import type {CatalogueRule} from './catalogue-rules.ts';
import type {SnapshotFailure} from './failures.ts';
import type {TakeDeps, TakeFailure} from './take-order.ts';
import {verifySnapshot} from './verify.ts';

/** Writes a snapshot to a staging folder, has the engine test it, then moves it into place in one rename; a refusal discards it. */
export async function stageAndTest(
  manifest: Manifest,
  {digest, contents}: Assembled,
  rules: readonly CatalogueRule[],
  refused: SnapshotFailure | undefined,
  {snapshots, catalogue, testRules}: TakeDeps,
): Promise<Result<Manifest, TakeFailure>> {
  if (!(await verifySnapshot(manifest, snapshots)).ok) await snapshots.remove(digest);
  const staged = await snapshots.stage(digest, contents);
  const known = catalogue.ofDigest(digest);
  const stepsBefore = known?.gate.filter(({check}) => ENGINE_CHECKS.has(check)) ?? [];
  if (!staged && known && !refused && wasTested(known, manifest)) {
    return ok({...manifest, gate: [...manifest.gate, ...stepsBefore], engine: known.engine});
  }
  const tested = await testRules(staged?.folder ?? snapshots.folder(digest), manifest, rules);
  if (!tested.ok) {
    await staged?.drop();
    return tested;
  }
  if (refused) {
    await staged?.drop();
    return failed(refused);
  }
  await staged?.keep();
  const {steps, engine} = tested.value;
  return ok({...manifest, gate: [...manifest.gate, ...steps], engine});
}

/** The checks that an engine does. */
const ENGINE_CHECKS: ReadonlySet<GateCheckName> = new Set(['config-test', 'rule-counts', 'smoke-run']);

/** Returns whether the same rules with the same settings passed the engine's checks before. */
function wasTested(known: Manifest, manifest: Manifest): boolean {
  const passed = (check: GateCheckName) =>
    known.gate.some(step => step.check === check && step.outcome === 'passed');
  const settingsOf = ({policy, policyBy, variables, classifications}: Manifest) =>
    JSON.stringify([policy, policyBy, variables, classifications]);
  return settingsOf(known) === settingsOf(manifest) && passed('config-test') && passed('smoke-run');
}

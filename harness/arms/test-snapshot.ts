import {plural} from '../domain/plural.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {GateCheck, Manifest} from '../domain/snapshot.ts';
import type {EngineSettings} from '../domain/trial.ts';
import {configDigest} from '../engine/config-text.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CheckFacts, Engine} from '../engine/ports.ts';
import {type SmokeFiles, smokeRun} from '../engine/smoke-run.ts';
import {ENTRY} from '../snapshots/assemble.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import {placesOf, type ScratchFolder} from './check-arm.ts';
import {compareCounts} from './compare-counts.ts';

export interface TestSnapshotDeps extends ScratchFolder {
  /** Returns the engine of this machine. Recorded runs cannot test new rules. */
  engine(): Promise<Result<Engine, EngineFailure>>;
  readonly smokeFiles: SmokeFiles;
}

/** Private networks, as on a usual sensor. With `any`, Snort would refuse every rule that excludes HOME_NET. */
const USUAL_HOME = '[10.0.0.0/8,172.16.0.0/12,192.168.0.0/16]';

/** Returns the settings with which a snapshot is tested that no arm uses yet. */
const plainSettings = (manifest: Manifest): EngineSettings => ({
  ...snapshotSettings(manifest),
  ...(manifest.policy ? {policy: manifest.policy} : {}),
  builtins: false,
  homeNet: USUAL_HOME,
  externalNet: '!$HOME_NET',
  checksums: false,
  tweaks: '',
});

/** Returns the settings that a snapshot determines. */
export const snapshotSettings = ({
  policyBy,
  ownConfig,
  variables,
  classifications,
  counts,
  files,
}: Manifest) => ({
  ...(policyBy ? {policyBy} : {}),
  ...(ownConfig ? {ownConfig} : {}),
  ...(variables ? {variables} : {}),
  ...(classifications ? {classifications} : {}),
  ...(ownConfig && !files.some(({kind}) => kind === 'module') ? {soSkipped: true as const} : {}),
  ...(counts.entries > 0 ? {list: 'monitor' as const} : {}),
});

export const engineName = ({identity}: Engine): string => `Snort ${identity.version}`;

export const configTestCheck = ({loaded, enabled}: CheckFacts): GateCheck => ({
  check: 'config-test',
  outcome: 'passed',
  words: `${plural(loaded, 'rule')} loaded, ${enabled} enabled`,
});

export const smokeRunCheck: GateCheck = {check: 'smoke-run', outcome: 'passed', words: '1 alert, 1 expected'};

const notDone = (check: GateCheck['check'], words: string): GateCheck => ({
  check,
  outcome: 'not-done',
  words,
});

/** Runs the engine's part of the gate: the config test of exactly these rules, the comparison of rule counts, and a smoke run. */
export async function testSnapshot(
  folder: string,
  manifest: Manifest,
  rules: readonly CatalogueRule[],
  settingsOf: ((manifest: Manifest) => EngineSettings) | undefined,
  deps: TestSnapshotDeps,
): Promise<Result<{steps: readonly GateCheck[]; engine: string | undefined}, EngineFailure>> {
  const found = await deps.engine();
  const engine = found.ok && found.value.identity.kind === 'snort' ? found.value : undefined;
  if (!engine) {
    const words = 'not tested: Snort 3 was not installed';
    return ok({steps: [notDone('config-test', words), notDone('smoke-run', words)], engine: undefined});
  }
  // builtin rules are recognised by not being in the ruleset
  const settings = {...(settingsOf ?? plainSettings)(manifest), builtins: false};
  const placeOf = placesOf(() => rules);
  const loaded = {digest: manifest.digest, files: manifest.files, folder, entry: ENTRY, placeOf};
  const config = {arm: manifest.name, rules: loaded, settings, configDigest: configDigest(settings)};
  const checked = await deps.withScratch(scratch => engine.check(config, scratch, []));
  if (!checked.ok) return checked;
  const counted = await compareCounts(engine, config, checked.value, rules, deps);
  if (!counted.ok) return counted;
  const smoke = await deps.withScratch(scratch => smokeRun(engine, config, scratch, deps.smokeFiles));
  if (!smoke.ok) return failed(smoke.failure);
  const steps = [configTestCheck(checked.value), counted.value, smokeRunCheck];
  return ok({steps, engine: engineName(engine)});
}

import type {DeclarationFailure} from '../declarations/failures.ts';
import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import {type ArmDeclaration, armName} from '../declarations/schedule.ts';
import {ok, type Result} from '../domain/result.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {DeclaredArm, EngineIdentity, LivePlan, PlanArm} from '../domain/trial.ts';
import {configDigest} from '../engine/config-text.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {Engine} from '../engine/ports.ts';
import {coverageOf, coverageWords, networksOf} from '../rules/coverage.ts';
import {addressesOf} from '../snapshots/addresses.ts';
import {currentSnapshot, type DeclaredDeps} from '../snapshots/declared.ts';
import type {TakeFailure} from '../snapshots/take-order.ts';
import {armSettings} from './arm-settings.ts';
import {armConfig, type ScratchFolder} from './check-arm.ts';
import {switched} from './compare-counts.ts';
import {type Reading, readRuleset} from './read-declared.ts';

export interface EngineChoice {
  /** Chooses the engine for an arm: the Snort that is named, the one that was found, or recorded runs. */
  engineFor(wanted: {
    /** Set for a plan that was made with recorded runs, which continues with them even if Snort is installed. */
    only?: 'recorded';
    snort: string | undefined;
    recorded: string | undefined;
  }): Promise<Result<Engine, EngineFailure>>;
}

export interface PlanArmDeps extends Reading, Omit<DeclaredDeps, 'resolve'>, EngineChoice, ScratchFolder {}

export type PlanArmFailure = DeclarationFailure | TakeFailure | EngineFailure;

/** The settings that all arms of a schedule share. */
export type SharedSettings = Pick<LivePlan, 'engine' | 'recorded'>;

/** Adds the name under which tables show an arm. */
export const declaredArm = (arm: ArmDeclaration): DeclaredArm => ({...arm, name: armName(arm)});

/** Chooses the engine that an arm runs on. */
export const armEngine = (
  arm: {readonly snort?: string | undefined},
  {engine, recorded}: {engine: {readonly snort?: string | undefined}; recorded?: string | undefined},
  {engineFor}: EngineChoice,
): Promise<Result<Engine, EngineFailure>> => engineFor({snort: arm.snort ?? engine.snort, recorded});

/** Combines rules, settings and engine of an arm, as they are stored in a plan. */
export function frozenArm(
  declared: DeclaredArm,
  ruleset: RulesetDeclaration,
  shared: SharedSettings,
  snapshot: Manifest,
  engine: EngineIdentity,
): PlanArm {
  const settings = armSettings(declared, ruleset, shared.engine, snapshot);
  return {name: declared.name, ruleset: snapshot, settings, configDigest: configDigest(settings), engine};
}

/** An arm as it would run now, and the ruleset that was read for it. */
export interface PlannedArm {
  readonly arm: PlanArm;
  readonly ruleset: RulesetDeclaration;
  /** The text of the ruleset's declaration. */
  readonly text: string;
}

/** Looks up the ruleset, the snapshot and the engine that an arm names. */
export async function planArm(
  declared: DeclaredArm,
  shared: SharedSettings,
  deps: PlanArmDeps,
): Promise<Result<PlannedArm, PlanArmFailure>> {
  const read = await readRuleset(declared.ruleset, deps);
  if (!read.ok) return read;
  const {text, value: ruleset} = read.value;
  const settingsOf = (manifest: Manifest) => armSettings(declared, ruleset, shared.engine, manifest);
  const snapshot = await currentSnapshot(declared.ruleset, ruleset, declared.policy ?? ruleset.policy, {
    ...deps,
    // the gate tests the rules with the settings that the arm will use
    testRules: (folder, manifest, rules) => deps.testRules(folder, manifest, rules, settingsOf),
    resolve: deps.declarations.resolve,
  });
  if (!snapshot.ok) return snapshot;
  const engine = await armEngine(declared, shared, deps);
  if (!engine.ok) return engine;
  const arm = frozenArm(declared, ruleset, shared, snapshot.value, engine.value.identity);
  return ok({arm: await withFacts(arm, engine.value, deps), ruleset, text});
}

/** Adds to an arm which networks its blocklists cover and which rules its tweaks switch. */
export async function withFacts(arm: PlanArm, engine: Engine, deps: FactsDeps): Promise<PlanArm> {
  return withCoverage(await withTweaks(arm, engine, deps), deps);
}

/** Adds which of the sensor's own networks the blocklists cover. The gate could not check this, because HOME_NET is declared in the schedule. */
async function withCoverage(arm: PlanArm, {snapshots}: FactsDeps): Promise<PlanArm> {
  const {ruleset, settings} = arm;
  if (!ruleset || !settings?.list) return arm;
  const listed = await addressesOf(ruleset, snapshots);
  const listsCover = coverageWords(coverageOf(listed, networksOf(settings.homeNet)));
  return listsCover === undefined ? arm : {...arm, listsCover};
}

/** Adds which rules the arm's tweaks switch. Only the engine can tell, because the snapshot does not contain the tweaks. */
async function withTweaks(arm: PlanArm, engine: Engine, deps: FactsDeps): Promise<PlanArm> {
  const config = /state/.test(arm.settings?.tweaks ?? '') ? armConfig(arm, deps) : undefined;
  if (!config || !engine.enabledRules) return arm;
  const bySnort = await deps.withScratch(async scratch => engine.enabledRules?.(config, scratch));
  const {on, off} = switched(deps.catalogue.rulesOf(config.rules.digest), bySnort);
  return on.length + off.length === 0 ? arm : {...arm, byTweaks: {on: [...on], off: [...off]}};
}

type FactsDeps = ScratchFolder & Pick<DeclaredDeps, 'snapshots' | 'catalogue'>;

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
  /** The engine for an arm: the named Snort, the one found, or recorded runs. */
  engineFor(wanted: {
    /** A plan made with recorded runs continues with them, even if Snort is installed. */
    only?: 'recorded';
    snort: string | undefined;
    recorded: string | undefined;
  }): Promise<Result<Engine, EngineFailure>>;
}

export interface PlanArmDeps extends Reading, Omit<DeclaredDeps, 'resolve'>, EngineChoice, ScratchFolder {}

export type PlanArmFailure = DeclarationFailure | TakeFailure | EngineFailure;

/** What all arms of a schedule share. */
export type SharedWish = Pick<LivePlan, 'engine' | 'recorded'>;

/** An arm under the name that tables give it. */
export const declaredArm = (arm: ArmDeclaration): DeclaredArm => ({...arm, name: armName(arm)});

/** The engine that an arm runs on. */
export const armEngine = (
  arm: {readonly snort?: string | undefined},
  {engine, recorded}: {engine: {readonly snort?: string | undefined}; recorded?: string | undefined},
  {engineFor}: EngineChoice,
): Promise<Result<Engine, EngineFailure>> => engineFor({snort: arm.snort ?? engine.snort, recorded});

/** An arm with its rules, settings and engine, as a plan freezes it. */
export function frozenArm(
  declared: DeclaredArm,
  ruleset: RulesetDeclaration,
  {engine: wish}: SharedWish,
  snapshot: Manifest,
  engine: EngineIdentity,
): PlanArm {
  const settings = armSettings(declared, ruleset, wish, snapshot);
  return {name: declared.name, ruleset: snapshot, settings, configDigest: configDigest(settings), engine};
}

/** An arm as it would run now, and the ruleset that was read for it. */
export interface PlannedArm {
  readonly arm: PlanArm;
  readonly ruleset: RulesetDeclaration;
  /** Of the ruleset's declaration. */
  readonly text: string;
}

/** Looks up the ruleset, the snapshot and the engine that an arm names. */
export async function planArm(
  declared: DeclaredArm,
  shared: SharedWish,
  deps: PlanArmDeps,
): Promise<Result<PlannedArm, PlanArmFailure>> {
  const read = await readRuleset(declared.ruleset, deps);
  if (!read.ok) return read;
  const {text, value: ruleset} = read.value;
  const settingsOf = (manifest: Manifest) => armSettings(declared, ruleset, shared.engine, manifest);
  const snapshot = await currentSnapshot(declared.ruleset, ruleset, declared.policy ?? ruleset.policy, {
    ...deps,
    // the gate tests them as the arm will run them
    prove: (folder, manifest, rules) => deps.prove(folder, manifest, rules, settingsOf),
    resolve: deps.declarations.resolve,
  });
  if (!snapshot.ok) return snapshot;
  const engine = await armEngine(declared, shared, deps);
  if (!engine.ok) return engine;
  const arm = frozenArm(declared, ruleset, shared, snapshot.value, engine.value.identity);
  return ok({arm: await withFacts(arm, engine.value, deps), ruleset, text});
}

/** An arm with what neither its snapshot nor its settings say by themselves. */
export async function withFacts(arm: PlanArm, engine: Engine, deps: FactsDeps): Promise<PlanArm> {
  return withCoverage(await withTweaks(arm, engine, deps), deps);
}

/** Lists that hold the sensor's own networks: HOME_NET is the schedule's, which no gate knew. */
async function withCoverage(arm: PlanArm, {snapshots}: FactsDeps): Promise<PlanArm> {
  const {ruleset, settings} = arm;
  if (!ruleset || !settings?.list) return arm;
  const listed = await addressesOf(ruleset, snapshots);
  const listsCover = coverageWords(coverageOf(listed, networksOf(settings.homeNet)));
  return listsCover === undefined ? arm : {...arm, listsCover};
}

/** States in the arm's tweaks are in no snapshot: the engine tells which rules they switch. */
async function withTweaks(arm: PlanArm, engine: Engine, deps: FactsDeps): Promise<PlanArm> {
  const config = /state/.test(arm.settings?.tweaks ?? '') ? armConfig(arm, deps) : undefined;
  if (!config || !engine.enabledRules) return arm;
  const bySnort = await deps.withScratch(async scratch => engine.enabledRules?.(config, scratch));
  const {on, off} = switched(deps.catalogue.rulesOf(config.rules.digest), bySnort);
  return on.length + off.length === 0 ? arm : {...arm, byTweaks: {on: [...on], off: [...off]}};
}

type FactsDeps = ScratchFolder & Pick<DeclaredDeps, 'snapshots' | 'catalogue'>;

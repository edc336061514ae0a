import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {ruleKey} from '../domain/rule.ts';
import {isOfRules} from '../domain/snapshot.ts';
import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {ArmConfig, CheckFacts, Engine} from '../engine/ports.ts';
import {ENTRY} from '../snapshots/assemble.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {Place} from '../snapshots/made-rules.ts';
import type {Catalogue, SnapshotFiles} from '../snapshots/ports.ts';

/** An arm's engine with the configuration that it will run. */
export interface ReadyArm {
  readonly engine: Engine;
  readonly config: ArmConfig;
}

export interface ScratchFolder {
  /** Calls `work` with an empty folder, which is removed afterwards. */
  withScratch<T>(work: (folder: string) => Promise<T>): Promise<T>;
}

export interface ArmConfigDeps {
  readonly snapshots: SnapshotFiles;
  readonly catalogue: Pick<Catalogue, 'rulesOf'>;
}

/** Builds the configuration that an engine needs to run an arm; undefined for an arm of imported logs. */
export function armConfig(arm: PlanArm, {snapshots, catalogue}: ArmConfigDeps): ArmConfig | undefined {
  if (!arm.ruleset || !arm.settings || !arm.configDigest) return undefined;
  const {digest, files} = arm.ruleset;
  const rules = {
    digest,
    files,
    folder: snapshots.folder(digest),
    entry: ENTRY,
    placeOf: placesOf(() => catalogue.rulesOf(digest)),
  };
  return {arm: arm.name, rules, settings: arm.settings, configDigest: arm.configDigest};
}

/** Returns a lookup of the place of each rule in the files of its source. The rules are read at the first call. */
export function placesOf(read: () => readonly CatalogueRule[]): (key: string) => Place | undefined {
  let places: ReadonlyMap<string, Place | undefined> | undefined;
  return key => {
    places ??= new Map(read().map(rule => [ruleKey(rule), rule.place]));
    return places.get(key);
  };
}

/** Lets the engine test exactly the rules that the arm will run, and warns if the arm has no enabled rule. */
export async function checkArm(
  {engine, config}: ReadyArm,
  plan: TrialPlan,
  deps: ScratchFolder & {readonly say: Say},
): Promise<Result<CheckFacts, EngineFailure>> {
  deps.say({kind: 'info', text: `checking the rules of ${config.arm}`});
  const checked = await deps.withScratch(folder => engine.check(config, folder, plan.captures));
  const {counts} = plan.arms.find(({name}) => name === config.arm)?.ruleset ?? {};
  if (checked.ok && checked.value.enabled === 0 && counts && isOfRules(counts)) {
    deps.say({
      kind: 'warning',
      text: `arm ${config.arm} enables no rule of its ruleset, so it cannot raise an alert`,
    });
  }
  return checked;
}

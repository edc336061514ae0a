import {armSettings} from '../arms/arm-settings.ts';
import type {ScratchFolder} from '../arms/check-arm.ts';
import {armEngine, type EngineChoice, frozenArm, withFacts} from '../arms/plan-arm.ts';
import {readRuleset} from '../arms/read-declared.ts';
import {type TakenRuleset, type TakeRulesetsDeps, takeRuleset} from '../arms/take-rulesets.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {isoSeconds} from '../domain/time.ts';
import type {DeclaredArm, LivePlan, PlanArm} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import {takeOrderOf} from '../snapshots/declared.ts';
import {lastGoodOf} from '../snapshots/last-good.ts';

/** The setup that an arm can run now, and why it is this one. */
export interface ArmSetup {
  readonly setup: PlanArm | undefined;
  readonly result: TakenRuleset['result'];
  readonly reason: string;
  /** Nothing unusual happened: `reason` says only whether a new snapshot was taken. */
  readonly isAsExpected?: boolean;
}

export type SetUpDeps = TakeRulesetsDeps & ScratchFolder & EngineChoice;

/**
 * Takes a snapshot of an arm's ruleset and combines it with engine and settings. If no snapshot can be taken (the ruleset is
 * refused, unavailable, or must not be downloaded again yet), the last good one is used if `onFailure` is `last-good`;
 * otherwise the arm has no setup.
 */
export async function setUpArm(
  declared: DeclaredArm,
  live: LivePlan,
  deps: SetUpDeps,
): Promise<Result<ArmSetup, EngineFailure>> {
  const ruleset = await readRuleset(declared.ruleset, deps);
  if (!ruleset.ok) return ok({setup: undefined, result: 'refused', reason: deps.messageOf(ruleset.failure)});
  const settingsOf = (manifest: Manifest) =>
    armSettings(declared, ruleset.value.value, live.engine, manifest);
  const taken = await takeRuleset(
    declared.ruleset,
    {policy: declared.policy, accept: []},
    {
      ...deps,
      // the gate tests the rules with the settings that the arm will use
      testRules: (folder, made, rules) => deps.testRules(folder, made, rules, settingsOf),
    },
  );
  const manifest = taken.manifest ?? (live.onFailure === 'last-good' ? taken.last : undefined);
  const {result} = taken;
  if (!manifest) return ok({setup: undefined, result, reason: taken.message});
  const engine = await armEngine(declared, live, deps);
  if (!engine.ok) return failed(engine.failure);
  const frozen = frozenArm(declared, ruleset.value.value, live, manifest, engine.value.identity);
  const setup = await withFacts(frozen, engine.value, deps);
  const isAsExpected = result === 'taken' || (result === 'unchanged' && taken.message === '');
  return ok({setup, result, reason: reasonOf(taken), isAsExpected});
}

/** Returns why an arm has no rules to run; undefined if an earlier snapshot or one that is taken now provides them. */
export async function whyNoRules(
  declared: DeclaredArm,
  live: LivePlan,
  deps: SetUpDeps,
): Promise<string | undefined> {
  const ruleset = await readRuleset(declared.ruleset, deps);
  if (!ruleset.ok) return deps.messageOf(ruleset.failure);
  const {value} = ruleset.value;
  const resolve = deps.declarations.resolve;
  const wanted = await takeOrderOf(declared.ruleset, value, declared.policy ?? value.policy, [], {
    ...deps,
    resolve,
  });
  if (lastGoodOf(wanted, deps.catalogue)) return undefined;
  const armSetup = await setUpArm(declared, live, deps);
  if (!armSetup.ok) return deps.messageOf(armSetup.failure);
  return armSetup.value.setup ? undefined : armSetup.value.reason;
}

function reasonOf({result, message, manifest, last}: TakenRuleset): string {
  if (result === 'taken') return 'a new snapshot was taken';
  const lastGood = last ?? manifest;
  const fallback = `the last good snapshot${lastGood ? ` of ${isoSeconds(lastGood.takenAt)}` : ''} is used`;
  return result === 'unchanged' ? message || 'unchanged since the last snapshot' : `${message}; ${fallback}`;
}

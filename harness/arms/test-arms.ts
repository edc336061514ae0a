import {ok, type Result} from '../domain/result.ts';
import type {GateCheck, Manifest} from '../domain/snapshot.ts';
import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CheckFacts} from '../engine/ports.ts';
import {type SmokeFiles, smokeRun} from '../engine/smoke-run.ts';
import type {Catalogue} from '../snapshots/ports.ts';
import type {ReadyArm, ScratchFolder} from './check-arm.ts';
import {compareCounts} from './compare-counts.ts';
import {configTestCheck, engineName, smokeRunCheck} from './test-snapshot.ts';

export interface TestArmsDeps extends ScratchFolder {
  readonly smokeFiles: SmokeFiles;
  readonly catalogue: Catalogue;
}

/** Whether a snapshot was taken without Snort, so that the engine's part of the gate is still missing. */
const isUntested = ({gate}: Manifest): boolean =>
  !gate.some(({check, outcome}) => check === 'smoke-run' && outcome === 'passed');

/**
 * Completes the gate of each snapshot that was taken without Snort, before its first run. It uses the arm's own engine and
 * settings, and returns the plan with the results. `checks` holds the results of the config tests, which were done before.
 * Recorded runs cannot test a snapshot.
 */
export async function testArms(
  plan: TrialPlan,
  arms: ReadonlyMap<string, ReadyArm>,
  checks: ReadonlyMap<string, CheckFacts>,
  deps: TestArmsDeps,
): Promise<Result<TrialPlan, EngineFailure>> {
  const tested: PlanArm[] = [];
  for (const arm of plan.arms) {
    const [ready, checked] = [arms.get(arm.name), checks.get(arm.name)];
    const {ruleset} = arm;
    if (!ready || !checked || !ruleset || arm.engine.kind !== 'snort' || !isUntested(ruleset)) {
      tested.push(arm);
      continue;
    }
    const smoke = await deps.withScratch(folder =>
      smokeRun(ready.engine, ready.config, folder, deps.smokeFiles),
    );
    if (!smoke.ok) return smoke;
    const rules = deps.catalogue.rulesOf(ruleset.digest);
    const counted = await compareCounts(ready.engine, ready.config, checked, rules, deps);
    if (!counted.ok) return counted;
    const steps = [configTestCheck(checked), counted.value, smokeRunCheck];
    tested.push({...arm, ruleset: withSteps(ruleset, steps, engineName(ready.engine))});
  }
  return ok({...plan, arms: tested});
}

const withSteps = (manifest: Manifest, steps: readonly GateCheck[], engine: string): Manifest => ({
  ...manifest,
  gate: [...manifest.gate.filter(({check}) => !steps.some(step => step.check === check)), ...steps],
  engine,
});

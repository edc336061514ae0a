import {ok, type Result} from '../domain/result.ts';
import type {GateStep, Manifest} from '../domain/snapshot.ts';
import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CheckFacts} from '../engine/ports.ts';
import {type SmokeFiles, smokeRun} from '../engine/smoke-run.ts';
import type {Catalogue} from '../snapshots/ports.ts';
import type {ReadyArm, ScratchFolder} from './check-arm.ts';
import {compareCounts} from './compare-counts.ts';
import {configTestStep, engineName, smokeRunStep} from './prove-snapshot.ts';

export interface ProveArmsDeps extends ScratchFolder {
  readonly smokeFiles: SmokeFiles;
  readonly catalogue: Catalogue;
}

/** Whether a snapshot was taken without Snort, so that the engine's part of the gate is still missing. */
const isUnproven = ({gate}: Manifest): boolean =>
  !gate.some(({check, outcome}) => check === 'smoke-run' && outcome === 'passed');

/**
 * Completes the gate of each snapshot that was taken without Snort, before its first run. It uses the arm's own engine and
 * settings, and returns the plan with the results. `checks` holds the results of the config tests, which were done before.
 * Recorded runs cannot prove a snapshot.
 */
export async function proveArms(
  plan: TrialPlan,
  arms: ReadonlyMap<string, ReadyArm>,
  checks: ReadonlyMap<string, CheckFacts>,
  deps: ProveArmsDeps,
): Promise<Result<TrialPlan, EngineFailure>> {
  const proven: PlanArm[] = [];
  for (const arm of plan.arms) {
    const [ready, checked] = [arms.get(arm.name), checks.get(arm.name)];
    const {ruleset} = arm;
    if (!ready || !checked || !ruleset || arm.engine.kind !== 'snort' || !isUnproven(ruleset)) {
      proven.push(arm);
      continue;
    }
    const smoke = await deps.withScratch(folder =>
      smokeRun(ready.engine, ready.config, folder, deps.smokeFiles),
    );
    if (!smoke.ok) return smoke;
    const rules = deps.catalogue.rulesOf(ruleset.digest);
    const counted = await compareCounts(ready.engine, ready.config, checked, rules, deps);
    if (!counted.ok) return counted;
    const steps = [configTestStep(checked), counted.value, smokeRunStep];
    proven.push({...arm, ruleset: withSteps(ruleset, steps, engineName(ready.engine))});
  }
  return ok({...plan, arms: proven});
}

const withSteps = (manifest: Manifest, steps: readonly GateStep[], engine: string): Manifest => ({
  ...manifest,
  gate: [...manifest.gate.filter(({check}) => !steps.some(step => step.check === check)), ...steps],
  engine,
});

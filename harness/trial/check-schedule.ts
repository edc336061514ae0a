import {armConfig, checkArm, type ScratchFolder} from '../arms/check-arm.ts';
import {type CheckedArm, type CheckedSchedule, checkedArm, enabledOverlaps} from '../arms/checked-arm.ts';
import {armEngine} from '../arms/plan-arm.ts';
import {ok, type Result} from '../domain/result.ts';
import {makePlan, type PlanDeps, type PlanFailure} from './make-plan.ts';

/** Shows what a schedule would run, after the engine has tested its rules; nothing is created. */
export async function checkSchedule(
  name: string,
  deps: PlanDeps & ScratchFolder,
): Promise<Result<CheckedSchedule, PlanFailure>> {
  const planned = await makePlan(name, deps);
  if (!planned.ok) return planned;
  const {plan, schedule} = planned.value;
  const arms: CheckedArm[] = [];
  for (const [index, arm] of plan.arms.entries()) {
    const config = armConfig(arm, deps);
    if (!config) continue;
    const engine = await armEngine(schedule.arms[index] ?? {}, schedule, deps);
    if (!engine.ok) return engine;
    const checked = await checkArm({engine: engine.value, config}, plan, deps);
    if (!checked.ok) return checked;
    arms.push(checkedArm(arm.name, engine.value.identity, checked.value));
  }
  const overlaps = enabledOverlaps(plan.arms, deps);
  return ok({captures: plan.captures.length, ignored: plan.ignored ?? [], arms, overlaps});
}

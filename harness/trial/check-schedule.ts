import {ok, type Result} from '../domain/result.ts';
import {armConfig, checkArm, type ScratchFolder} from './check-arm.ts';
import {makePlan, type PlanFailure, type PlanOutside} from './make-plan.ts';

export interface CheckedArm {
  readonly arm: string;
  /** `Snort 3.11.1.0`, or that it is recorded. */
  readonly engine: string;
  readonly loaded: number;
  readonly enabled: number;
}

/** What a schedule would run, its rules tested by the engine; nothing is made. */
export async function checkSchedule(
  name: string,
  outside: PlanOutside & ScratchFolder,
): Promise<Result<{captures: number; ignored: readonly string[]; arms: readonly CheckedArm[]}, PlanFailure>> {
  const planned = await makePlan(name, outside);
  if (!planned.ok) return planned;
  const {plan, schedule} = planned.value;
  const arms: CheckedArm[] = [];
  for (const [place, arm] of plan.arms.entries()) {
    const config = armConfig(arm, outside.snapshots);
    if (!config) continue;
    const snort = schedule.arms[place]?.snort ?? schedule.engine.snort;
    const engine = await outside.engineFor({snort, recorded: schedule.recorded});
    if (!engine.ok) return engine;
    const checked = await checkArm({engine: engine.value, config}, plan, outside);
    if (!checked.ok) return checked;
    const {kind, version, recordedOn} = engine.value.identity;
    const words = kind === 'recorded' ? `RECORDED (${version}, ${recordedOn})` : `Snort ${version}`;
    arms.push({arm: arm.name, engine: words, loaded: checked.value.loaded, enabled: checked.value.enabled});
  }
  return ok({captures: plan.captures.length, ignored: plan.ignored ?? [], arms});
}

import {judgeOverlaps} from '../analysis/overlaps.ts';
import {ok, type Result} from '../domain/result.ts';
import {metadataFilter} from '../domain/rule.ts';
import type {EngineIdentity, PlanArm} from '../domain/trial.ts';
import type {CheckFacts} from '../engine/ports.ts';
import {overlapsOf} from '../rules/overlap.ts';
import {isLoaded, switchedBy} from '../snapshots/catalogue-rules.ts';
import {armConfig, checkArm, type ScratchFolder} from './check-arm.ts';
import {makePlan, type PlanFailure, type PlanOutside} from './make-plan.ts';
import {armEngine} from './plan-arm.ts';

export interface CheckedArm {
  readonly arm: string;
  /** `Snort 3.11.1.0`, or that it is recorded. */
  readonly engine: string;
  readonly loaded: number;
  readonly enabled: number;
}

export interface CheckedSchedule {
  readonly captures: number;
  readonly ignored: readonly string[];
  readonly arms: readonly CheckedArm[];
  /** Rules that every two arms would load. */
  readonly overlaps: ReturnType<typeof judgeOverlaps>;
}

/** What a schedule would run, its rules tested by the engine; nothing is made. */
export async function checkSchedule(
  name: string,
  outside: PlanOutside & ScratchFolder,
): Promise<Result<CheckedSchedule, PlanFailure>> {
  const planned = await makePlan(name, outside);
  if (!planned.ok) return planned;
  const {plan, schedule} = planned.value;
  const arms: CheckedArm[] = [];
  for (const [place, arm] of plan.arms.entries()) {
    const config = armConfig(arm, outside);
    if (!config) continue;
    const engine = await armEngine(schedule.arms[place] ?? {}, schedule, outside);
    if (!engine.ok) return engine;
    const checked = await checkArm({engine: engine.value, config}, plan, outside);
    if (!checked.ok) return checked;
    arms.push(checkedArm(arm.name, engine.value.identity, checked.value));
  }
  const overlaps = loadedOverlaps(plan.arms, outside);
  return ok({captures: plan.captures.length, ignored: plan.ignored ?? [], arms, overlaps});
}

/** What is told of an arm whose rules an engine has tested. */
export function checkedArm(
  arm: string,
  {kind, version, recordedOn}: EngineIdentity,
  {loaded, enabled}: CheckFacts,
): CheckedArm {
  const engine = kind === 'recorded' ? `RECORDED (${version}, ${recordedOn})` : `Snort ${version}`;
  return {arm, engine, loaded, enabled};
}

/** Rules that every two of these arms would load. */
export const loadedOverlaps = (
  arms: readonly PlanArm[],
  outside: Pick<PlanOutside, 'catalogue'>,
): ReturnType<typeof judgeOverlaps> =>
  judgeOverlaps({plan: {arms}, overlaps: overlapsOf(arms.flatMap(arm => loadedBy(arm, outside)))});

/** Rules of an arm's snapshot that are enabled under its policy, by the catalogue. */
function loadedBy({name, ruleset, settings, ...arm}: PlanArm, {catalogue}: Pick<PlanOutside, 'catalogue'>) {
  if (!ruleset) return [];
  const filter = settings && metadataFilter(settings);
  const rules = catalogue.rulesOf(ruleset.digest);
  const byTweaks = switchedBy(arm);
  return [{arm: name, rules: rules.filter(rule => isLoaded(rule, filter, byTweaks))}];
}

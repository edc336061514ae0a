import {declaredEngine} from '../arms/arm-settings.ts';
import type {ArmFailure} from '../arms/failures.ts';
import {declaredArm, type PlanArmDeps, type PlanArmFailure, planArm} from '../arms/plan-arm.ts';
import {digestOf, type ReadReplay, readReplaySchedule} from '../arms/read-declared.ts';
import {wrongNames} from '../arms/wrong-names.ts';
import type {ScheduleDeclaration} from '../declarations/schedule.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import type {CaptureSource, FoundCaptures} from '../engine/capture-ports.ts';
import type {TrialFailure} from './failures.ts';

export interface PlanDeps extends PlanArmDeps {
  readonly captures: CaptureSource;
  readonly cores: number;
}

export type PlanFailure = PlanArmFailure | ArmFailure | TrialFailure;

export interface Planned {
  readonly plan: TrialPlan;
  readonly schedule: ScheduleDeclaration;
}

/** Looks up everything that a trial's declarations name and fixes it in a plan; nothing runs yet. */
export async function makePlan(name: string, deps: PlanDeps): Promise<Result<Planned, PlanFailure>> {
  if (!NAME.test(name)) return failed({kind: 'trial-name', name});
  const schedule = await readReplaySchedule(name, deps);
  if (!schedule.ok) return schedule;
  const wrong = wrongNames(name, schedule.value, deps);
  if (wrong) return failed(wrong);
  const texts = [schedule.value.text];
  const arms: PlanArm[] = [];
  const {engine, recorded} = schedule.value.value;
  const shared = {engine: declaredEngine(engine), ...(recorded === undefined ? {} : {recorded})};
  for (const declared of schedule.value.value.arms) {
    const planned = await planArm(declaredArm(declared), shared, deps);
    if (!planned.ok) return planned;
    const {arm, ruleset, text} = planned.value;
    texts.push(text);
    arms.push(arm);
    if (arm.settings?.ownConfig && (declared.builtins ?? ruleset.builtins)) warnOfBuiltins(arm, deps);
  }
  const captures = await planCaptures(name, schedule.value, deps);
  if (!captures.ok) return captures;
  const {isolation, baseline} = schedule.value.value;
  const plan: TrialPlan = {
    version: 1,
    kind: 'replay',
    schedule: name,
    declaredDigest: digestOf(texts),
    madeBy: deps.madeBy,
    createdAt: deps.clock.now(),
    isolation,
    shards: Math.max(1, deps.cores * 2),
    baseline: baseline ?? arms[0]?.name,
    arms,
    captures: captures.value.captures.map(capture => ({...capture})),
    project: deps.captures.project,
    ignored: [...captures.value.ignored],
    ...(captures.value.unusable.length === 0 ? {} : {unusable: [...captures.value.unusable]}),
  };
  return ok({plan, schedule: schedule.value.value});
}

function warnOfBuiltins({name}: PlanArm, {say}: PlanDeps): void {
  const text = `arm ${name}: "builtins: true" is ignored, because with "config: lightspd" the archive's .states files decide which builtin rules alert`;
  say({kind: 'warning', text});
}

async function planCaptures(
  name: string,
  {value, lineOf}: ReadReplay,
  deps: PlanDeps,
): Promise<Result<FoundCaptures, TrialFailure>> {
  const found = await deps.captures.find(value.captures, (done, total) =>
    deps.say({kind: 'work', what: 'reading captures', done, total}),
  );
  const file = deps.declarations.file('schedule', name);
  if ('reason' in found) {
    const line = lineOf(['captures', value.captures.indexOf(found.entry)]);
    return failed({kind: 'captures-missing', file, line, entry: found.entry, reason: found.reason});
  }
  return ok(found);
}

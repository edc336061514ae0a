import {type ArmConfigDeps, armConfig, type ScratchFolder} from '../arms/check-arm.ts';
import {type CheckedArm, type CheckedSchedule, checkedArm, enabledOverlaps} from '../arms/checked-arm.ts';
import {armEngine, type EngineChoice, type PlanArmDeps, planArm} from '../arms/plan-arm.ts';
import type {Reading} from '../arms/read-declared.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {DeclaredArm, LivePlan, PlanArm} from '../domain/trial.ts';
import {fail, failure} from './failures.ts';
import {type PreviewLivePlanDeps, previewLivePlan} from './make-live-plan.ts';

export interface CheckedLive extends CheckedSchedule {
  readonly interface: string | undefined;
  /** Arms that have no rules now, each with the reason. */
  readonly unavailable: readonly {readonly arm: string; readonly reason: string}[];
}

/** Kinds of failure that mean that a ruleset has no rules yet. `check` does not treat them as errors, because the rules may still become available. */
export const NO_RULES_YET: ReadonlySet<string> = new Set([
  'snapshot-not-taken',
  'ruleset-unavailable',
  'manual-missing',
]);

interface FilterDeps {
  readonly declarations: Pick<Reading['declarations'], 'file'>;
  /** Returns why tcpdump refuses a BPF expression; undefined if it accepts it or is not installed. */
  filterComplaint?(filter: string): Promise<string | undefined>;
}
export type CheckLiveDeps = PlanArmDeps & PreviewLivePlanDeps & FilterDeps;

/** Checks what a live schedule would run, with the engine's config test. It downloads nothing and creates nothing. */
export async function checkLive(name: string, deps: CheckLiveDeps): Promise<Result<CheckedLive, Failure>> {
  const live = await previewLivePlan(name, deps);
  if (!live.ok) return live;
  const refused = await refusedFilter(name, live.value, deps);
  if (refused) return failed(refused);
  const [arms, planned, unavailable]: [CheckedArm[], PlanArm[], {arm: string; reason: string}[]] = [
    [],
    [],
    [],
  ];
  for (const declared of live.value.arms) {
    const now = await planArm(declared, live.value, deps);
    if (!now.ok) {
      if (!NO_RULES_YET.has(now.failure.kind)) return now;
      unavailable.push({arm: declared.name, reason: deps.messageOf(now.failure)});
      continue;
    }
    const {arm} = now.value;
    const checked = await testArm(declared, arm, live.value, deps);
    if (!checked.ok) return checked;
    arms.push(checked.value);
    planned.push(arm);
  }
  const overlaps = enabledOverlaps(planned, deps);
  const {sensor} = live.value;
  return ok({
    captures: live.value.captures.length,
    ignored: [],
    arms,
    overlaps,
    interface: sensor.kind === 'interface' ? sensor.interface : undefined,
    unavailable,
  });
}

/** Returns a failure for the first filter that tcpdump refuses. */
async function refusedFilter(
  name: string,
  {sensor, record}: LivePlan,
  deps: FilterDeps,
): Promise<Failure | undefined> {
  const ofSensor = sensor.kind === 'interface' ? sensor.filter : undefined;
  for (const filter of new Set([ofSensor, record?.filter])) {
    const reason = filter && (await deps.filterComplaint?.(filter));
    const file = deps.declarations.file('schedule', name);
    if (reason) return failure('filter-refused', {file, filter, reason});
  }
  return undefined;
}

async function testArm(
  declared: DeclaredArm,
  arm: PlanArm,
  live: LivePlan,
  deps: ArmConfigDeps & ScratchFolder & EngineChoice & {readonly say: Say},
): Promise<Result<CheckedArm, Failure>> {
  const engine = await armEngine(declared, live, deps);
  if (!engine.ok) return engine;
  const config = armConfig(arm, deps);
  if (!config) return fail('no-arm-available', {arms: [arm.name]});
  deps.say({kind: 'info', text: `checking the rules of ${arm.name}`});
  const checked = await deps.withScratch(folder => engine.value.check(config, folder, []));
  return checked.ok ? ok(checkedArm(arm.name, engine.value.identity, checked.value)) : checked;
}

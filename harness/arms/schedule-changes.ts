import {type ArmDeclaration, armName} from '../declarations/schedule.ts';
import {joined} from '../domain/plural.ts';
import {isLivePlan, type TrialPlan} from '../domain/trial.ts';
import {declaredDigest, type Reading, readSchedule} from './read-declared.ts';

/** A trial that began with a plan. */
interface Begun {
  readonly name: string;
  readonly plan: TrialPlan;
}

interface Arm {
  readonly name: string;
  readonly ruleset: string | undefined;
  readonly policy: string | undefined;
}

/** Says how the schedule of an unfinished trial has changed since the trial began, and what to do; undefined if it has not. */
export async function changesAndRemedy(trial: Begun, deps: Reading): Promise<string | undefined> {
  const changes = await scheduleChanges(trial, deps);
  if (changes === undefined) return undefined;
  const text = await declaredText('schedule', trial.plan.schedule, deps);
  return `${changes}. ${text === undefined ? remedyWithoutSchedule(trial) : remedy(trial)}`;
}

/**
 * Says in one sentence how the schedule of an unfinished trial, or a ruleset of it, has changed since the trial began, and
 * what the trial does about it. Returns undefined if nothing has changed, or if the trial came from no schedule.
 */
async function scheduleChanges({name, plan}: Begun, deps: Reading): Promise<string | undefined> {
  const isFromSchedule = plan.rerunOf === undefined && plan.replayOf === undefined;
  if (!isFromSchedule || plan.kind === 'ingested') return undefined;
  if ((await declaredDigest(plan.schedule, deps)) === plan.declaredDigest) return undefined;
  const file = deps.declarations.file('schedule', plan.schedule);
  const planned = plannedArms(plan);
  const changes = [
    ...(await changedArms(planned, plan.schedule, deps)),
    ...(await lostRulesets(planned, deps)),
  ];
  const what = changes.length > 0 ? joined(changes, 'and') : `${file} or one of its rulesets was edited`;
  const refreshes = isLivePlan(plan) && plan.live.snapshots === 'refresh' && changes.length === 0;
  const kept = refreshes
    ? 'the schedule that it began with, and takes its rulesets as they are now'
    : 'the plan that it began with';
  return `Since ${name} began, ${what}; ${name} keeps ${kept}`;
}

/** Says how to get a trial with the changed schedule. */
const remedy = (trial: Begun): string =>
  `To use the change, end this trial with: ${endOf(trial)}; ` +
  `then begin the next one with: ruletrial trial run ${trial.plan.schedule}. Otherwise undo the change`;

const remedyWithoutSchedule = (trial: Begun): string =>
  `If you no longer need it, end it with: ${endOf(trial)}. Otherwise restore the file`;

const endOf = ({name, plan}: Begun): string =>
  `ruletrial trial ${isLivePlan(plan) ? 'stop' : 'seal'} ${name}`;

const plannedArms = (plan: TrialPlan): readonly Arm[] =>
  isLivePlan(plan)
    ? plan.live.arms.map(({name, ruleset, policy}) => ({name, ruleset, policy}))
    : plan.arms.map(({name, ruleset, settings}) => ({
        name,
        ruleset: ruleset?.name,
        policy: settings?.policy,
      }));

async function changedArms(planned: readonly Arm[], schedule: string, deps: Reading): Promise<string[]> {
  const file = deps.declarations.file('schedule', schedule);
  const read = await readSchedule(schedule, deps);
  if (!read.ok)
    return [read.failure.kind === 'declaration-missing' ? `${file} was removed` : `${file} cannot be read`];
  const declared = read.value.value.arms;
  const names = new Set(planned.map(({name}) => name));
  const added = declared.filter(arm => !names.has(armName(arm)));
  const changes: string[] = [];
  for (const arm of planned) {
    const now = declared.find(one => armName(one) === arm.name);
    if (now) {
      if (now.ruleset !== arm.ruleset)
        changes.push(`arm ${arm.name} has the ruleset ${now.ruleset} in place of ${arm.ruleset}`);
      continue;
    }
    const renamed = added.findIndex(one => isSame(one, arm));
    const [other] = renamed < 0 ? [] : added.splice(renamed, 1);
    changes.push(other ? `arm ${arm.name} was renamed to ${armName(other)}` : `arm ${arm.name} was removed`);
  }
  return [...changes, ...added.map(arm => `arm ${armName(arm)} was added`)];
}

/** Whether a declared arm runs the same rules as a planned one; a plan of a replay also has the policy of the ruleset. */
const isSame = ({ruleset, policy}: ArmDeclaration, arm: Arm): boolean =>
  ruleset === arm.ruleset && (policy === undefined || policy === arm.policy);

/** Names the rulesets of the planned arms whose declarations were removed. */
async function lostRulesets(planned: readonly Arm[], deps: Reading): Promise<string[]> {
  const names = new Set(planned.flatMap(({ruleset}) => ruleset ?? []));
  const lost: string[] = [];
  for (const name of names) {
    if ((await declaredText('ruleset', name, deps)) !== undefined) continue;
    const arms = planned.filter(({ruleset}) => ruleset === name).map(arm => arm.name);
    lost.push(`${deps.declarations.file('ruleset', name)} was removed (arm ${arms.join(', ')})`);
  }
  return lost;
}

/** Returns the text of a declaration; undefined if it was removed, and '' if it is there but cannot be read. */
const declaredText = (kind: 'ruleset' | 'schedule', name: string, {declarations}: Reading) =>
  declarations.text(kind, name).catch(() => '');

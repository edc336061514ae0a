import {armConfig} from '../arms/check-arm.ts';
import {armEngine} from '../arms/plan-arm.ts';
import {readRuleset} from '../arms/read-declared.ts';
import {planRotation} from '../calendar/plan-slots.ts';
import type {Clock} from '../domain/time.ts';
import type {DeclaredArm, PlanArm} from '../domain/trial.ts';
import type {SlotFact} from './live-facts.ts';
import type {LiveStep} from './live-step.ts';
import type {NoticeKind} from './notice-kinds.ts';
import type {LiveTrial, SetupJournal, SlotJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import {type ArmSetup, type SetUpDeps, setUpArm, whyNoRules} from './set-up-arm.ts';

type Planned = Pick<LiveTrial, 'plan'>;
type LastGood = Pick<SetupJournal, 'lastGoodSetup'>;
export type RotationDeps = NoticeDeps &
  SetUpDeps & {readonly store: Planned & Pick<SlotJournal, 'addRotation'> & LastGood};
export type PrepareDeps = NoticeDeps &
  SetUpDeps & {
    readonly store: Planned & Pick<SetupJournal, 'prepared' | 'armChecked' | 'lastGoodSetup' | 'newestSetup'>;
  };

/**
 * Returns the setup from the plan if the trial is new or its snapshots are frozen, and `{setup: undefined}` if the arm had no
 * rules in the plan. Returns undefined if a new setup is needed.
 */
function plannedSetup(
  arm: string,
  deps: {readonly store: Planned; readonly clock: Clock},
): {setup: PlanArm | undefined} | undefined {
  const {plan} = deps.store;
  const {live} = plan;
  const fresh = deps.clock.now() - plan.createdAt <= live.prepareBeforeMs * 1000;
  if (live.snapshots === 'refresh' && !fresh) return undefined;
  const planned = plan.arms.find(({name}) => name === arm);
  return {setup: planned?.ruleset ? planned : undefined};
}

/** Returns the rules to continue with if the ruleset of an arm can no longer be read: the last ones that worked, or those of the plan. */
async function keptSetup(
  {name, ruleset}: DeclaredArm,
  {store, clock, ...deps}: SetUpDeps & {readonly store: Planned & LastGood},
): Promise<PlanArm | undefined> {
  const {live, arms} = store.plan;
  if (live.onFailure !== 'last-good' || (await readRuleset(ruleset, deps)).ok) return undefined;
  return store.lastGoodSetup(name, clock.now()) ?? arms.find(arm => arm.name === name && arm.ruleset);
}

async function setUpNow(
  declared: DeclaredArm,
  deps: SetUpDeps & {readonly store: Planned & LastGood},
): Promise<ArmSetup> {
  const {live} = deps.store.plan;
  const planned = plannedSetup(declared.name, deps);
  if (planned?.setup) return {setup: planned.setup, result: 'unchanged', reason: 'as planned'};
  if (planned && live.snapshots === 'frozen')
    return {setup: undefined, result: 'unavailable', reason: HAD_NO_RULES};
  const current = await setUpArm(declared, live, deps);
  if (!current.ok) return {setup: undefined, result: 'refused', reason: deps.messageOf(current.failure)};
  const kept = current.value.setup ? undefined : await keptSetup(declared, deps);
  if (!kept) return current.value;
  return {setup: kept, result: 'refused', reason: `${current.value.reason}; its last rules are used`};
}

/** Returns why an arm cannot get a slot now; undefined if it can. */
async function whyNoRulesNow(
  declared: DeclaredArm,
  deps: SetUpDeps & {readonly store: Planned & LastGood},
): Promise<string | undefined> {
  const {live} = deps.store.plan;
  const planned = plannedSetup(declared.name, deps);
  if (planned?.setup) return undefined;
  if (live.snapshots === 'frozen') return HAD_NO_RULES;
  const reason = await whyNoRules(declared, live, deps);
  return reason !== undefined && (await keptSetup(declared, deps)) ? undefined : reason;
}

const HAD_NO_RULES = 'it had no rules when the trial was created';

/**
 * Plans a rotation, in which every arm that has rules gets a slot. If no arm has rules, every arm gets a slot
 * all the same, and misses it unless its rules become available in time. A notice is posted for each arm without rules.
 */
export async function planNextRotation(
  {rotation, from, firstSlot}: Extract<LiveStep, {kind: 'plan'}>,
  deps: RotationDeps,
): Promise<void> {
  const {kind, live} = deps.store.plan;
  const available: string[] = [];
  const unavailable: {arm: string; reason: string}[] = [];
  for (const declared of live.arms) {
    const reason = await whyNoRulesNow(declared, deps);
    if (reason === undefined) available.push(declared.name);
    else unavailable.push({arm: declared.name, reason});
  }
  if (deps.stop.aborted) return;
  const arms = available.length > 0 ? available : live.arms.map(({name}) => name);
  const {order, seed, cadence} = live;
  const slots = planRotation({kind, arms, rotation, firstSlot, order, seed, cadence, from});
  deps.store.addRotation(slots);
  for (const {arm, reason} of unavailable) {
    const what = available.length > 0 ? 'has no slot' : 'has no rules yet for its slot';
    const text = `arm ${arm} ${what} in rotation ${rotation + 1}: ${reason}`;
    postNotice({kind: 'arm-unavailable', arm, text}, deps);
  }
}

/** Takes and tests the rules of an arm for a slot. If they are refused, falls back as declared and posts a notice. */
export async function prepareArm(slot: SlotFact, arm: string, deps: PrepareDeps): Promise<void> {
  const {store, clock} = deps;
  const {live} = store.plan;
  const declared = live.arms.find(({name}) => name === arm);
  if (!declared) throw new Error(`arm ${arm} is not declared`);
  const current = await setUpNow(declared, deps);
  // an interrupted attempt is not a refusal: it is repeated when the trial continues
  if (deps.stop.aborted) return;
  let {setup, reason} = current;
  if (current.result === 'refused') {
    postNotice({kind: 'snapshot-refused', slot: slot.slot, arm, text: `arm ${arm}: ${reason}`}, deps);
  } else if (!setup) {
    postNotice({kind: 'arm-unavailable', slot: slot.slot, arm, text: `arm ${arm}: ${reason}`}, deps);
  }
  const refusal = setup && (await testSetup(declared, setup, deps));
  if (setup && refusal !== undefined) {
    const lastGood = live.onFailure === 'last-good' ? store.lastGoodSetup(arm, clock.now()) : undefined;
    const differs =
      lastGood &&
      lastGood.configDigest + (lastGood.ruleset?.digest ?? '') !==
        setup.configDigest + (setup.ruleset?.digest ?? '');
    setup = differs ? lastGood : undefined;
    reason = `${refusal.reason}${setup ? '; using the last rules that worked' : ''}`;
    const kind = setup ? 'fell-back' : refusal.kind;
    postNotice({kind, slot: slot.slot, arm, text: `arm ${arm}: ${reason}`}, deps);
  }
  if (setup && current.result !== 'refused' && refusal === undefined && current.isAsExpected)
    reason = changeSinceLastSlot(setup, store.newestSetup(arm)) ?? reason;
  store.prepared({slot: slot.slot, arm, setup, reason, at: clock.now()});
}

/** Describes whether an arm's rules have changed since its last slot; undefined if it had no slot before. */
function changeSinceLastSlot(setup: PlanArm, before: PlanArm | undefined): string | undefined {
  if (!before) return undefined;
  return before.ruleset?.digest === setup.ruleset?.digest
    ? 'unchanged since its last slot'
    : 'new rules since its last slot';
}

/**
 * Runs the engine's config test on exactly the rules that the slot will load. Returns undefined if it accepts them, and
 * otherwise the reason and the kind of the notice.
 */
async function testSetup(
  declared: DeclaredArm,
  setup: PlanArm,
  deps: PrepareDeps,
): Promise<{kind: NoticeKind; reason: string} | undefined> {
  const engine = await armEngine(declared, deps.store.plan.live, deps);
  if (!engine.ok) return {kind: 'engine-failed', reason: deps.messageOf(engine.failure)};
  const config = armConfig(setup, deps);
  if (!config) return {kind: 'rules-refused', reason: 'it has no rules'};
  const checked = await deps.withScratch(folder => engine.value.check(config, folder, []));
  if (!checked.ok) return {kind: 'rules-refused', reason: deps.messageOf(checked.failure)};
  deps.store.armChecked(declared.name, checked.value);
  return undefined;
}

import {armConfig} from '../arms/check-arm.ts';
import {armEngine} from '../arms/plan-arm.ts';
import {planRotation} from '../calendar/plan-slots.ts';
import type {Clock} from '../domain/time.ts';
import type {DeclaredArm, PlanArm} from '../domain/trial.ts';
import type {SlotFact} from './live-facts.ts';
import type {LiveStep} from './live-step.ts';
import type {LiveTrial, SetupJournal, SlotJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import {type ArmSetup, lacksRules, type SetUpDeps, setUpArm} from './set-up-arm.ts';

type Planned = Pick<LiveTrial, 'plan'>;
export type RotationDeps = NoticeDeps &
  SetUpDeps & {readonly store: Planned & Pick<SlotJournal, 'addRotation'>};
export type PrepareDeps = NoticeDeps &
  SetUpDeps & {
    readonly store: Planned &
      Pick<SetupJournal, 'prepared' | 'armChecked' | 'lastSoundSetup' | 'newestSetup'>;
  };

/** The setup that a new trial has already, or keeps frozen. */
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

async function setUpNow(
  declared: DeclaredArm,
  deps: SetUpDeps & {readonly store: Planned},
): Promise<ArmSetup> {
  const {live} = deps.store.plan;
  const planned = plannedSetup(declared.name, deps);
  if (planned?.setup) return {setup: planned.setup, outcome: 'unchanged', words: 'as planned'};
  if (planned && live.snapshots === 'frozen')
    return {setup: undefined, outcome: 'unavailable', words: NOT_THEN};
  const taken = await setUpArm(declared, live, deps);
  return taken.ok
    ? taken.value
    : {setup: undefined, outcome: 'refused', words: deps.messageOf(taken.failure)};
}

/** What an arm lacks to get a slot; undefined if nothing. */
async function lacksNow(
  declared: DeclaredArm,
  deps: SetUpDeps & {readonly store: Planned},
): Promise<string | undefined> {
  const {live} = deps.store.plan;
  const planned = plannedSetup(declared.name, deps);
  if (planned?.setup) return undefined;
  if (live.snapshots === 'frozen') return NOT_THEN;
  return lacksRules(declared, live, deps);
}

const NOT_THEN = 'it had no rules when the trial was created';

/**
 * Plans a rotation: every arm that has rules then gets a slot in it. Where none has, all get theirs, and will
 * miss it with a notice.
 */
export async function planNextRotation(
  {rotation, from, firstSlot}: Extract<LiveStep, {kind: 'plan'}>,
  deps: RotationDeps,
): Promise<void> {
  const {kind, live} = deps.store.plan;
  const available: string[] = [];
  const lacking: {arm: string; words: string}[] = [];
  for (const declared of live.arms) {
    const words = await lacksNow(declared, deps);
    if (words === undefined) available.push(declared.name);
    else lacking.push({arm: declared.name, words});
  }
  if (deps.stop.aborted) return;
  const arms = available.length > 0 ? available : live.arms.map(({name}) => name);
  const {order, seed, cadence} = live;
  const slots = planRotation({kind, arms, rotation, firstSlot, order, seed, cadence, from});
  deps.store.addRotation(slots);
  for (const {arm, words} of lacking) {
    const text = `arm ${arm} has no slot in rotation ${rotation + 1}: ${words}`;
    postNotice({kind: 'arm-unavailable', arm, text}, deps);
  }
}

/** Takes and tests the rules of an arm for a slot; if they are refused, falls back as declared, with a notice. */
export async function prepareArm(slot: SlotFact, arm: string, deps: PrepareDeps): Promise<void> {
  const {store, clock} = deps;
  const {live} = store.plan;
  const declared = live.arms.find(({name}) => name === arm);
  if (!declared) throw new Error(`arm ${arm} is not declared`);
  const taken = await setUpNow(declared, deps);
  // an interrupted take was not refused: it is repeated when the trial continues
  if (deps.stop.aborted) return;
  let {setup, words} = taken;
  if (taken.outcome === 'refused') {
    postNotice({kind: 'snapshot-refused', slot: slot.slot, arm, text: `arm ${arm}: ${words}`}, deps);
  } else if (!setup) {
    postNotice({kind: 'arm-unavailable', slot: slot.slot, arm, text: `arm ${arm}: ${words}`}, deps);
  }
  const refused = setup && (await testSetup(declared, setup, deps));
  if (setup && refused !== undefined) {
    const before = live.onFailure === 'last-good' ? store.lastSoundSetup(arm, clock.now()) : undefined;
    const other =
      before &&
      before.configDigest + (before.ruleset?.digest ?? '') !==
        setup.configDigest + (setup.ruleset?.digest ?? '');
    setup = other ? before : undefined;
    words = `${refused}${setup ? '; using its previous rules' : ''}`;
    postNotice(
      {kind: setup ? 'fell-back' : 'engine-failed', slot: slot.slot, arm, text: `arm ${arm}: ${words}`},
      deps,
    );
  }
  if (setup && taken.outcome !== 'refused' && refused === undefined && taken.sinceLast)
    words = sinceLast(setup, store.newestSetup(arm)) ?? words;
  store.prepared({slot: slot.slot, arm, setup, words, at: clock.now()});
}

/** Whether an arm's rules are others than those of its last slot; undefined when it had none. */
function sinceLast(setup: PlanArm, before: PlanArm | undefined): string | undefined {
  if (!before) return undefined;
  return before.ruleset?.digest === setup.ruleset?.digest
    ? 'unchanged since its last slot'
    : 'new rules since its last slot';
}

/** The engine's config test of exactly the rules that the slot will load; its message if it refuses them. */
async function testSetup(
  declared: DeclaredArm,
  setup: PlanArm,
  deps: PrepareDeps,
): Promise<string | undefined> {
  const engine = await armEngine(declared, deps.store.plan.live, deps);
  if (!engine.ok) return deps.messageOf(engine.failure);
  const config = armConfig(setup, deps);
  if (!config) return 'it has no rules';
  const checked = await deps.withScratch(folder => engine.value.check(config, folder, []));
  if (!checked.ok) return deps.messageOf(checked.failure);
  deps.store.armChecked(declared.name, checked.value);
  return undefined;
}

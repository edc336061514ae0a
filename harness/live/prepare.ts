import {armConfig} from '../arms/check-arm.ts';
import {armEngine} from '../arms/plan-arm.ts';
import {planRotation} from '../calendar/plan-slots.ts';
import type {Clock} from '../domain/time.ts';
import type {DeclaredArm, PlanArm} from '../domain/trial.ts';
import type {SlotFact} from './facts.ts';
import {type LoadedArm, type LoadOutside, lacksRules, loadArm} from './load-arm.ts';
import type {LiveTrial, SetupJournal, SlotJournal} from './ports.ts';
import type {LiveStep} from './step.ts';
import {type Telling, tellNotice} from './tell-notice.ts';

type Planned = Pick<LiveTrial, 'plan'>;
type RotationDeps = Telling & LoadOutside & {readonly store: Planned & Pick<SlotJournal, 'addRotation'>};
type PrepareDeps = Telling &
  LoadOutside & {
    readonly store: Planned & Pick<SetupJournal, 'prepared' | 'armChecked' | 'lastSoundLoad' | 'newestLoad'>;
  };

/** What a trial that was made a moment ago has taken already, or keeps for good. */
function plannedLoad(
  arm: string,
  deps: {readonly store: Planned; readonly clock: Clock},
): {load: PlanArm | undefined} | undefined {
  const {plan} = deps.store;
  const {live} = plan;
  const fresh = deps.clock.now() - plan.createdAt <= live.prepareBeforeMs * 1000;
  if (live.snapshots === 'refresh' && !fresh) return undefined;
  const planned = plan.arms.find(({name}) => name === arm);
  return {load: planned?.ruleset ? planned : undefined};
}

async function loadNow(
  declared: DeclaredArm,
  deps: LoadOutside & {readonly store: Planned},
): Promise<LoadedArm> {
  const {live} = deps.store.plan;
  const planned = plannedLoad(declared.name, deps);
  if (planned?.load) return {load: planned.load, outcome: 'unchanged', words: 'as the trial was planned'};
  if (planned && live.snapshots === 'frozen')
    return {load: undefined, outcome: 'unavailable', words: NOT_THEN};
  const loaded = await loadArm(declared, live, deps);
  return loaded.ok ? loaded.value : {load: undefined, outcome: 'refused', words: deps.tell(loaded.failure)};
}

/** What an arm lacks to have a slot; undefined: nothing. */
async function lacksNow(
  declared: DeclaredArm,
  deps: LoadOutside & {readonly store: Planned},
): Promise<string | undefined> {
  const {live} = deps.store.plan;
  const planned = plannedLoad(declared.name, deps);
  if (planned?.load) return undefined;
  if (live.snapshots === 'frozen') return NOT_THEN;
  return lacksRules(declared, live, deps);
}

const NOT_THEN = 'it had no rules when the trial was made';

/**
 * Plans a rotation: every arm that has rules then gets a slot in it. Where none has, all get theirs, and they will be
 * told as missed.
 */
export async function planNextRotation(
  {rotation, from, firstSlot}: Extract<LiveStep, {step: 'plan'}>,
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
    tellNotice({kind: 'arm-unavailable', arm, text}, deps);
  }
}

/** Takes and tests what an arm is to run in a slot; what is refused falls back as declared, and is told. */
export async function prepareArm(slot: SlotFact, arm: string, deps: PrepareDeps): Promise<void> {
  const {store, clock} = deps;
  const {live} = store.plan;
  const declared = live.arms.find(({name}) => name === arm);
  if (!declared) throw new Error(`arm ${arm} is not declared`);
  const loaded = await loadNow(declared, deps);
  // what was cut off was not refused: it is taken again when the trial goes on
  if (deps.stop.aborted) return;
  let {load, words} = loaded;
  if (loaded.outcome === 'refused') {
    tellNotice({kind: 'snapshot-refused', slot: slot.slot, arm, text: `arm ${arm}: ${words}`}, deps);
  } else if (!load) {
    tellNotice({kind: 'arm-unavailable', slot: slot.slot, arm, text: `arm ${arm}: ${words}`}, deps);
  }
  const refused = load && (await testLoad(declared, load, deps));
  if (load && refused !== undefined) {
    const before = live.onFailure === 'last-good' ? store.lastSoundLoad(arm, clock.now()) : undefined;
    const other =
      before &&
      before.configDigest + (before.ruleset?.digest ?? '') !==
        load.configDigest + (load.ruleset?.digest ?? '');
    load = other ? before : undefined;
    words = `${refused}${load ? '; what it ran before is used' : ''}`;
    tellNotice(
      {kind: load ? 'fell-back' : 'engine-failed', slot: slot.slot, arm, text: `arm ${arm}: ${words}`},
      deps,
    );
  }
  if (load && loaded.outcome !== 'refused' && refused === undefined && loaded.sinceLast)
    words = sinceLast(load, store.newestLoad(arm)) ?? words;
  store.prepared({slot: slot.slot, arm, load, words, at: clock.now()});
}

/** Whether an arm's rules are others than those of its last slot; undefined when it had none. */
function sinceLast(load: PlanArm, before: PlanArm | undefined): string | undefined {
  if (!before) return undefined;
  return before.ruleset?.digest === load.ruleset?.digest
    ? 'unchanged since its last slot'
    : 'new rules since its last slot';
}

/** The engine's config test of the very rules that the slot will load; its words when it refuses them. */
async function testLoad(
  declared: DeclaredArm,
  load: PlanArm,
  deps: PrepareDeps,
): Promise<string | undefined> {
  const engine = await armEngine(declared, deps.store.plan.live, deps);
  if (!engine.ok) return deps.tell(engine.failure);
  const config = armConfig(load, deps);
  if (!config) return 'it has no rules';
  const checked = await deps.withScratch(folder => engine.value.check(config, folder, []));
  if (!checked.ok) return deps.tell(checked.failure);
  deps.store.armChecked(declared.name, checked.value);
  return undefined;
}

import type {DeclarationFailure} from '../declarations/failures.ts';
import {type ArmDeclaration, armName, type ScheduleDeclaration} from '../declarations/schedule.ts';
import type {CaptureFacts} from '../domain/capture.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import {configDigest} from '../engine/config-text.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CaptureSource, Engine} from '../engine/ports.ts';
import {currentSnapshot, type DeclaredOutside} from '../snapshots/declared.ts';
import type {TakeFailure} from '../snapshots/take.ts';
import {armSettings, engineWish} from './arm-settings.ts';
import type {TrialFailure} from './failures.ts';
import {digestOf, type Reading, type ReadReplay, readReplaySchedule, readRuleset} from './read-declared.ts';
import {wrongNames} from './wrong-names.ts';

export interface PlanOutside extends Reading, Omit<DeclaredOutside, 'resolve'> {
  readonly captures: CaptureSource;
  /** The engine for an arm: the named Snort, the one found, or recorded runs. */
  engineFor(wanted: {
    /** A plan made on recorded runs goes on with them, though there be a Snort. */
    only?: 'recorded';
    snort: string | undefined;
    recorded: string | undefined;
  }): Promise<Result<Engine, EngineFailure>>;
  readonly cores: number;
}

export type PlanFailure = DeclarationFailure | TakeFailure | EngineFailure | TrialFailure;

export interface Planned {
  readonly plan: TrialPlan;
  readonly schedule: ScheduleDeclaration;
}

/** Everything that a trial's declarations name, looked up and frozen; nothing runs yet. */
export async function makePlan(name: string, outside: PlanOutside): Promise<Result<Planned, PlanFailure>> {
  if (!NAME.test(name)) return failed({kind: 'trial-name', name});
  const schedule = await readReplaySchedule(name, outside);
  if (!schedule.ok) return schedule;
  const wrong = wrongNames(name, schedule.value, outside);
  if (wrong) return failed(wrong);
  const texts = [schedule.value.text];
  const arms: PlanArm[] = [];
  for (const declared of schedule.value.value.arms) {
    const arm = await planArm(declared, schedule.value.value, outside, texts);
    if (!arm.ok) return arm;
    arms.push(arm.value);
  }
  const captures = await planCaptures(name, schedule.value, outside);
  if (!captures.ok) return captures;
  const {isolation, baseline} = schedule.value.value;
  const plan: TrialPlan = {
    version: 1,
    kind: 'replay',
    schedule: name,
    declaredDigest: digestOf(texts),
    madeBy: outside.madeBy,
    createdAt: outside.clock.now(),
    isolation,
    shards: Math.max(1, outside.cores * 2),
    baseline: baseline ?? arms[0]?.name,
    arms,
    captures: captures.value.captures.map(capture => ({...capture})),
    ignored: [...captures.value.ignored],
  };
  return ok({plan, schedule: schedule.value.value});
}

async function planArm(
  declared: ArmDeclaration,
  schedule: ScheduleDeclaration,
  outside: PlanOutside,
  texts: string[],
): Promise<Result<PlanArm, PlanFailure>> {
  const ruleset = await readRuleset(declared.ruleset, outside);
  if (!ruleset.ok) return ruleset;
  texts.push(ruleset.value.text);
  const policy = declared.policy ?? ruleset.value.value.policy;
  const snapshot = await currentSnapshot(declared.ruleset, ruleset.value.value, policy, {
    ...outside,
    resolve: outside.declarations.resolve,
  });
  if (!snapshot.ok) return snapshot;
  const snort = declared.snort ?? schedule.engine.snort;
  const engine = await outside.engineFor({snort, recorded: schedule.recorded});
  if (!engine.ok) return engine;
  const name = armName(declared);
  const settings = armSettings(declared, ruleset.value.value, engineWish(schedule.engine), snapshot.value);
  if (settings.ownConfig && (declared.builtins ?? ruleset.value.value.builtins)) {
    const text = `arm ${name}: builtins: true is left out, since with config: lightspd the archive's states say which builtin rules alert`;
    outside.say({kind: 'warning', text});
  }
  return ok({
    name,
    ruleset: snapshot.value,
    settings,
    configDigest: configDigest(settings),
    engine: engine.value.identity,
  });
}

async function planCaptures(
  name: string,
  {value, lineOf}: ReadReplay,
  outside: PlanOutside,
): Promise<Result<{captures: readonly CaptureFacts[]; ignored: readonly string[]}, TrialFailure>> {
  const found = await outside.captures.find(value.captures, (done, total) =>
    outside.say({kind: 'work', what: 'reading captures', done, total}),
  );
  const file = outside.declarations.file('schedule', name);
  if ('reason' in found) {
    const line = lineOf(['captures', value.captures.indexOf(found.entry)]);
    return failed({kind: 'captures-missing', file, line, entry: found.entry, reason: found.reason});
  }
  const broken = found.captures.find(({path}) => /[\r\n]/.test(path));
  return broken ? failed({kind: 'capture-name', path: broken.path}) : ok(found);
}

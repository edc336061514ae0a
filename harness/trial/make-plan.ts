import type {DeclarationFailure} from '../declarations/failures.ts';
import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import {type ArmDeclaration, armName, type ScheduleDeclaration} from '../declarations/schedule.ts';
import type {CaptureFacts} from '../domain/capture.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {type EngineSettings, NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import {configDigest} from '../engine/config-text.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CaptureSource, Engine} from '../engine/ports.ts';
import {currentSnapshot, type DeclaredOutside} from '../snapshots/declared.ts';
import type {TakeFailure} from '../snapshots/take.ts';
import type {TrialFailure} from './failures.ts';
import {snapshotSettings} from './prove-snapshot.ts';
import {digestOf, type Reading, type ReadSchedule, readRuleset, readSchedule} from './read-declared.ts';

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
  const schedule = await readSchedule(name, outside);
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

/** Arms need names of their own, the baseline one of theirs. */
function wrongNames(
  name: string,
  {value, lineOf}: ReadSchedule,
  outside: PlanOutside,
): TrialFailure | undefined {
  const file = outside.declarations.file('schedule', name);
  const names = value.arms.map(armName);
  const twice = names.findIndex((arm, place) => names.indexOf(arm) !== place);
  if (twice >= 0) return {kind: 'arm-twice', file, line: lineOf(['arms', twice]), arm: names[twice] ?? ''};
  const {baseline} = value;
  if (baseline === undefined || names.includes(baseline)) return undefined;
  return {kind: 'baseline-missing', file, line: lineOf(['baseline']), baseline, arms: names};
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
  const settings = settingsOf(declared, ruleset.value.value, schedule, snapshot.value);
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

function settingsOf(
  arm: ArmDeclaration,
  ruleset: RulesetDeclaration,
  {engine}: ScheduleDeclaration,
  snapshot: Manifest,
): EngineSettings {
  const {list, ...decided} = snapshotSettings(snapshot);
  return {
    ...decided,
    ...(list ? {list: arm.mode ?? ruleset.mode} : {}),
    ...(snapshot.policy === undefined ? {} : {policy: snapshot.policy}),
    builtins: !decided.ownConfig && (arm.builtins ?? ruleset.builtins),
    homeNet: engine.home_net,
    externalNet: engine.external_net,
    checksums: engine.checksums,
    tweaks: [engine.tweaks, arm.tweaks ?? ''].filter(text => text !== '').join('\n'),
  };
}

async function planCaptures(
  name: string,
  {value, lineOf}: ReadSchedule,
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

import {declaredEngine} from '../arms/arm-settings.ts';
import {armEngine, declaredArm} from '../arms/plan-arm.ts';
import {
  declaredDigest,
  type Reading,
  type ReadLive,
  readLiveSchedule,
  readRuleset,
} from '../arms/read-declared.ts';
import {wrongNames} from '../arms/wrong-names.ts';
import {declaredCadence} from '../calendar/declared-cadence.ts';
import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import {type LivePlan, type LiveTrialPlan, NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import type {CaptureSource} from '../engine/capture-ports.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {fail} from './failures.ts';
import type {HostFacts} from './machine-ports.ts';
import {notifyOf, recordOf} from './planned-values.ts';
import {type SetUpDeps, setUpArm} from './set-up-arm.ts';

type PlanDeps = Reading & HostFacts & {readonly clock: Clock};
type Captures = Pick<CaptureSource, 'find' | 'project'>;
type CaptureDeps = Pick<Reading, 'declarations'> & {readonly captures: Captures};
export type PreviewLivePlanDeps = PlanDeps & CaptureDeps;
export type LivePlanDeps = PreviewLivePlanDeps & SetUpDeps;

/** Makes the complete plan of a live trial. It takes snapshots for all arms now, because the first slot may begin at once. */
export async function makeLivePlan(
  name: string,
  deps: LivePlanDeps,
): Promise<Result<LiveTrialPlan, Failure>> {
  const requestedAt = deps.clock.now();
  const read = await readNamed(name, deps);
  if (!read.ok) return read;
  const live = await livePlan(name, read.value, deps);
  if (!live.ok) return live;
  const captures = await sensorCaptures(name, read.value, deps);
  if (!captures.ok) return captures;
  const arms = await planArms(live.value, deps);
  if (!arms.ok) return arms;
  const now = deps.clock.now();
  const {kind, baseline} = read.value.value;
  return ok({
    version: 1,
    kind,
    schedule: name,
    declaredDigest: (await declaredDigest(name, deps)) ?? '',
    madeBy: deps.madeBy,
    createdAt: now,
    isolation: 'slot',
    shards: 1,
    baseline: baseline ?? live.value.arms[0]?.name,
    arms: arms.value,
    captures: captures.value,
    project: deps.captures.project,
    live: {...live.value, cadence: declaredCadence(read.value.value, requestedAt, now)},
  });
}

/** Returns the plan that a live schedule would get. It takes no snapshots and creates no trial. */
export async function previewLivePlan(
  name: string,
  deps: PreviewLivePlanDeps,
): Promise<Result<LivePlan & Pick<TrialPlan, 'captures'>, Failure>> {
  const read = await readNamed(name, deps);
  if (!read.ok) return read;
  const live = await livePlan(name, read.value, deps);
  if (!live.ok) return live;
  const captures = await sensorCaptures(name, read.value, deps);
  return captures.ok ? ok({...live.value, captures: captures.value}) : captures;
}

async function readNamed(name: string, deps: Reading): Promise<Result<ReadLive, Failure>> {
  if (!NAME.test(name)) return failTrial('trial-name', {name});
  const read = await readLiveSchedule(name, deps);
  if (!read.ok) return read;
  const wrong = wrongNames(name, read.value, deps);
  return wrong ? failed(wrong) : read;
}

async function livePlan(
  name: string,
  {value, lineOf}: ReadLive,
  deps: PlanDeps,
): Promise<Result<LivePlan, Failure>> {
  const file = deps.declarations.file('schedule', name);
  const sensor = await sensorOf(value, file, lineOf(['sensor', 'interface']), deps);
  if (!sensor.ok) return sensor;
  for (const {ruleset} of value.arms) {
    // a ruleset without rules may get them later, but an undeclared ruleset is an error
    const declared = await readRuleset(ruleset, deps);
    if (!declared.ok) return declared;
  }
  const {record} = value;
  if (record && (await deps.recorderVersion()) === undefined)
    return fail('recorder-missing', {file, line: lineOf(['record'])});
  const reboot = await deps.nightlyReboot();
  return ok({
    sensor: sensor.value,
    arms: value.arms.map(declaredArm),
    engine: declaredEngine(value.engine),
    cadence: declaredCadence(value, deps.clock.now()),
    zone: value.zone,
    rotations: value.rotations,
    order: value.order,
    seed: value.seed ?? deps.drawSeed(),
    warmUpMs: value.warm_up,
    snapshots: value.snapshots,
    prepareBeforeMs: value.prepare_before,
    readyWithinMs: value.ready_within,
    onFailure: value.on_failure,
    ...(record ? {record: recordOf(record)} : {}),
    thenReplay: value.then === 'replay',
    load: {everyMs: value.load.every, processes: value.load.processes},
    minFreeBytes: value.min_free,
    logs: value.logs,
    ...(value.notify ? {notify: notifyOf(value.notify)} : {}),
    ...(value.recorded === undefined ? {} : {recorded: value.recorded}),
    ...(reboot ? {reboot} : {}),
  });
}

async function sensorOf(
  {sensor}: LiveDeclaration,
  file: string,
  line: number,
  deps: Pick<HostFacts, 'defaultInterface' | 'interfaceExists'>,
): Promise<Result<LivePlan['sensor'], Failure>> {
  if (sensor.play) return ok({kind: 'captures'});
  const name = sensor.interface === 'auto' ? await deps.defaultInterface() : sensor.interface;
  const {daq, threads, filter} = sensor;
  if (name !== undefined && (await deps.interfaceExists(name)))
    return ok({
      kind: 'interface',
      interface: name,
      ...{daq, threads},
      ...(filter === undefined ? {} : {filter}),
    });
  return fail('interface-missing', {file, line, name: sensor.interface});
}

/** Plans each arm with its rules, if they are available. An arm without rules joins in a later rotation once it has them. */
async function planArms(live: LivePlan, deps: SetUpDeps): Promise<Result<PlanArm[], Failure>> {
  const arms: PlanArm[] = [];
  for (const declared of live.arms) {
    deps.say({kind: 'info', text: `arm ${declared.name}: taking a snapshot of ${declared.ruleset}`});
    const engine = await armEngine(declared, live, deps);
    if (!engine.ok) return engine;
    const armSetup = await setUpArm(declared, {...live, onFailure: 'last-good'}, deps);
    if (!armSetup.ok) return armSetup;
    const {setup, reason} = armSetup.value;
    if (!setup) deps.say({kind: 'warning', text: `arm ${declared.name} has no rules yet: ${reason}`});
    arms.push(setup ?? {name: declared.name, engine: engine.value.identity});
  }
  const withRules = arms.filter(({ruleset}) => ruleset);
  if (withRules.length === 0) return fail('no-arm-available', {arms: arms.map(({name}) => name)});
  if (withRules.length === 1)
    deps.say({
      kind: 'warning',
      text: `only ${withRules[0]?.name} has rules: there is nothing to compare it with`,
    });
  return ok(arms);
}

/** Finds the captures that replace an interface; none if the sensor is an interface. */
async function sensorCaptures(
  name: string,
  {value: {sensor}, lineOf}: ReadLive,
  {captures, declarations}: CaptureDeps,
): Promise<Result<TrialPlan['captures'], Failure>> {
  if (!sensor.play) return ok([]);
  const found = await captures.find(sensor.play, () => {});
  if ('reason' in found) {
    const {entry, reason} = found;
    const where = {file: declarations.file('schedule', name), line: lineOf(['sensor', 'play'])};
    return failTrial('captures-missing', {...where, entry, reason});
  }
  return ok(
    found.captures.map(({linkType, headerProblem, damage, ...capture}) => ({
      ...capture,
      ...(linkType === undefined ? {} : {linkType}),
      ...(headerProblem === undefined ? {} : {headerProblem}),
      ...(damage === undefined ? {} : {damage}),
    })),
  );
}

import {engineWish} from '../arms/arm-settings.ts';
import {armEngine, declaredArm} from '../arms/plan-arm.ts';
import {declaredDigest, type ReadLive, readLiveSchedule, readRuleset} from '../arms/read-declared.ts';
import {wrongNames} from '../arms/wrong-names.ts';
import {declaredCadence} from '../calendar/declared-cadence.ts';
import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type LivePlan, type LiveTrialPlan, NAME, type PlanArm, type TrialPlan} from '../domain/trial.ts';
import type {CaptureSource} from '../engine/ports.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {fail} from './failures.ts';
import {type LoadOutside, loadArm} from './load-arm.ts';
import {notifyOf, recordOf} from './planned-values.ts';

export interface LivePlanOutside extends LoadOutside {
  readonly captures: CaptureSource;
  /** The interface of the default route; undefined where there is none. */
  defaultInterface(): Promise<string | undefined>;
  interfaceExists(name: string): Promise<boolean>;
  /** The minute at which root's crontab reboots this machine. */
  nightlyReboot(): Promise<LivePlan['reboot']>;
  /** tcpdump's version; undefined where it is missing. */
  recorderVersion(): Promise<string | undefined>;
  /** 0..2^31-1, for a schedule that names no seed. */
  drawSeed(): number;
}

/** Everything that a live trial is conducted by; its arms' rules are taken now, so that the first slot can begin. */
export async function makeLivePlan(
  name: string,
  outside: LivePlanOutside,
): Promise<Result<LiveTrialPlan, Failure>> {
  const asked = outside.clock.now();
  const read = await readNamed(name, outside);
  if (!read.ok) return read;
  const live = await livePlan(name, read.value, outside);
  if (!live.ok) return live;
  const captures = await playedCaptures(name, read.value, outside);
  if (!captures.ok) return captures;
  const arms = await planArms(live.value, outside);
  if (!arms.ok) return arms;
  const now = outside.clock.now();
  const {kind, baseline} = read.value.value;
  return ok({
    version: 1,
    kind,
    schedule: name,
    declaredDigest: (await declaredDigest(name, outside)) ?? '',
    madeBy: outside.madeBy,
    createdAt: now,
    isolation: 'slot',
    shards: 1,
    baseline: baseline ?? live.value.arms[0]?.name,
    arms: arms.value,
    captures: captures.value,
    live: {...live.value, cadence: declaredCadence(read.value.value, asked, now)},
  });
}

/** How a live schedule would be conducted; nothing is taken, nothing is made. */
export async function livePlanOf(
  name: string,
  outside: LivePlanOutside,
): Promise<Result<LivePlan & Pick<TrialPlan, 'captures'>, Failure>> {
  const read = await readNamed(name, outside);
  if (!read.ok) return read;
  const live = await livePlan(name, read.value, outside);
  if (!live.ok) return live;
  const captures = await playedCaptures(name, read.value, outside);
  return captures.ok ? ok({...live.value, captures: captures.value}) : captures;
}

async function readNamed(name: string, outside: LivePlanOutside): Promise<Result<ReadLive, Failure>> {
  if (!NAME.test(name)) return failTrial('trial-name', {name});
  const read = await readLiveSchedule(name, outside);
  if (!read.ok) return read;
  const wrong = wrongNames(name, read.value, outside);
  return wrong ? failed(wrong) : read;
}

async function livePlan(
  name: string,
  {value, lineOf}: ReadLive,
  outside: LivePlanOutside,
): Promise<Result<LivePlan, Failure>> {
  const file = outside.declarations.file('schedule', name);
  const sensor = await sensorOf(value, file, lineOf(['sensor', 'interface']), outside);
  if (!sensor.ok) return sensor;
  for (const {ruleset} of value.arms) {
    // one that has no rules yet joins later; one that is not declared is a mistake
    const declared = await readRuleset(ruleset, outside);
    if (!declared.ok) return declared;
  }
  const {record} = value;
  if (record && (await outside.recorderVersion()) === undefined)
    return fail('recorder-missing', {file, line: lineOf(['record'])});
  const reboot = await outside.nightlyReboot();
  return ok({
    sensor: sensor.value,
    arms: value.arms.map(declaredArm),
    engine: engineWish(value.engine),
    cadence: declaredCadence(value, outside.clock.now()),
    zone: value.zone,
    rotations: value.rotations,
    order: value.order,
    seed: value.seed ?? outside.drawSeed(),
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
  outside: LivePlanOutside,
): Promise<Result<LivePlan['sensor'], Failure>> {
  if (sensor.play) return ok({kind: 'captures'});
  const name = sensor.interface === 'auto' ? await outside.defaultInterface() : sensor.interface;
  const {daq, threads, filter} = sensor;
  if (name !== undefined && (await outside.interfaceExists(name)))
    return ok({
      kind: 'interface',
      interface: name,
      ...{daq, threads},
      ...(filter === undefined ? {} : {filter}),
    });
  return fail('interface-missing', {file, line, name: sensor.interface});
}

/** Each arm with its rules where they can be had; one that lacks something joins later, if it is there then. */
async function planArms(live: LivePlan, outside: LivePlanOutside): Promise<Result<PlanArm[], Failure>> {
  const arms: PlanArm[] = [];
  for (const declared of live.arms) {
    outside.say({kind: 'info', text: `arm ${declared.name}: taking ${declared.ruleset}`});
    const engine = await armEngine(declared, live, outside);
    if (!engine.ok) return engine;
    const loaded = await loadArm(declared, {...live, onFailure: 'last-good'}, outside);
    if (!loaded.ok) return loaded;
    const {load, words} = loaded.value;
    if (!load) outside.say({kind: 'warning', text: `arm ${declared.name} is unavailable: ${words}`});
    arms.push(load ?? {name: declared.name, engine: engine.value.identity});
  }
  const there = arms.filter(({ruleset}) => ruleset);
  if (there.length === 0) return fail('no-arm-available', {arms: arms.map(({name}) => name)});
  if (there.length === 1)
    outside.say({kind: 'warning', text: `only ${there[0]?.name} has rules: one arm alone is no comparison`});
  return ok(arms);
}

/** The captures that are played in place of an interface; none where one is listened on. */
async function playedCaptures(
  name: string,
  {value: {sensor}, lineOf}: ReadLive,
  {captures, declarations}: Pick<LivePlanOutside, 'captures' | 'declarations'>,
): Promise<Result<TrialPlan['captures'], Failure>> {
  if (!sensor.play) return ok([]);
  const found = await captures.find(sensor.play, () => {});
  if ('reason' in found) {
    const {entry, reason} = found;
    const place = {file: declarations.file('schedule', name), line: lineOf(['sensor', 'play'])};
    return failTrial('captures-missing', {...place, entry, reason});
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

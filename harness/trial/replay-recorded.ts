import {join} from 'node:path';
import {planArm} from '../arms/plan-arm.ts';
import {isRecorded} from '../domain/capture.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {CaptureSource} from '../engine/capture-ports.ts';
import {fail} from './failures.ts';
import {beginTrial, type RunDeps} from './run-trial.ts';
import {nextName} from './trials.ts';

/** The recorded traffic of a live trial. */
export interface Recorded {
  readonly trial: string;
  /** The plan of the trial, in which each arm has the setup that was prepared for it last. */
  readonly plan: TrialPlan;
  /** Absolute paths, oldest first. */
  readonly captures: readonly {readonly path: string; readonly slot: number}[];
}

/** Finds recorded files: traffic that ruletrial recorded is in the trial's folder, replayed captures are where captures are. */
export const recordedCaptures = (
  files: readonly {readonly file: string; readonly slot: number}[],
  trialFolder: string,
  {locate}: Pick<CaptureSource, 'locate'>,
): Recorded['captures'] =>
  files.map(({file, slot}) => ({slot, path: isRecorded(file) ? join(trialFolder, file) : locate(file)}));

export interface ReplayRequest {
  /** First and last slot, counted from 1; undefined means all slots. */
  readonly slots: readonly [number, number] | undefined;
  /** Arms of the trial or rulesets of the project; an empty list means all arms of the trial. */
  readonly arms: readonly string[];
}

/** Replays recorded traffic through arms, or through rulesets that were added later, as a new trial, and returns its name. */
export async function replayRecorded(
  {trial, plan, captures}: Recorded,
  request: ReplayRequest,
  deps: RunDeps,
): Promise<Result<string, Failure>> {
  const [from, to] = request.slots ?? [1, Number.POSITIVE_INFINITY];
  const chosen = captures.filter(({slot}) => slot + 1 >= from && slot + 1 <= to);
  if (chosen.length === 0) return fail('nothing-recorded', {trial, slots: slotsText(request)});
  const source = deps.captures.inProject(plan.project);
  const found = await source.find(
    chosen.map(({path}) => path),
    () => {},
  );
  if ('reason' in found) return fail('capture-changed', {path: found.entry, reason: found.reason});
  const arms = await chooseArms(plan, request.arms, deps);
  if (!arms.ok) return arms;
  const names = arms.value.map(({name}) => name);
  const slotOf = new Map(chosen.map(({path, slot}) => [path, slot]));
  const {live: _, ...rest} = plan;
  const replay: TrialPlan = {
    ...rest,
    kind: 'replay',
    schedule: `${trial}.replay`,
    madeBy: deps.madeBy,
    createdAt: deps.clock.now(),
    isolation: 'slot',
    baseline: names.includes(plan.baseline ?? '') ? plan.baseline : names[0],
    arms: arms.value,
    captures: found.captures.map(capture => ({
      ...capture,
      slot: slotOf.get(source.locate(capture.path)) ?? 0,
    })),
    replayOf: trial,
  };
  const name = nextName(replay.schedule, await deps.trials.names());
  deps.say({kind: 'info', text: `${name}: recorded traffic of ${trial} through ${names.join(', ')}`});
  return beginTrial(name, replay, plan.live?.logs ?? 'compress', {...deps, captures: source});
}

function slotsText({slots}: ReplayRequest): string {
  if (!slots) return 'all slots';
  const [from, to] = slots;
  return from === to ? `slot ${from}` : `slots ${from} to ${to}`;
}

async function chooseArms(
  plan: TrialPlan,
  wanted: readonly string[],
  deps: RunDeps,
): Promise<Result<PlanArm[], Failure>> {
  if (wanted.length === 0) return ok(plan.arms.filter(({ruleset}) => ruleset));
  const arms: PlanArm[] = [];
  for (const name of new Set(wanted)) {
    const known = plan.arms.find(arm => arm.name === name && arm.ruleset);
    const arm = known ? ok(known) : await armOfRuleset(name, plan, deps);
    if (!arm.ok) return arm;
    arms.push(arm.value);
  }
  return ok(arms);
}

/** Plans an arm for a ruleset that was not in the trial, with the trial's engine settings. */
async function armOfRuleset(
  name: string,
  {live}: TrialPlan,
  deps: RunDeps,
): Promise<Result<PlanArm, Failure>> {
  const planned = await planArm({name, ruleset: name}, live ?? {engine: DEFAULTS}, deps);
  return planned.ok ? ok(planned.value.arm) : planned;
}

/** The engine settings for a trial whose plan has none. */
const DEFAULTS = {homeNet: 'any', externalNet: 'any', checksums: false, events: 'all', tweaks: ''} as const;

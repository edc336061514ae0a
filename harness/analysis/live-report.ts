import {lanesOf} from '../domain/lanes.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {LiveFigures, LiveRunFigures, LiveSlotFigures, SwitchFigures} from './live-figures.ts';
import type {LiveReport} from './live-schema.ts';
import {type Phase, type Span, timeline} from './timeline.ts';

const HOUR_SECONDS = 3600;

const secondsOf = (micros: number): number => micros / MICROS_PER_SECOND;

/** Judges what a live trial's store holds beside its alerts. Pure. */
export function makeLiveReport(figures: LiveFigures, plan: TrialPlan): LiveReport {
  const {slots, runs, outages} = figures;
  const fromAt = slots[0]?.beginsAt;
  const toAt = endOf(figures);
  const lanes = lanesOf(plan).map(arms => runs.filter(({arm}) => arms.includes(arm)));
  const spans =
    fromAt === undefined || toAt === undefined
      ? []
      : lanes.flatMap(lane => timeline(lane, outages, fromAt, toAt));
  const sum = (phase: Phase) => secondsOf(micros(spans.filter(span => span.phase === phase)));
  const told = slots.map(slot => tellSlot(slot, runs, spans));
  return {
    ...(plan.live?.sensor.kind === 'interface' ? {interface: plan.live.sensor.interface} : {}),
    ...(fromAt === undefined ? {} : {fromAt}),
    ...(toAt === undefined ? {} : {toAt}),
    time: {
      countedSeconds: sum('counted'),
      warmUpSeconds: sum('warm-up'),
      handoverSeconds: sum('handover'),
      blindSeconds: sum('blind'),
    },
    slots: told,
    arms: plan.arms.map(({name}) => tellArm(name, told)),
    runs: runs.map(tellRun),
    switches: figures.switches.map(tellSwitch),
    outages: outages.map(outage => ({...outage})),
    notices: figures.notices.map(({at, kind, slot, arm, text}) => ({
      ...{at, kind, text},
      ...(slot === null ? {} : {slot: slot + 1}),
      ...(arm === null ? {} : {arm}),
    })),
    recordings: tellRecordings(figures),
    load: figures.load.map(({memoryMean, memoryMax, logBytes, ...row}) => ({
      ...row,
      ...(logBytes === null ? {} : {logMaxBytes: logBytes}),
      memoryMeanBytes: memoryMean,
      memoryMaxBytes: memoryMax,
    })),
    ...tellMachine(figures),
  };
}

/** When the last slot was over, or the trial's last sign before it. */
function endOf({slots, runs, stoppedAt}: LiveFigures): number | undefined {
  const last = slots.at(-1);
  if (!last) return undefined;
  const ended = Math.max(...runs.flatMap(({endedAt}) => endedAt ?? []), slots[0]?.beginsAt ?? 0);
  const planned = stoppedAt === null ? last.endsAt : Math.min(stoppedAt, last.endsAt);
  const open = slots.some(({state}) => state === null);
  return open ? Math.min(planned, ended) : Math.max(planned, ended);
}

const micros = (spans: readonly Span[]): number =>
  spans.reduce((total, {fromAt, toAt}) => total + toAt - fromAt, 0);

const perHour = (alerts: number, seconds: number): {alertsPerHour?: number} =>
  seconds > 0 ? {alertsPerHour: (alerts * HOUR_SECONDS) / seconds} : {};

function tellSlot(
  {state, reason, words, ruleset, ...slot}: LiveSlotFigures,
  runs: readonly LiveRunFigures[],
  spans: readonly Span[],
): LiveReport['slots'][number] {
  const own = new Set(runs.filter(run => run.slot === slot.slot && run.arm === slot.arm).map(({run}) => run));
  const of = (phase: Phase) =>
    secondsOf(
      micros(spans.filter(span => span.phase === phase && span.run !== undefined && own.has(span.run))),
    );
  const countedSeconds = of('counted');
  return {
    ...slot,
    slot: slot.slot + 1,
    rotation: slot.rotation + 1,
    ...(state === null ? {} : {state}),
    ...(reason ? {reason} : {}),
    ...(words ? {words} : {}),
    ...(ruleset ? {ruleset} : {}),
    runs: own.size,
    countedSeconds,
    warmUpSeconds: of('warm-up'),
    ...perHour(slot.alerts, countedSeconds),
  };
}

function tellArm(arm: string, slots: LiveReport['slots']): LiveReport['arms'][number] {
  const own = slots.filter(slot => slot.arm === arm);
  const total = (of: (slot: LiveReport['slots'][number]) => number) =>
    own.reduce((sum, slot) => sum + of(slot), 0);
  const [alerts, countedSeconds] = [total(slot => slot.alerts), total(slot => slot.countedSeconds)];
  return {
    arm,
    slots: own.length,
    over: own.filter(({state}) => state === 'over').length,
    countedSeconds,
    warmUpSeconds: total(slot => slot.warmUpSeconds),
    alerts,
    ...perHour(alerts, countedSeconds),
  };
}

function tellRun(run: LiveRunFigures): LiveReport['runs'][number] {
  const {readyAt, endedAt, outcome, received, dropped, lastWords} = run;
  return {
    slot: run.slot + 1,
    arm: run.arm,
    attempt: run.attempt,
    startedAt: run.startedAt,
    alerts: run.alerts,
    ...(readyAt === null ? {} : {readyAt}),
    ...(endedAt === null ? {} : {endedAt}),
    ...(outcome === null ? {} : {outcome}),
    ...(received === null ? {} : {received}),
    ...(dropped === null ? {} : {dropped}),
    ...(lastWords === null ? {} : {lastWords}),
  };
}

const tellSwitch = ({
  slot,
  arm,
  readyAt,
  oldEndedAt,
  blindMicros,
  blindPackets,
}: SwitchFigures): LiveReport['switches'][number] => ({
  slot: slot + 1,
  arm,
  readyAt,
  handoverSeconds: secondsOf(Math.max(0, (oldEndedAt ?? readyAt) - readyAt)),
  blindSeconds: secondsOf(blindMicros),
  ...(blindPackets === null ? {} : {blindPackets}),
});

function tellRecordings({recordings}: LiveFigures): LiveReport['recordings'] {
  const total = (of: (row: LiveFigures['recordings'][number]) => number | null) =>
    recordings.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  return {
    files: recordings.length,
    kept: recordings.filter(({state}) => state === 'kept').length,
    packets: total(({packets}) => packets),
    dropped: total(({dropped}) => dropped),
    bytes: total(({bytes}) => bytes),
  };
}

function tellMachine({machine}: LiveFigures): Pick<LiveReport, 'machine'> {
  if (!machine) return {};
  const {memoryUsedMax, diskFreeMin, ...rest} = machine;
  return {machine: {...rest, memoryUsedMaxBytes: memoryUsedMax, diskFreeMinBytes: diskFreeMin}};
}

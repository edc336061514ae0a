import type {PartFigures} from '../answers/figures.ts';
import type {LiveFigures, RunFigures, SlotFigures} from '../answers/live-figures.ts';
import {lanesOf} from '../domain/lanes.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {LiveReport} from './live-report.ts';
import {type Phase, type Span, timeline} from './timeline.ts';

const HOUR_SECONDS = 3600;

/** Interprets what is stored about a live trial apart from its alerts. Pure. */
export function judgeLive(figures: LiveFigures, {plan, arms}: PartFigures): LiveReport {
  const {stoppedAt: _, ...stored} = figures;
  const {slots, runs, outages} = stored;
  const fromAt = slots[0]?.beginsAt;
  const toAt = endOf(figures);
  const lanes = lanesOf(plan).map(lane => runs.filter(({arm}) => lane.includes(arm)));
  const spans =
    fromAt === undefined || toAt === undefined
      ? []
      : lanes.flatMap(lane => timeline(lane, outages, fromAt, toAt));
  const secondsOf = (phase: Phase) => secondsIn(spans.filter(span => span.phase === phase));
  const judged = slots.map(slot => judgeSlot(slot, runs, spans));
  return {
    ...stored,
    ...(plan.live?.sensor.kind === 'interface' ? {interface: plan.live.sensor.interface} : {}),
    ...(fromAt === undefined ? {} : {fromAt}),
    ...(toAt === undefined ? {} : {toAt}),
    time: {
      countedSeconds: secondsOf('counted'),
      warmUpSeconds: secondsOf('warm-up'),
      handoverSeconds: secondsOf('handover'),
      blindSeconds: secondsOf('blind'),
    },
    slots: judged,
    arms: arms.map(({arm, alerts}) => judgeArm(arm, alerts, judged)),
  };
}

/** Returns when the last slot ended, or for an unfinished trial the last time at which an engine was seen. */
function endOf({slots, runs, stoppedAt}: LiveFigures): number | undefined {
  const last = slots.at(-1);
  if (!last) return undefined;
  const ended = Math.max(...runs.flatMap(({endedAt}) => endedAt ?? []), slots[0]?.beginsAt ?? 0);
  const planned = stoppedAt === undefined ? last.endsAt : Math.min(stoppedAt, last.endsAt);
  const open = slots.some(({state}) => state === undefined);
  return open ? Math.min(planned, ended) : Math.max(planned, ended);
}

const secondsIn = (spans: readonly Span[]): number =>
  spans.reduce((total, {fromAt, toAt}) => total + toAt - fromAt, 0) / MICROS_PER_SECOND;

const perHour = (alerts: number, seconds: number): {alertsPerHour?: number} =>
  seconds > 0 ? {alertsPerHour: (alerts * HOUR_SECONDS) / seconds} : {};

function judgeSlot(
  slot: SlotFigures,
  runs: readonly RunFigures[],
  spans: readonly Span[],
): LiveReport['slots'][number] {
  const own = new Set(runs.filter(run => run.slot === slot.slot && run.arm === slot.arm).map(({run}) => run));
  const secondsOf = (phase: Phase) =>
    secondsIn(spans.filter(span => span.phase === phase && span.run !== undefined && own.has(span.run)));
  const countedSeconds = secondsOf('counted');
  return {
    ...slot,
    runs: own.size,
    countedSeconds,
    warmUpSeconds: secondsOf('warm-up'),
    ...perHour(slot.alerts, countedSeconds),
  };
}

function judgeArm(arm: string, alerts: number, slots: LiveReport['slots']): LiveReport['arms'][number] {
  const own = slots.filter(slot => slot.arm === arm);
  const total = (value: (slot: LiveReport['slots'][number]) => number) =>
    own.reduce((sum, slot) => sum + value(slot), 0);
  const countedSeconds = total(slot => slot.countedSeconds);
  return {
    arm,
    slots: own.length,
    ran: own.filter(({state}) => state === 'ran').length,
    countedSeconds,
    warmUpSeconds: total(slot => slot.warmUpSeconds),
    alerts,
    ...perHour(alerts, countedSeconds),
  };
}

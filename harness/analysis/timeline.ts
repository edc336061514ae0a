import type {OutageFigures, RunFigures} from '../answers/live-figures.ts';

/** What the time in a lane was used for. Every moment from the start of the first slot to the end of the last is in one phase. */
export type Phase = 'counted' | 'warm-up' | 'handover' | 'blind';

export interface Span {
  readonly phase: Phase;
  /** The arm whose engine inspected; undefined for blind time, and while two engines inspect. */
  readonly arm: string | undefined;
  readonly run: number | undefined;
  readonly fromAt: number;
  readonly toAt: number;
}

/**
 * Divides [fromAt, toAt) of one lane into phases: handover while two engines inspect, blind time while none does or the
 * machine sleeps. While one engine inspects, its counted window decides. Pure; `runs` are only the runs of this lane.
 */
export function timeline(
  runs: readonly RunFigures[],
  outages: readonly Pick<OutageFigures, 'fromAt' | 'toAt' | 'kind'>[],
  fromAt: number,
  toAt: number,
): readonly Span[] {
  const inspecting = runs.flatMap(run => {
    const {readyAt, endedAt} = run;
    return readyAt === undefined ? [] : [{run, fromAt: readyAt, toAt: endedAt ?? toAt}];
  });
  const asleep = outages.filter(({kind}) => kind === 'asleep');
  const edges = new Set([fromAt, toAt]);
  for (const {run, fromAt: from, toAt: to} of inspecting)
    for (const at of [from, to, run.countedFrom, run.countedTo]) if (at !== undefined) edges.add(at);
  for (const {fromAt: from, toAt: to} of asleep) edges.add(from).add(to);
  const cuts = [...edges].filter(at => at >= fromAt && at <= toAt).sort((a, b) => a - b);
  const spans: Span[] = [];
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[index + 1] ?? from;
    const active = inspecting.filter(one => one.fromAt <= from && one.toAt >= to).map(({run}) => run);
    const slept = asleep.some(one => one.fromAt <= from && one.toAt >= to);
    push(spans, spanOf(slept ? [] : active, from, to));
  }
  return spans;
}

function spanOf(active: readonly RunFigures[], fromAt: number, toAt: number): Span {
  const [run] = active;
  if (!run) return {phase: 'blind', arm: undefined, run: undefined, fromAt, toAt};
  if (active.length > 1) return {phase: 'handover', arm: undefined, run: undefined, fromAt, toAt};
  const {countedFrom, countedTo, outcome} = run;
  const isCounted = fromAt >= (countedFrom ?? fromAt) && toAt <= (countedTo ?? toAt);
  // after its counted time, an engine that was asked to stop still inspects some packets: that time is not counted
  const isAfter = countedTo !== undefined && fromAt >= countedTo;
  // an engine that hung may have inspected nothing after its last answer
  const after = outcome === 'hung' ? 'blind' : 'handover';
  const phase = isCounted ? 'counted' : isAfter ? after : 'warm-up';
  return {phase, arm: run.arm, run: run.run, fromAt, toAt};
}

/** Adds a span, and merges it with the previous one if phase and run are the same. */
function push(spans: Span[], span: Span): void {
  if (span.toAt <= span.fromAt) return;
  const last = spans.at(-1);
  if (last && last.phase === span.phase && last.run === span.run)
    spans[spans.length - 1] = {...last, toAt: span.toAt};
  else spans.push(span);
}

import type {OutageFigures, RunFigures} from '../answers/live-figures.ts';

/** What a moment of a lane was. Every moment between the first slot's begin and the last one's end is one of these. */
export type Phase = 'counted' | 'warm-up' | 'handover' | 'blind';

export interface Span {
  readonly phase: Phase;
  /** The arm whose engine inspected; for blind time the arm whose slot it was, given by the caller. */
  readonly arm: string | undefined;
  readonly run: number | undefined;
  readonly fromAt: number;
  readonly toAt: number;
}

/**
 * Tiles [fromAt, toAt) of one lane: where two engines inspected it is handover; where one did, its own window says what
 * counts; where none did, or nobody could (an outage), it is blind. Pure; runs are those of the lane alone.
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
  for (const [place, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[place + 1] ?? from;
    const there = inspecting.filter(one => one.fromAt <= from && one.toAt >= to).map(({run}) => run);
    const slept = asleep.some(one => one.fromAt <= from && one.toAt >= to);
    push(spans, spanOf(slept ? [] : there, from, to));
  }
  return spans;
}

function spanOf(there: readonly RunFigures[], fromAt: number, toAt: number): Span {
  const [run] = there;
  if (!run) return {phase: 'blind', arm: undefined, run: undefined, fromAt, toAt};
  if (there.length > 1) return {phase: 'handover', arm: undefined, run: undefined, fromAt, toAt};
  const {countedFrom, countedTo, outcome} = run;
  const isCounted = fromAt >= (countedFrom ?? fromAt) && toAt <= (countedTo ?? toAt);
  // behind its counted time an engine that is told to stop still looks at what comes: nobody's time
  const isAfter = countedTo !== undefined && fromAt >= countedTo;
  // one that hung is not known to have seen anything after its last answer
  const after = outcome === 'hung' ? 'blind' : 'handover';
  const phase = isCounted ? 'counted' : isAfter ? after : 'warm-up';
  return {phase, arm: run.arm, run: run.run, fromAt, toAt};
}

/** Neighbours of one kind become one. */
function push(spans: Span[], span: Span): void {
  if (span.toAt <= span.fromAt) return;
  const last = spans.at(-1);
  if (last && last.phase === span.phase && last.run === span.run)
    spans[spans.length - 1] = {...last, toAt: span.toAt};
  else spans.push(span);
}

import type {Outcome} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';

/** The outcomes of a live engine. */
export type LiveOutcome = Extract<
  Outcome,
  'slot-over' | 'cancelled' | 'never-ready' | 'exited-early' | 'hung'
>;

export interface Limits {
  readonly readyWithinMs: number;
  /** From its readiness or its last answer to the next request for its statistics. */
  readonly askEveryMs: number;
  readonly answerWithinMs: number;
  /** From the request to stop to SIGKILL. */
  readonly killAfterMs: number;
}

/** An open request for its statistics. `late` means that its limit was checked too late and was extended, which happens once. */
interface Asked {
  readonly at: Micros;
  readonly answerBy: Micros;
  readonly late: boolean;
}

export type RunState =
  | {readonly kind: 'starting'; readonly startedAt: Micros; readonly readyBy: Micros}
  | {
      readonly kind: 'inspecting';
      readonly readyAt: Micros;
      readonly asked: Asked | undefined;
      readonly nextAskAt: Micros;
    }
  /** `killAt` is undefined once SIGKILL was sent. */
  | {readonly kind: 'stopping'; readonly outcome: LiveOutcome; readonly killAt: Micros | undefined}
  | {readonly kind: 'ended'; readonly outcome: LiveOutcome};

export type RunEvent =
  | {readonly kind: 'ready'; readonly at: Micros}
  /** The engine sent its figures, or reported that it cannot before the next packet. */
  | {readonly kind: 'answered'; readonly at: Micros}
  | {readonly kind: 'exited'; readonly at: Micros}
  | {readonly kind: 'tick'; readonly at: Micros}
  | {readonly kind: 'stop'; readonly at: Micros; readonly outcome: 'slot-over' | 'cancelled'};

export type RunEffect = 'ask' | 'terminate' | 'kill';
type Step = readonly [RunState, ...RunEffect[]];
type In<Kind extends RunState['kind']> = Extract<RunState, {kind: Kind}>;

/** If a limit is checked this late, the machine was asleep or paused, and so was the engine. */
const SLEPT_MS = 10_000;

const after = (at: Micros, ms: number): Micros => at + ms * 1000;

export const started = (at: Micros, {readyWithinMs}: Limits): RunState => ({
  kind: 'starting',
  startedAt: at,
  readyBy: after(at, readyWithinMs),
});

/**
 * Supervises a live engine: takes a state and an event, and returns the next state and effects. Only a missing answer counts
 * as a hang, not a silent interface.
 *
 *     starting    ready              inspecting
 *     starting    readyBy passed     stopping (never-ready), terminate
 *     starting    exited             ended (never-ready)
 *     inspecting  nextAskAt passed   inspecting, ask
 *     inspecting  answered           inspecting
 *     inspecting  answerBy passed    stopping (hung), kill
 *     inspecting  exited             ended (exited-early)
 *     either      stop               stopping (the given reason), terminate
 *     stopping    killAt passed      stopping, kill once
 *     stopping    exited             ended
 */
export function step(state: RunState, event: RunEvent, limits: Limits): Step {
  switch (state.kind) {
    case 'starting':
      return starting(state, event, limits);
    case 'inspecting':
      return inspecting(state, event, limits);
    case 'stopping':
      return stopping(state, event);
    case 'ended':
      return [state];
  }
}

function starting(state: In<'starting'>, event: RunEvent, limits: Limits): Step {
  switch (event.kind) {
    case 'ready':
      return [
        {
          kind: 'inspecting',
          readyAt: event.at,
          asked: undefined,
          nextAskAt: after(event.at, limits.askEveryMs),
        },
      ];
    case 'exited':
      return [{kind: 'ended', outcome: 'never-ready'}];
    case 'stop':
      return terminate(event.outcome, event.at, limits);
    case 'answered':
    case 'tick':
      return event.at < state.readyBy ? [state] : terminate('never-ready', event.at, limits);
  }
}

function inspecting(state: In<'inspecting'>, event: RunEvent, limits: Limits): Step {
  switch (event.kind) {
    case 'exited':
      return [{kind: 'ended', outcome: 'exited-early'}];
    case 'stop':
      return terminate(event.outcome, event.at, limits);
    case 'answered':
      return [{...state, asked: undefined, nextAskAt: after(event.at, limits.askEveryMs)}];
    case 'ready':
      return [state];
    case 'tick':
      return state.asked ? waiting(state, state.asked, event.at, limits) : due(state, event.at, limits);
  }
}

function due(state: In<'inspecting'>, at: Micros, {answerWithinMs}: Limits): Step {
  if (at < state.nextAskAt) return [state];
  return [{...state, asked: {at, answerBy: after(at, answerWithinMs), late: false}}, 'ask'];
}

function waiting(state: In<'inspecting'>, asked: Asked, at: Micros, {answerWithinMs}: Limits): Step {
  if (at < asked.answerBy) return [state];
  if (!asked.late && at > after(asked.answerBy, SLEPT_MS))
    return [{...state, asked: {...asked, answerBy: after(at, answerWithinMs), late: true}}];
  return [{kind: 'stopping', outcome: 'hung', killAt: undefined}, 'kill'];
}

function stopping(state: In<'stopping'>, event: RunEvent): Step {
  if (event.kind === 'exited') return [{kind: 'ended', outcome: state.outcome}];
  if (state.killAt === undefined || event.at < state.killAt) return [state];
  return [{...state, killAt: undefined}, 'kill'];
}

const terminate = (outcome: LiveOutcome, at: Micros, {killAfterMs}: Limits): Step => [
  {kind: 'stopping', outcome, killAt: after(at, killAfterMs)},
  'terminate',
];

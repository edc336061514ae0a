import type {RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {Window} from './ports.ts';

/** The previous engine in the lane, with the counts that were read just before the new one started. */
export interface Predecessor {
  readonly run: number;
  /** Packets on the interface so far. */
  readonly interfacePackets: number | undefined;
  /** Packets that the predecessor had received so far. */
  readonly received: number | undefined;
}

/** When an engine began to inspect, and the time from which its alerts count. */
export interface Ready {
  readonly at: Micros;
  /** End of the warm-up, or of the handover if that is later; undefined if captures are read. */
  readonly countsFrom: Micros | undefined;
  readonly interfacePackets: number | undefined;
}

/** When an engine was asked to stop, and the packets on the interface until then. */
export interface Stop {
  readonly at: Micros;
  readonly interfacePackets: number | undefined;
}

/** Facts that are known in every state. */
interface LifeFacts {
  /** Undefined if there was none, or if its run has ended. */
  readonly predecessor: Predecessor | undefined;
  readonly ready: Ready | undefined;
  /** When a successor was ready. From then on the time is a handover, which does not count. */
  readonly supersededAt: Micros | undefined;
}

type Running =
  | (LifeFacts & {readonly kind: 'starting'; readonly ready: undefined})
  /** Its predecessor inspects too. Its time counts once the predecessor has ended. */
  | (LifeFacts & {readonly kind: 'taking-over'; readonly ready: Ready; readonly predecessor: Predecessor})
  /** Alone in its lane: warming up until `ready.countsFrom`, counting from then on. */
  | (LifeFacts & {readonly kind: 'inspecting'; readonly ready: Ready; readonly predecessor: undefined})
  /** Its successor inspects too. Its time no longer counts. */
  | (LifeFacts & {readonly kind: 'handing-over'; readonly ready: Ready; readonly supersededAt: Micros});

export type EngineLife =
  | Running
  | (LifeFacts & {readonly kind: 'stopping'; readonly stop: Stop})
  /** Its process has exited. */
  | (LifeFacts & {readonly kind: 'ended'; readonly stop: Stop | undefined; readonly end: RunEnd});

export type EngineEvent =
  /** The engine began to inspect. `warmUpMs` is undefined if captures are read: their alerts have the timestamps of their packets, to which a warm-up does not apply. */
  | {
      readonly kind: 'ready';
      readonly at: Micros;
      readonly warmUpMs: number | undefined;
      readonly interfacePackets: number | undefined;
    }
  /** The end of the predecessor is stored. */
  | {readonly kind: 'predecessor-ended'; readonly at: Micros}
  /** A successor is ready. */
  | {readonly kind: 'superseded'; readonly at: Micros}
  | {readonly kind: 'stop'; readonly at: Micros; readonly interfacePackets: number | undefined}
  | {readonly kind: 'exited'; readonly end: RunEnd};

/** What the caller must do after an event, in this order. `store-window` stores the counted time. */
export type EngineEffect = 'store-window' | 'supersede-predecessor' | 'store-switch' | 'stop-process';

type Step = readonly [EngineLife, ...EngineEffect[]];

/** Creates the first state of an engine. */
export const starting = (predecessor: Predecessor | undefined): EngineLife =>
  running({predecessor, ready: undefined, supersededAt: undefined});

/**
 * Reduces the life of one live engine in its lane: it takes a state and an event, and returns the next state and its
 * effects. Only the first event of each kind counts. An event that is repeated or does not fit changes nothing.
 *
 *     starting       ready, with a predecessor     taking-over
 *     starting       ready, without a predecessor  inspecting
 *     starting       ready, already superseded     handing-over
 *     taking-over    predecessor-ended             inspecting
 *     taking-over    superseded                    handing-over
 *     inspecting     superseded                    handing-over
 *     all the above  stop                          stopping
 *     any            exited                        ended
 *
 * The events `ready`, `superseded` and `predecessor-ended` may arrive while the engine stops or after it has ended. The
 * engine stays in the same state, but its facts change and the effects still apply.
 */
export function nextLife(life: EngineLife, event: EngineEvent): Step {
  switch (event.kind) {
    case 'ready':
      return life.ready ? [life] : becameReady(life, event);
    case 'predecessor-ended':
      return life.predecessor ? predecessorEnded(life, event.at) : [life];
    case 'superseded':
      return life.supersededAt === undefined ? [withChange(life, {supersededAt: event.at})] : [life];
    case 'stop': {
      if (life.kind === 'stopping' || life.kind === 'ended') return [life];
      const {at, interfacePackets} = event;
      return [{...factsOf(life), kind: 'stopping', stop: {at, interfacePackets}}, 'stop-process'];
    }
    case 'exited': {
      if (life.kind === 'ended') return [life];
      const stop = life.kind === 'stopping' ? life.stop : undefined;
      return [{...factsOf(life), kind: 'ended', stop, end: event.end}];
    }
  }
}

function becameReady(
  life: EngineLife,
  {at, warmUpMs, interfacePackets}: Extract<EngineEvent, {kind: 'ready'}>,
): Step {
  const countsFrom = warmUpMs === undefined ? undefined : at + warmUpMs * 1000;
  const ready = withChange(life, {ready: {at, countsFrom, interfacePackets}});
  return [ready, 'store-window', life.predecessor ? 'supersede-predecessor' : 'store-switch'];
}

/** Handles the end of the predecessor. The time in which both engines inspected is not counted for the new one either. */
function predecessorEnded(life: EngineLife, at: Micros): Step {
  const {ready} = life;
  if (!ready) return [withChange(life, {predecessor: undefined})];
  if (ready.countsFrom === undefined || ready.countsFrom >= at)
    return [withChange(life, {predecessor: undefined}), 'store-switch'];
  const alone = withChange(life, {predecessor: undefined, ready: {...ready, countsFrom: at}});
  return [alone, 'store-window', 'store-switch'];
}

const factsOf = ({predecessor, ready, supersededAt}: LifeFacts): LifeFacts => ({
  predecessor,
  ready,
  supersededAt,
});

function withChange(life: EngineLife, change: Partial<LifeFacts>): EngineLife {
  if (life.kind === 'stopping' || life.kind === 'ended') return {...life, ...change};
  return running({...factsOf(life), ...change});
}

/** Derives the state of an engine that has neither been stopped nor exited from the known facts. */
function running({predecessor, ready, supersededAt}: LifeFacts): Running {
  if (!ready) return {kind: 'starting', predecessor, ready, supersededAt};
  if (supersededAt !== undefined) return {kind: 'handing-over', predecessor, ready, supersededAt};
  return predecessor
    ? {kind: 'taking-over', predecessor, ready, supersededAt}
    : {kind: 'inspecting', predecessor, ready, supersededAt};
}

/** The window of a run that never began to inspect: `readyAt` is undefined, so nothing counts. */
export const NOTHING_COUNTED: Window = {readyAt: undefined, from: undefined, to: undefined};

/** Returns the counted time of an engine that has ended. `seenAt` is the last time at which it is known to have inspected. */
export function countedWindow({ready, supersededAt, ...life}: EngineLife, seenAt: Micros): Window {
  if (!ready) return NOTHING_COUNTED;
  const {at: readyAt, countsFrom: from} = ready;
  if (from === undefined) return {readyAt, from, to: undefined};
  const stop = 'stop' in life ? life.stop : undefined;
  return {readyAt, from, to: Math.max(from, Math.min(supersededAt ?? seenAt, stop?.at ?? seenAt, seenAt))};
}

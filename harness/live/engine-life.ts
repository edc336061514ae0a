import type {RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {Window} from './ports.ts';

/** The engine that inspected the lane before this one, and what was counted just before this one started. */
export interface Predecessor {
  readonly run: number;
  /** Packets on the interface. */
  readonly interfacePackets: number | undefined;
  /** Packets that the predecessor had received. */
  readonly received: number | undefined;
}

/** When it began to inspect. */
export interface Ready {
  readonly at: Micros;
  /** End of its warm-up, or of the handover if that is later; undefined where captures are played. */
  readonly countsFrom: Micros | undefined;
  readonly interfacePackets: number | undefined;
}

/** When it was asked to stop, and the packets on the interface until then. */
export interface Stop {
  readonly at: Micros;
  readonly interfacePackets: number | undefined;
}

interface LifeFacts {
  /** Undefined: there was none, or its run has ended. */
  readonly predecessor: Predecessor | undefined;
  readonly ready: Ready | undefined;
  /** When a successor was ready: from then on it is a handover, which does not count. */
  readonly supersededAt: Micros | undefined;
}

type Running =
  | (LifeFacts & {readonly kind: 'starting'; readonly ready: undefined})
  /** Its predecessor inspects as well; its time counts once that one has ended. */
  | (LifeFacts & {readonly kind: 'taking-over'; readonly ready: Ready; readonly predecessor: Predecessor})
  /** Alone in its lane: warming up until `ready.countsFrom`, counting from then on. */
  | (LifeFacts & {readonly kind: 'inspecting'; readonly ready: Ready; readonly predecessor: undefined})
  /** Its successor inspects as well; its time counts no longer. */
  | (LifeFacts & {readonly kind: 'handing-over'; readonly ready: Ready; readonly supersededAt: Micros});

export type EngineLife =
  | Running
  | (LifeFacts & {readonly kind: 'stopping'; readonly stop: Stop})
  /** Its process has exited. */
  | (LifeFacts & {readonly kind: 'ended'; readonly stop: Stop | undefined; readonly end: RunEnd});

export type EngineEvent =
  /** `warmUpMs` is undefined where captures are played: their packets have times of their own. */
  | {
      readonly kind: 'ready';
      readonly at: Micros;
      readonly warmUpMs: number | undefined;
      readonly interfacePackets: number | undefined;
    }
  /** The predecessor's end is stored. */
  | {readonly kind: 'predecessor-ended'; readonly at: Micros}
  /** A successor is ready. */
  | {readonly kind: 'superseded'; readonly at: Micros}
  | {readonly kind: 'stop'; readonly at: Micros; readonly interfacePackets: number | undefined}
  | {readonly kind: 'exited'; readonly end: RunEnd};

/** What follows, in this order: store the counted time, supersede the predecessor or store the switch, stop the process. */
export type EngineEffect = 'store-window' | 'supersede-predecessor' | 'store-switch' | 'stop-process';

type Step = readonly [EngineLife, ...EngineEffect[]];

export const starting = (predecessor: Predecessor | undefined): EngineLife =>
  running({predecessor, ready: undefined, supersededAt: undefined});

/**
 * The life of one live engine in its lane: state and event in, state and effects out. The first readiness, successor,
 * stop and exit hold; an event that comes again, or that does not fit, changes nothing and has no effect.
 *
 *     starting --ready, after a predecessor--> taking-over --predecessor-ended--> inspecting
 *      |  |  `--ready, without one------------------|-----------------------------^   |
 *      |  |                                         `--superseded--> handing-over <---'
 *      |  `--ready, already superseded-------------------------------^
 *      |
 *      `--stop, as in every state above--> stopping --exited--> ended <--exited-- every state above
 *
 * Readiness, a successor and the predecessor's end may be noticed only while it stops or after it ended; the state then
 * stays, and the effects are the same.
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

/** Time when both engines inspected is not counted for the new one either. */
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

/** The state of an engine that was neither stopped nor has exited, derived from what is known of it. */
function running({predecessor, ready, supersededAt}: LifeFacts): Running {
  if (!ready) return {kind: 'starting', predecessor, ready, supersededAt};
  if (supersededAt !== undefined) return {kind: 'handing-over', predecessor, ready, supersededAt};
  return predecessor
    ? {kind: 'taking-over', predecessor, ready, supersededAt}
    : {kind: 'inspecting', predecessor, ready, supersededAt};
}

/** The counted window of a run that never started inspecting: empty. */
export const NOTHING_COUNTED: Window = {readyAt: undefined, from: undefined, to: undefined};

/** The time that counts of an engine that ended. `seenAt`: the last time at which it is known to have inspected. */
export function countedWindow({ready, supersededAt, ...life}: EngineLife, seenAt: Micros): Window {
  if (!ready) return NOTHING_COUNTED;
  const {at: readyAt, countsFrom: from} = ready;
  if (from === undefined) return {readyAt, from, to: undefined};
  const stop = 'stop' in life ? life.stop : undefined;
  return {readyAt, from, to: Math.max(from, Math.min(supersededAt ?? seenAt, stop?.at ?? seenAt, seenAt))};
}

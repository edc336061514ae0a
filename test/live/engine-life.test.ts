import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {bareEnd} from '../../harness/domain/run.ts';
import {
  countedWindow,
  type EngineEffect,
  type EngineEvent,
  type EngineLife,
  nextLife,
  type Predecessor,
  starting,
} from '../../harness/live/engine-life.ts';

const SECOND = 1_000_000;
const OLD: Predecessor = {run: 1, interfacePackets: 100, received: 40};

const ready = (at: number, warmUpMs: number | undefined = 60_000): EngineEvent => ({
  ...{kind: 'ready', at: at * SECOND, warmUpMs, interfacePackets: 110},
});
const predecessorEnded = (at: number): EngineEvent => ({kind: 'predecessor-ended', at: at * SECOND});
const superseded = (at: number): EngineEvent => ({kind: 'superseded', at: at * SECOND});
const stop = (at: number): EngineEvent => ({kind: 'stop', at: at * SECOND, interfacePackets: 120});
const EXITED: EngineEvent = {kind: 'exited', end: bareEnd('slot-over')};

/** A life after these events, of an engine that was started after another one, or alone. */
const lifeAfter = (predecessor: Predecessor | undefined, ...events: readonly EngineEvent[]): EngineLife =>
  events.reduce((life, event) => nextLife(life, event)[0], starting(predecessor));

type Kind = EngineLife['kind'];
type Outcome = readonly [Kind, ...EngineEffect[]];
/** Changes nothing. */
type Refused = 'refused';
type Row = Record<EngineEvent['kind'], Outcome | Refused>;

interface Case {
  readonly life: EngineLife;
  /** What comes of each event, which comes 100 s after the start. */
  readonly on: Row;
}

/** Each state, and each of its variants that answers otherwise. */
const CASES: Record<Kind, Record<string, Case>> = {
  starting: {
    alone: {
      life: lifeAfter(undefined),
      on: {
        ready: ['inspecting', 'store-window', 'store-switch'],
        'predecessor-ended': 'refused',
        superseded: ['starting'],
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
    'after a predecessor': {
      life: lifeAfter(OLD),
      on: {
        ready: ['taking-over', 'store-window', 'supersede-predecessor'],
        'predecessor-ended': ['starting'],
        superseded: ['starting'],
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
    superseded: {
      life: lifeAfter(OLD, superseded(1)),
      on: {
        ready: ['handing-over', 'store-window', 'supersede-predecessor'],
        'predecessor-ended': ['starting'],
        superseded: 'refused',
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
  },
  'taking-over': {
    'in its warm-up': {
      life: lifeAfter(OLD, ready(50)),
      on: {
        ready: 'refused',
        'predecessor-ended': ['inspecting', 'store-switch'],
        superseded: ['handing-over'],
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
    'after its warm-up': {
      life: lifeAfter(OLD, ready(5)),
      on: {
        ready: 'refused',
        'predecessor-ended': ['inspecting', 'store-window', 'store-switch'],
        superseded: ['handing-over'],
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
  },
  inspecting: {
    alone: {
      life: lifeAfter(undefined, ready(5)),
      on: {
        ready: 'refused',
        'predecessor-ended': 'refused',
        superseded: ['handing-over'],
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
  },
  'handing-over': {
    alone: {
      life: lifeAfter(undefined, ready(5), superseded(90)),
      on: {
        ready: 'refused',
        'predecessor-ended': 'refused',
        superseded: 'refused',
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
    'while its own predecessor still runs': {
      life: lifeAfter(OLD, ready(5), superseded(90)),
      on: {
        ready: 'refused',
        'predecessor-ended': ['handing-over', 'store-window', 'store-switch'],
        superseded: 'refused',
        stop: ['stopping', 'stop-process'],
        exited: ['ended'],
      },
    },
  },
  stopping: {
    'before it was ready': {
      life: lifeAfter(OLD, stop(10)),
      on: {
        ready: ['stopping', 'store-window', 'supersede-predecessor'],
        'predecessor-ended': ['stopping'],
        superseded: ['stopping'],
        stop: 'refused',
        exited: ['ended'],
      },
    },
    'after it inspected': {
      life: lifeAfter(undefined, ready(5), superseded(90), stop(91)),
      on: {
        ready: 'refused',
        'predecessor-ended': 'refused',
        superseded: 'refused',
        stop: 'refused',
        exited: ['ended'],
      },
    },
  },
  ended: {
    'without a word of its readiness': {
      life: lifeAfter(undefined, EXITED),
      on: {
        ready: ['ended', 'store-window', 'store-switch'],
        'predecessor-ended': 'refused',
        superseded: ['ended'],
        stop: 'refused',
        exited: 'refused',
      },
    },
    'while its predecessor still runs': {
      life: lifeAfter(OLD, ready(5), EXITED),
      on: {
        ready: 'refused',
        'predecessor-ended': ['ended', 'store-window', 'store-switch'],
        superseded: ['ended'],
        stop: 'refused',
        exited: 'refused',
      },
    },
  },
};

const EVENTS: Record<EngineEvent['kind'], EngineEvent> = {
  ready: ready(100),
  'predecessor-ended': predecessorEnded(100),
  superseded: superseded(100),
  stop: stop(100),
  exited: EXITED,
};

const rows = Object.entries(CASES).flatMap(([kind, variants]) =>
  Object.entries(variants).flatMap(([variant, {life, on}]) =>
    Object.entries(EVENTS).map(([name, event]) => ({
      kind,
      variant,
      life,
      name,
      event,
      expected: on[event.kind],
    })),
  ),
);

describe('the life of a live engine', () => {
  it.each(rows)('$kind, $variant: $name gives $expected', ({kind, life, event, expected}) => {
    expect(life.kind).toBe(kind);
    const [next, ...effects] = nextLife(life, event);
    if (expected === 'refused') {
      expect(next).toBe(life);
      expect(effects).toEqual([]);
      return;
    }
    expect(next).not.toEqual(life);
    expect([next.kind, ...effects]).toEqual(expected);
  });

  it('keeps what is known: its start, its successor, its stop and its end', () => {
    const life = lifeAfter(OLD, ready(5), predecessorEnded(8), superseded(200), stop(201), EXITED);
    expect(life).toEqual({
      kind: 'ended',
      predecessor: undefined,
      ready: {at: 5 * SECOND, countsFrom: 65 * SECOND, interfacePackets: 110},
      supersededAt: 200 * SECOND,
      stop: {at: 201 * SECOND, interfacePackets: 120},
      end: bareEnd('slot-over'),
    });
  });

  it('stores each switch once, whatever happens in which order', () => {
    const events = fc.array(fc.constantFrom(...Object.values(EVENTS)), {maxLength: 12});
    fc.assert(
      fc.property(events, fc.boolean(), (given, alone) => {
        let life = starting(alone ? undefined : OLD);
        const seen: EngineEffect[] = [];
        for (const event of given) {
          const [next, ...effects] = nextLife(life, event);
          life = next;
          seen.push(...effects);
        }
        const times = (effect: EngineEffect) => seen.filter(one => one === effect).length;
        expect(times('store-switch')).toBe(life.ready && !life.predecessor ? 1 : 0);
        expect(times('stop-process')).toBeLessThanOrEqual(1);
        expect(times('supersede-predecessor')).toBeLessThanOrEqual(alone ? 0 : 1);
        expect(times('store-window') > 0).toBe(life.ready !== undefined);
      }),
    );
  });
});

describe('what counts of an engine', () => {
  const seconds = (life: EngineLife, seenAt: number) => {
    const {readyAt, from, to} = countedWindow(life, seenAt * SECOND);
    return [readyAt, from, to].map(at => at && at / SECOND);
  };

  it('is nothing before it inspected', () => {
    expect(seconds(lifeAfter(undefined, stop(9), EXITED), 10)).toEqual([undefined, undefined, undefined]);
  });

  it('begins after its warm-up, or after the handover where that is later', () => {
    expect(seconds(lifeAfter(OLD, ready(5), predecessorEnded(30), EXITED), 100)).toEqual([5, 65, 100]);
    expect(seconds(lifeAfter(OLD, ready(5), predecessorEnded(80), EXITED), 100)).toEqual([5, 80, 100]);
  });

  it('ends with its successor, its stop, or when it was last seen, whichever is first', () => {
    const both = lifeAfter(undefined, ready(5), superseded(90), stop(95), EXITED);
    expect(seconds(both, 100)).toEqual([5, 65, 90]);
    expect(seconds(both, 80)).toEqual([5, 65, 80]);
    expect(seconds(lifeAfter(undefined, ready(5), stop(95), EXITED), 100)).toEqual([5, 65, 95]);
  });

  it('is empty, never negative, where it ended in its warm-up', () => {
    expect(seconds(lifeAfter(undefined, ready(5), EXITED), 20)).toEqual([5, 65, 65]);
  });

  it('is left to the packets where captures are read', () => {
    const read = {...EVENTS.ready, warmUpMs: undefined} as EngineEvent;
    expect(seconds(lifeAfter(undefined, read, EXITED), 200)).toEqual([100, undefined, undefined]);
  });
});

import type {RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {PlanArm} from '../domain/trial.ts';
import type {ListeningEngine} from '../engine/ports.ts';
import type {Supervised} from '../engine/supervise.ts';
import type {InHand} from './step.ts';

/** An engine in the hand of this process. */
export interface Held {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly folder: string;
  readonly load: PlanArm;
  readonly listening: ListeningEngine;
  readonly engine: Supervised;
  /** Its predecessor in the lane, while both inspect, and what was counted before it began. */
  old:
    | {
        readonly held: Held;
        readonly interfaceBefore: number | undefined;
        readonly receivedBefore: number | undefined;
      }
    | undefined;
  readyAt: Micros | undefined;
  /** The interface's count when it was ready, and when its predecessor was told to stop. */
  interfaceAtReady: number | undefined;
  interfaceAtStop: number | undefined;
  /** When it was told to stop. */
  stopAt: Micros | undefined;
  /** When a successor was ready: from then on it is a handover. */
  supersededAt: Micros | undefined;
  end: RunEnd | undefined;
}

/** What one conductor has in hand; the store knows the rest. */
export class Hand {
  readonly engines = new Map<number, Held>();
  readonly busy = new Map<string, Promise<void>>();
  paused = false;
  replayed = true;
  /** Replays failed again and again: the trial goes on, and is sealed, without them. */
  replaysGivenUp = false;
  #wake = new AbortController();

  /** Aborted when something happened that the loop is to look at. */
  get changed(): AbortSignal {
    return this.#wake.signal;
  }

  wake(): void {
    this.#wake.abort();
  }

  /** After a look: the next change wakes anew. */
  rest(): void {
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
  }

  /** Work in the background; the loop is woken at its end. A failure of it is thrown in the loop. */
  background(key: string, work: Promise<void>): void {
    this.busy.set(
      key,
      work
        .catch((thrown: unknown) => {
          this.thrown ??= {thrown};
        })
        .finally(() => {
          this.busy.delete(key);
          this.wake();
        }),
    );
  }

  thrown: {readonly thrown: unknown} | undefined;

  /** Whether work is under way that comes to its own end; a recording goes on as long as it is let. */
  get working(): boolean {
    return [...this.busy.keys()].some(key => !/^(record|pause)/.test(key));
  }

  /** What decides beside the store. */
  inHand(): InHand {
    const stopping = [...this.engines.values()].filter(({stopAt}) => stopAt !== undefined);
    return {
      runs: new Set(this.engines.keys()),
      stopping: new Set(stopping.map(({run}) => run)),
      busy: new Set(this.busy.keys()),
      paused: this.paused,
      replayed: this.replayed || this.replaysGivenUp,
    };
  }
}

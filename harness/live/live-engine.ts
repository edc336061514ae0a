import type {ListeningEngine} from '../engine/ports.ts';
import type {Supervised} from '../engine/supervise.ts';
import {
  type EngineEffect,
  type EngineEvent,
  type EngineLife,
  nextLife,
  type Predecessor,
  starting,
} from './engine-life.ts';

/** What stays the same as long as the engine runs. */
export interface EngineRun {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly folder: string;
  readonly listening: ListeningEngine;
  readonly supervised: Supervised;
}

/** An engine that this process started; only the reducer of `engine-life.ts` changes its life. */
export class LiveEngine implements EngineRun {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly folder: string;
  readonly listening: ListeningEngine;
  readonly supervised: Supervised;
  #life: EngineLife;

  constructor({run, slot, arm, folder, listening, supervised}: EngineRun, predecessor?: Predecessor) {
    this.run = run;
    this.slot = slot;
    this.arm = arm;
    this.folder = folder;
    this.listening = listening;
    this.supervised = supervised;
    this.#life = starting(predecessor);
  }

  get life(): EngineLife {
    return this.#life;
  }

  /** What follows from the event is left to the caller. */
  apply(event: EngineEvent): readonly EngineEffect[] {
    const [life, ...effects] = nextLife(this.#life, event);
    this.#life = life;
    return effects;
  }
}

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

/** How long an engine gets to answer when its packet counts are needed for a switch. */
export const ANSWER_SECONDS = 3;

/** The properties of an engine that do not change while it runs. */
export interface EngineRun {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly folder: string;
  readonly listening: ListeningEngine;
  readonly supervised: Supervised;
}

/** An engine that this process started. Its state is changed only by the reducer in `engine-life.ts`. */
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

  /** Applies an event and returns the effects, which the caller must carry out. */
  apply(event: EngineEvent): readonly EngineEffect[] {
    const [life, ...effects] = nextLife(this.#life, event);
    this.#life = life;
    return effects;
  }
}

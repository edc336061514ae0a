import type {Clock, Micros} from '../domain/time.ts';
import {loadBetween} from '../machine/load.ts';
import type {LoadReading} from '../machine/ports.ts';
import type {RunFolders} from '../trial/ports.ts';
import type {ConductorState} from './conductor-state.ts';
import type {LiveMachine} from './machine-ports.ts';
import type {LiveTrial, LoadJournal, LoadRow} from './ports.ts';

export interface LoadSamplerDeps {
  readonly clock: Clock;
  readonly machine: Pick<LiveMachine, 'readLoad'>;
  readonly folders: Pick<RunFolders, 'logBytes'>;
  readonly store: Pick<LiveTrial, 'plan'> & LoadJournal;
}

/** Samples the load of the machine, the engines and the named processes at the declared interval. */
export class LoadSampler {
  readonly #state: Pick<ConductorState, 'engines'>;
  readonly #deps: LoadSamplerDeps;
  #before: LoadReading | undefined;
  #nextAt = 0;

  constructor(state: Pick<ConductorState, 'engines'>, deps: LoadSamplerDeps) {
    this.#state = state;
    this.#deps = deps;
  }

  /** The time of the next sample. */
  get nextAt(): Micros {
    return this.#nextAt;
  }

  /** Stores a sample if one is due. */
  async step(): Promise<void> {
    const {store, clock, machine} = this.#deps;
    const {load} = store.plan.live;
    const now = clock.now();
    if (now < this.#nextAt && !this.#clockWasSetBack(now)) return;
    this.#nextAt = now + load.everyMs * 1000;
    const pids = [...this.#state.engines.values()].flatMap(({run, listening}) =>
      listening.pid === undefined ? [] : [{name: `run ${run}`, pid: listening.pid}],
    );
    const reading = await machine.readLoad({pids, processes: load.processes});
    const before = this.#before;
    this.#before = reading;
    // on a system without /proc no sample is ever possible
    if (!reading) this.#nextAt = Number.POSITIVE_INFINITY;
    if (!reading || !before) return;
    const row = await this.#row(now, before, reading);
    if (row) store.addLoad(row);
  }

  /** Whether the clock was set back: the next sample is then more than one interval away. */
  #clockWasSetBack(now: Micros): boolean {
    const every = this.#deps.store.plan.live.load.everyMs * 1000;
    return this.#nextAt !== Number.POSITIVE_INFINITY && this.#nextAt - now > every;
  }

  async #row(at: Micros, before: LoadReading, reading: LoadReading): Promise<LoadRow | undefined> {
    const load = loadBetween(before, reading);
    if (!load) return undefined;
    const engines = new Map([...this.#state.engines.values()].map(engine => [`run ${engine.run}`, engine]));
    const logs = new Map<string, number>();
    for (const [name, {folder}] of engines) logs.set(name, await this.#deps.folders.logBytes(folder));
    return {
      at,
      machine: load.machine,
      processes: load.processes.map(({name, ...taken}) => {
        const engine = engines.get(name);
        const counts = engine?.supervised.counts();
        return {
          ...taken,
          name: engine ? `Snort (${engine.arm})` : name,
          run: engine?.run,
          received: counts?.received,
          analyzed: counts?.analyzed,
          dropped: counts?.dropped,
          logBytes: logs.get(name),
        };
      }),
    };
  }
}

import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {stateFolder} from '../../harness/disk/state-folder.ts';
import type {Failure} from '../../harness/domain/failure.ts';
import type {Message} from '../../harness/domain/message.ts';
import type {RunEnd} from '../../harness/domain/run.ts';
import type {Micros} from '../../harness/domain/time.ts';
import type {LivePlan, LiveTrialPlan} from '../../harness/domain/trial.ts';
import type {CaptureSource} from '../../harness/engine/capture-ports.ts';
import type {Engine, ListeningEngine} from '../../harness/engine/ports.ts';
import {snortJson} from '../../harness/ingest/snort-json/parse-alert.ts';
import {conductLive} from '../../harness/live/conduct-live.ts';
import type {LiveDeps} from '../../harness/live/live-deps.ts';
import type {LiveStore} from '../../harness/live/ports.ts';
import {openLiveStore} from '../../harness/sqlite/journal/live-store.ts';
import {createTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {replayPlan} from '../fixtures/trials.ts';

/** A plan of a live trial over an interface that nobody needs, its arms frozen. */
export function livePlan(
  arms: readonly string[],
  live: Partial<LivePlan> & Pick<LivePlan, 'cadence' | 'rotations'>,
  kind: 'rotating' | 'concurrent' = 'rotating',
  createdAt: Micros = live.cadence.startAt,
): LiveTrialPlan {
  const base = replayPlan(arms, 0);
  return {
    ...base,
    kind,
    schedule: 'live',
    createdAt,
    isolation: 'slot',
    captures: [],
    live: {
      sensor: {kind: 'interface', interface: 'eth0', daq: 'afpacket', threads: 1},
      arms: arms.map(name => ({name, ruleset: name})),
      engine: {homeNet: 'any', externalNet: 'any', checksums: false, tweaks: ''},
      zone: 'UTC',
      order: 'random',
      seed: 7,
      warmUpMs: 60_000,
      snapshots: 'frozen',
      prepareBeforeMs: 1_800_000,
      readyWithinMs: 120_000,
      onFailure: 'last-good',
      thenReplay: false,
      load: {everyMs: 86_400_000, processes: []},
      minFreeBytes: 0,
      logs: 'keep',
      ...live,
    },
  };
}

const END: RunEnd = {
  outcome: 'exited-early',
  exitCode: 0,
  signal: undefined,
  packets: {received: 0, analyzed: 0, dropped: 0, discarded: 0},
  alertsLogged: undefined,
  cost: {wallMs: 0, cpuMs: undefined, peakBytes: undefined},
  problems: [],
  endReason: undefined,
};

/** One life of a conductor: it ends at a moment without a word, and its engines with it. */
export interface Life {
  /** The harness dies at this moment; undefined: never. */
  readonly diesAt?: Micros;
  /** A machine that sleeps at this moment does it so much later, or later again. */
  readonly elseAfter?: Micros;
  readonly bootedAt?: Micros;
}

/**
 * A machine without time of its own: sleeping puts the clock on, engines are ready at once and end when they are told
 * to. The store is a real one on the disk, opened anew by each life.
 */
export class LiveWorld {
  now: Micros;
  readonly state;
  readonly #plan: LiveTrialPlan;
  /** Sets of the clock by itself: at its moment it is put by so much. */
  readonly jumps: {at: Micros; by: number}[] = [];
  /** Called before every sleep, for a test that interferes. */
  onSleep: (now: Micros) => void = () => {};
  freeBytes = 1e12;
  said: string[] = [];

  constructor(folder: string, plan: LiveTrialPlan) {
    this.#plan = plan;
    this.now = plan.createdAt;
    this.state = stateFolder(folder);
    mkdirSync(this.state.trialFolder('live-1'), {recursive: true});
    createTrialStore(this.state.trialStore('live-1'), 'live-1', plan).close();
  }

  open(): LiveStore {
    const store = openLiveStore(this.state.trialStore('live-1'), () => []);
    if (!store) throw new Error('it is no live trial');
    return store;
  }

  /** Conducts until the seal, the death or an end by `stop`; gives whether it was sealed. */
  async live(life: Life = {}, more: Partial<LiveDeps> = {}): Promise<'sealed' | 'died' | 'left'> {
    const store = this.open();
    const died = deferred<'died'>();
    const deps = {...this.deps(store, life, () => died.resolve('died')), ...more};
    const done = conductLive(deps).then(result => (result.ok ? 'sealed' : 'left') as 'sealed' | 'left');
    const how = await Promise.race([done, died.promise]);
    store.close();
    return how;
  }

  deps(store: LiveStore, life: Life, die: () => void): LiveDeps & {captures: CaptureSource} {
    let dead = false;
    let {diesAt} = life;
    const unused = (): never => {
      throw new Error('this world has no such thing');
    };
    const captures: CaptureSource = {
      project: '..',
      inProject: () => captures,
      find: unused,
      locate: (path: string) => path,
      digest: unused,
    };
    return {
      store,
      folders: {...this.state.runFolders('live-1'), freeBytes: async () => this.freeBytes},
      sameTrafficFolders: this.state.runFolders('live-1', 'paired'),
      recordings: {
        path: (file: string) => join(this.state.trialFolder('live-1'), file),
        scratch: unused,
        trim: unused,
        raw: async () => undefined,
        remove: unused,
      },
      recorder: {version: async () => undefined, start: unused},
      captures,
      machine: {
        packetsOf: async () => undefined,
        bootedAt: async () => life.bootedAt,
        readLoad: async () => undefined,
      },
      clock: {now: () => this.now},
      timer: {
        maxMs: undefined,
        sleepUntil: async (at: Micros, signal: AbortSignal, working: boolean) => {
          // what was begun in the background comes to its end first
          for (let turn = 0; turn < 3; turn += 1) await new Promise(resolve => setImmediate(resolve));
          this.onSleep(this.now);
          // time stands still for what takes real time
          if (working && !signal.aborted)
            await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
          if (signal.aborted) return;
          const moments = this.jumps.map(jump => jump.at).filter(moment => moment > this.now);
          const to = Math.min(at, diesAt ?? at, ...moments);
          this.now = Math.max(this.now, to);
          const reached = this.now;
          for (const jump of this.jumps.splice(0))
            if (jump.at > this.now || this.#jump(jump)) this.jumps.push(jump);
          if (diesAt !== undefined && reached >= diesAt && !dead) {
            dead = true;
            die();
          }
          while (diesAt !== undefined && life.elseAfter !== undefined && diesAt <= this.now)
            diesAt += life.elseAfter;
          if (dead) await new Promise(() => {});
        },
      },
      engineFor: async () => ({ok: true, value: this.engine()}),
      formatOf: (log: {changedAt: number}) =>
        snortJson({year: undefined, changedAt: log.changedAt, timeZone: 'UTC'}),
      messageOf: (failure: {kind: string}) => failure.kind,
      failureOf: (thrown: unknown) => {
        this.said.push(String(thrown));
        return {kind: 'unexpected', reason: String(thrown)} as Failure;
      },
      serve: async () => {},
      flushNotices: async () => {},
      reports: {write: async () => ({ok: true, value: '/reports/live-1/report.html'})},
      say: (message: Message) => {
        if ('text' in message) this.said.push(message.text);
      },
      withScratch: (work: (folder: string) => unknown) => work(this.state.scratch),
      stop: new AbortController().signal,
      snapshots: {folder: (digest: string) => `/nowhere/${digest}`},
    } as unknown as LiveDeps & {captures: CaptureSource};
  }

  #jump({by}: {by: number}): boolean {
    this.now += by;
    return false;
  }

  engine(): Engine {
    const unused = (): never => {
      throw new Error('this engine reads no captures');
    };
    return {
      identity: {kind: 'playback', version: '3.11.1.0', recordedOn: '2026-01-01'},
      check: async () => ({ok: true, value: {loaded: 1, enabled: 1, builtins: 0}}),
      start: unused,
      recover: unused,
      listen: async () => ({ok: true, value: listening()}),
      recoverListening: async () => ({end: END, readyAt: undefined, endedAt: undefined}),
    };
  }

  plan(): LiveTrialPlan {
    return this.#plan;
  }
}

/** An engine that is ready at once, hears nothing and obeys. */
function listening(): ListeningEngine {
  const ended = deferred<RunEnd>();
  const end = () => ended.resolve(END);
  return {
    pid: undefined,
    ready: Promise.resolve(true),
    ended: ended.promise,
    counts: async () => ({received: 0, analyzed: 0, dropped: 0, discarded: 0}),
    stop: end,
    kill: end,
  };
}

function deferred<T>(): {promise: Promise<T>; resolve(value: T): void} {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>(done => {
    resolve = done;
  });
  return {promise, resolve: value => resolve(value)};
}

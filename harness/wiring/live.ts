import {randomInt} from 'node:crypto';
import {dirname} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {ScratchFolder} from '../arms/check-arm.ts';
import {openStore, systemFailure} from '../cli/system-failures.ts';
import type {Serving} from '../daemon/serve.ts';
import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {type CheckedLive, checkLive} from '../live/check-live.ts';
import type {ReportWriter, Timer} from '../live/machine-ports.ts';
import type {LiveStore} from '../live/ports.ts';
import {type LiveTrials, type RunLiveDeps, runLive, stopLive} from '../live/run-live.ts';
import type {RunDeps} from '../trial/run-trial.ts';
import {announcerHere} from './announce.ts';
import {tcpdumpHere} from './engines.ts';

type State = ReturnType<typeof import('../disk/state-folder.ts').stateFolder>;
type Conductor = RunDeps & ScratchFolder & {readonly reports: ReportWriter};

/** A timer that uses real time. */
const timer: Timer = {
  maxMs: 1000,
  async sleepUntil(at, signal) {
    const ms = Math.max(0, at / 1000 - Date.now());
    await pause(Math.min(ms, 1000), undefined, {signal}).catch(() => {});
  },
};

/** Conducts live trials of a state folder in this process. */
export interface LiveRunner {
  run(schedule: string): Promise<Result<string, Failure>>;
  /** Stops a trial that no process runs, and seals it. */
  stop(trial: string): Promise<Result<string, Failure>>;
  /** Returns what it would run; nothing is downloaded. */
  check(schedule: string): Promise<Result<CheckedLive, Failure>>;
}

/** Provides what live trials need on this machine; requests are handled by `serving` while they run. */
export async function liveRunner(
  conductor: Conductor,
  state: State,
  conducted: Map<string, LiveStore>,
  serving: () => Serving | undefined,
): Promise<LiveRunner> {
  const machine = await liveMachine(state);
  const deps: RunLiveDeps = {
    ...conductor,
    ...machine,
    timer,
    failureOf: thrown => systemFailure(thrown, state.path),
    trials: await liveTrials(conductor, state, conducted, serving),
    drawSeed: () => randomInt(2 ** 31 - 1),
  };
  return {
    run: schedule => runLive(schedule, deps),
    stop: trial => stopLive(trial, deps),
    check: schedule => checkLive(schedule, {...deps, mayFetch: false}),
  };
}

async function liveMachine(state: State) {
  const {readLoad, bootedAt} = await import('../machine/linux/read-load.ts');
  const interfaces = await import('../machine/linux/interfaces.ts');
  const {nightlyReboot} = await import('../machine/linux/reboot.ts');
  const {recorder, filterComplaint} = await tcpdumpHere();
  return {
    recorder,
    filterComplaint,
    recorderVersion: () => recorder.version(),
    machine: {
      packetsOf: interfaces.packetsOf,
      bootedAt,
      readLoad: (targets: {pids: readonly {name: string; pid: number}[]; processes: readonly string[]}) =>
        readLoad({
          ...targets,
          pids: [...targets.pids, {name: 'ruletrial', pid: process.pid}],
          disk: state.path,
        }),
    },
    defaultInterface: interfaces.defaultRouteInterface,
    interfaceExists: interfaces.interfaceExists,
    nightlyReboot,
  };
}

async function liveTrials(
  conductor: Conductor,
  state: State,
  conducted: Map<string, LiveStore>,
  serving: () => Serving | undefined,
): Promise<LiveTrials> {
  const {createLiveStore, openLiveStore} = await import('../sqlite/journal/live-store.ts');
  const {recordingFiles} = await import('../disk/recordings.ts');
  const {rulesOf} = conductor.catalogue;
  const notifyWebhook = await announcerHere(conductor);
  return {
    names: () => state.trials(),
    open: name => openStore(name, () => openLiveStore(state.trialStore(name), rulesOf)),
    async create(name, plan) {
      await state.make(state.trialFolder(name));
      return createLiveStore(state.trialStore(name), name, plan, rulesOf);
    },
    depsOf(store) {
      conducted.set(store.name, store);
      return {
        folders: state.runFolders(store.name),
        sameTrafficFolders: state.runFolders(store.name, 'paired'),
        recordings: recordingFiles(dirname(state.trialStore(store.name))),
        async serve() {
          serving()?.look();
          void notifyWebhook(store);
        },
        async flushNotices() {
          await notifyWebhook(store, 'last');
          conducted.delete(store.name);
        },
      };
    },
  };
}

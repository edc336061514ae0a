import type {Failure} from '../domain/failure.ts';
import {plural} from '../domain/plural.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {failure as trialFailure} from '../trial/failures.ts';
import {closeSlot, markFailingArm} from './close-slot.ts';
import {ConductorState} from './conductor-state.ts';
import {DiskWatch} from './disk-watch.ts';
import {endEngine, stopEngine} from './end-engine.ts';
import {followAlertLogs} from './follow-alert-logs.ts';
import type {LiveDeps} from './live-deps.ts';
import type {LiveStep} from './live-step.ts';
import {nextLiveStep} from './next-step.ts';
import type {LiveTrial} from './ports.ts';
import {planNextRotation, prepareArm} from './prepare-slot.ts';
import {Recorders} from './record-traffic.ts';
import {recoverRun} from './recover-run.ts';
import {isReplayed, Replays} from './replay-slots.ts';
import {LoadSampler} from './sample-load.ts';
import {SlotReports} from './slot-reports.ts';
import {startEngine} from './start-engine.ts';
import {noteReady} from './switch-engines.ts';
import {noteClockJump, noteOutageOnResume} from './watch-clock.ts';

/** Interval at which stopping engines are checked while the trial shuts down. */
const CHECK_EVERY = MICROS_PER_SECOND;

/** Runs a rotating or concurrent trial until it is sealed. After an interruption or a kill, the same call resumes it. */
export function conductLive(deps: LiveDeps): Promise<Result<void, Failure>> {
  return new LiveConductor(deps).run();
}

class LiveConductor {
  readonly #deps: LiveDeps;
  readonly #state = new ConductorState();
  readonly #recorders: Recorders;
  readonly #sampler: LoadSampler;
  readonly #disk: DiskWatch;
  readonly #replays: Replays;
  readonly #slotReports: SlotReports;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
    this.#recorders = new Recorders(this.#state, deps);
    this.#sampler = new LoadSampler(this.#state, deps);
    this.#disk = new DiskWatch(this.#state, deps, this.#recorders);
    this.#replays = new Replays(this.#state, deps);
    this.#slotReports = new SlotReports(this.#state, deps);
  }

  /** Runs the loop. If it fails, all engines and recorders are stopped before the failure is returned. */
  async run(): Promise<Result<void, Failure>> {
    const {stop, failureOf} = this.#deps;
    const wake = () => this.#state.wake();
    stop.addEventListener('abort', wake);
    try {
      const done = await this.#conduct().catch(thrown => failed(failureOf(thrown)));
      return done.ok ? done : await this.#shutDown(done.failure);
    } finally {
      stop.removeEventListener('abort', wake);
    }
  }

  async #conduct(): Promise<Result<void, Failure>> {
    const {store, stop, clock} = this.#deps;
    if (store.facts().slots.length > 0) await noteOutageOnResume(this.#deps);
    await this.#recorders.recover(store.facts());
    this.#state.replayed = isReplayed(this.#deps);
    for (;;) {
      const checked = await this.#checkAll();
      if (!checked.ok) return checked;
      if (stop.aborted) return failed(interruptedFailure(store));
      const step = nextLiveStep(store.plan, store.facts(), this.#state.view(), clock.now());
      if (step.kind === 'nothing') return ok(undefined);
      if (step.kind === 'seal') return this.#seal();
      if (step.kind === 'wait') await this.#sleep(step.until);
      else {
        const done = await this.#carryOut(step);
        if (!done.ok) return done;
      }
    }
  }

  /** Checks everything that runs in parallel with the steps: engines, alert logs, recordings, load, disk space and requests. */
  async #checkAll(): Promise<Result<void, Failure>> {
    const state = this.#state;
    const {engines} = state;
    state.resetWake();
    if (state.jobError) throw state.jobError.thrown;
    await this.#deps.serve();
    for (const engine of [...engines.values()]) {
      engine.supervised.tick();
      await noteReady(engine, engines, this.#deps);
      const {life} = engine;
      const done =
        life.kind === 'ended'
          ? await endEngine(engine, life.end, engines, this.#deps)
          : await followAlertLogs(engine.run, engine.folder, false, this.#deps);
      if (!done.ok) return done;
    }
    await this.#disk.step();
    if (state.paused) this.#replays.cancel();
    await this.#sampler.step();
    await this.#recorders.step();
    return ok(undefined);
  }

  async #sleep(until: Micros): Promise<void> {
    const {clock, timer} = this.#deps;
    const sleptAt = clock.now();
    const busy = this.#state.engines.size > 0 || this.#state.paused;
    const sampleAt = busy ? this.#sampler.nextAt : Number.POSITIVE_INFINITY;
    const wakeAt = timer.maxMs === undefined ? Number.POSITIVE_INFINITY : sleptAt + timer.maxMs * 1000;
    const at = Math.max(sleptAt, Math.min(until, sampleAt > sleptAt ? sampleAt : until, wakeAt));
    await timer.sleepUntil(at, this.#state.changed, this.#state.hasUnfinishedWork);
    noteClockJump(sleptAt, at, this.#deps);
  }

  async #carryOut(
    step: Exclude<LiveStep, {kind: 'wait' | 'seal' | 'nothing'}>,
  ): Promise<Result<void, Failure>> {
    switch (step.kind) {
      case 'recover':
        return recoverRun(step.run, this.#deps);
      case 'close':
        closeSlot(step, this.#deps);
        this.#state.replayed = isReplayed(this.#deps);
        this.#slotReports.slotEnded();
        break;
      case 'plan':
        this.#state.runInBackground({kind: 'plan'}, planNextRotation(step, this.#deps));
        break;
      case 'prepare': {
        const job = {kind: 'prepare', slot: step.slot.slot, arm: step.arm} as const;
        this.#state.runInBackground(job, prepareArm(step.slot, step.arm, this.#deps));
        break;
      }
      case 'begin':
        await startEngine(step, this.#state, this.#deps);
        break;
      case 'mark-failing':
        markFailingArm(step, this.#deps);
        break;
      case 'stop': {
        const engine = this.#state.engines.get(step.run.run);
        if (engine) await stopEngine(engine, step.reason, this.#deps);
        break;
      }
      case 'replay':
        this.#state.runInBackground({kind: 'replay'}, this.#replays.run());
    }
    return ok(undefined);
  }

  async #seal(): Promise<Result<void, Failure>> {
    const {store, clock} = this.#deps;
    this.#disk.end();
    await this.#recorders.end();
    const facts = store.facts();
    const ran = facts.slots.filter(({state}) => state === 'ran').length;
    const notReplayed = isReplayed(this.#deps) ? '' : '; some recorded traffic was not replayed';
    store.notice({
      at: clock.now(),
      kind: 'trial-sealed',
      text: `sealed: ${ran} of ${plural(facts.slots.length, 'slot')} ran${notReplayed}`,
    });
    // a sealed trial must not change any more, so notices are sent, and marked as sent, before the trial is sealed
    await this.#deps.flushNotices();
    store.seal(clock.now());
    return ok(undefined);
  }

  /** Stops all engines and everything else that is running. The trial can be resumed later. */
  async #shutDown(failure: Failure): Promise<Result<void, Failure>> {
    const state = this.#state;
    const {engines} = state;
    const {clock, timer} = this.#deps;
    this.#replays.cancel();
    this.#slotReports.cancel();
    for (const engine of engines.values()) await stopEngine(engine, 'cancelled', this.#deps);
    while (engines.size > 0) {
      await timer.sleepUntil(clock.now() + CHECK_EVERY, state.changed, state.hasUnfinishedWork);
      state.resetWake();
      for (const engine of [...engines.values()]) {
        engine.supervised.tick();
        if (engine.life.kind !== 'ended') continue;
        // results that cannot be stored now are recovered from the run folder when the trial is resumed
        const ended = await endEngine(engine, engine.life.end, engines, this.#deps).catch(() => undefined);
        if (!ended?.ok) engines.delete(engine.run);
      }
    }
    this.#disk.end();
    await this.#recorders.end();
    await state.waitForJobs();
    return failed(failure);
  }
}

const interruptedFailure = ({name, plan}: Pick<LiveTrial, 'name' | 'plan'>): Failure =>
  trialFailure('trial-interrupted', {trial: name, schedule: plan.schedule});

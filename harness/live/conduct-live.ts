import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {failure as trialFailure} from '../trial/failures.ts';
import {closeSlot, giveUp} from './close-slot.ts';
import {DiskWatch} from './disk-watch.ts';
import {endEngine, recoverEngine} from './end-engine.ts';
import type {LiveFacts} from './facts.ts';
import {follow} from './follow.ts';
import {Hand} from './hand.ts';
import {prepareKey} from './lane-step.ts';
import {nextLiveStep} from './next-step.ts';
import type {ConductLiveOutside} from './outside.ts';
import {planNextRotation, prepareArm} from './prepare.ts';
import {Recorders} from './record.ts';
import {isReplayed, Replays} from './replay-slots.ts';
import {beginEngine} from './run-engine.ts';
import {Sampler} from './sample.ts';
import type {LiveStep} from './step.ts';
import {noteReady} from './switch.ts';
import {noteJump, noteReturn} from './watch-clock.ts';

/** While engines run, logs are followed and requests looked for this often. */
const TICK = MICROS_PER_SECOND;

/** Conducts a rotating or concurrent trial to its seal; stopped or killed, the same call goes on with it. */
export function conductLive(outside: ConductLiveOutside): Promise<Result<void, Failure>> {
  return new LiveConductor(outside).run();
}

class LiveConductor {
  readonly #outside: ConductLiveOutside;
  readonly #hand = new Hand();
  readonly #recorders: Recorders;
  readonly #sampler: Sampler;
  readonly #disk: DiskWatch;
  readonly #replays: Replays;

  constructor(outside: ConductLiveOutside) {
    this.#outside = outside;
    this.#recorders = new Recorders(this.#hand, outside);
    this.#sampler = new Sampler(this.#hand, outside);
    this.#disk = new DiskWatch(this.#hand, outside, this.#recorders);
    this.#replays = new Replays(this.#hand, outside);
  }

  /** Whatever goes wrong, engines and recorder are ended before it is told. */
  async run(): Promise<Result<void, Failure>> {
    const {stop, failureOf} = this.#outside;
    const halt = () => this.#hand.wake();
    stop.addEventListener('abort', halt);
    try {
      const done = await this.#conduct().catch(thrown => failed(failureOf(thrown)));
      return done.ok ? done : await this.#leave(done.failure);
    } finally {
      stop.removeEventListener('abort', halt);
    }
  }

  async #conduct(): Promise<Result<void, Failure>> {
    const {store, stop, clock} = this.#outside;
    if (store.facts().slots.length > 0) await noteReturn(this.#outside);
    await this.#recorders.recover(store.facts());
    this.#hand.replayed = isReplayed(this.#outside);
    for (;;) {
      const looked = await this.#look();
      if (!looked.ok) return looked;
      if (stop.aborted) return failed(stopped(store));
      const step = nextLiveStep(store.plan, store.facts(), this.#hand.inHand(), clock.now());
      if (step.step === 'nothing') return ok(undefined);
      if (step.step === 'seal') return this.#seal();
      if (step.step === 'wait') await this.#sleep(step.until);
      else {
        const done = await this.#do(step);
        if (!done.ok) return done;
      }
    }
  }

  /** Everything that goes on beside the steps: engines, their logs, recordings, load, disk, requests. */
  async #look(): Promise<Result<void, Failure>> {
    const hand = this.#hand;
    hand.rest();
    if (hand.thrown) throw hand.thrown.thrown;
    await this.#outside.serve();
    for (const held of [...hand.engines.values()]) {
      held.engine.tick();
      const state = held.engine.state();
      if (held.readyAt === undefined && state.tag !== 'starting' && held.engine.readyAt() !== undefined)
        await noteReady(held, held.engine.readyAt() ?? 0, this.#outside);
      const done = held.end
        ? await endEngine(held, held.end, hand, this.#outside)
        : await follow(held.run, held.folder, false, this.#outside);
      if (!done.ok) return done;
    }
    await this.#disk.step();
    if (hand.paused) this.#replays.halt();
    await this.#sampler.step();
    await this.#recorders.step();
    return ok(undefined);
  }

  async #sleep(until: Micros): Promise<void> {
    const {clock, timer} = this.#outside;
    const sleptAt = clock.now();
    const busy = this.#hand.engines.size > 0 || this.#hand.paused;
    const sampleAt = busy ? this.#sampler.nextAt : Number.POSITIVE_INFINITY;
    const wakeAt = timer.maxMs === undefined ? Number.POSITIVE_INFINITY : sleptAt + timer.maxMs * 1000;
    const at = Math.max(sleptAt, Math.min(until, sampleAt > sleptAt ? sampleAt : until, wakeAt));
    await timer.sleepUntil(at, this.#hand.changed, this.#hand.working);
    noteJump(sleptAt, at, this.#outside);
  }

  async #do(step: Exclude<LiveStep, {step: 'wait' | 'seal' | 'nothing'}>): Promise<Result<void, Failure>> {
    switch (step.step) {
      case 'recover':
        return recoverEngine(step.run, this.#outside);
      case 'close':
        closeSlot(step, this.#outside);
        this.#hand.replayed = isReplayed(this.#outside);
        break;
      case 'plan':
        this.#hand.background('plan', planNextRotation(step, this.#outside));
        break;
      case 'prepare': {
        const key = prepareKey(step.slot.slot, step.arm);
        this.#hand.background(key, prepareArm(step.slot, step.arm, this.#outside));
        break;
      }
      case 'begin':
        await beginEngine(step, this.#hand, this.#outside);
        break;
      case 'give-up':
        giveUp(step, this.#outside);
        break;
      case 'stop':
        await this.#stopRun(step.run.run, step.why);
        break;
      case 'replay':
        this.#hand.background('replay', this.#replays.run());
    }
    return ok(undefined);
  }

  async #stopRun(run: number, why: 'slot-over' | 'cancelled'): Promise<void> {
    const held = this.#hand.engines.get(run);
    if (!held) return;
    const {sensor} = this.#outside.store.plan.live;
    if (sensor.kind === 'interface')
      held.interfaceAtStop = await this.#outside.machine.packetsOf(sensor.interface);
    held.stopAt = this.#outside.clock.now();
    held.engine.stop(why);
  }

  async #seal(): Promise<Result<void, Failure>> {
    const {store, clock} = this.#outside;
    this.#disk.end();
    await this.#recorders.end();
    const facts: LiveFacts = store.facts();
    const over = facts.slots.filter(({state}) => state === 'over').length;
    const left = isReplayed(this.#outside) ? '' : '; not all that was recorded was replayed';
    store.notice({
      at: clock.now(),
      kind: 'trial-sealed',
      text: `sealed: ${over} of ${facts.slots.length} slots had engines${left}`,
    });
    // a sealed trial changes no more, not even by what was sent
    await this.#outside.told();
    store.seal(clock.now());
    return ok(undefined);
  }

  /** Ends all engines and what else runs; the trial is gone on with later. */
  async #leave(failure: Failure): Promise<Result<void, Failure>> {
    const hand = this.#hand;
    this.#replays.halt();
    for (const {run} of hand.engines.values()) await this.#stopRun(run, 'cancelled');
    while (hand.engines.size > 0) {
      const now = this.#outside.clock.now();
      await this.#outside.timer.sleepUntil(now + TICK, hand.changed, hand.working);
      hand.rest();
      for (const held of [...hand.engines.values()]) {
        held.engine.tick();
        if (!held.end) continue;
        // what cannot be written down now is recovered from its folder when the trial is gone on with
        const ended = await endEngine(held, held.end, hand, this.#outside).catch(() => undefined);
        if (!ended?.ok) hand.engines.delete(held.run);
      }
    }
    this.#disk.end();
    await this.#recorders.end();
    await Promise.all(hand.busy.values());
    return failed(failure);
  }
}

const stopped = ({name, plan}: ConductLiveOutside['store']): Failure =>
  trialFailure('trial-stopped', {trial: name, schedule: plan.schedule});

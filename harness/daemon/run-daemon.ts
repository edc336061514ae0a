import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import {ok, type Result} from '../domain/result.ts';
import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import {fail as failLive} from '../live/failures.ts';
import type {FoundSchedules} from './find-schedules.ts';
import type {Ticker} from './ports.ts';
import type {Serving} from './serve.ts';

/**
 * How often a schedule is tried again: a failure may be resolved, for example because an interface is up or a disk has space
 * again, and the user may have started its next trial.
 */
const RETRY_EVERY = 600 * MICROS_PER_SECOND;
/** How often the daemon looks for new schedules. */
const LOOK_EVERY = 60 * MICROS_PER_SECOND;

export interface DaemonDeps {
  schedules(): Promise<FoundSchedules>;
  /** Returns whether the newest trial is sealed; the user starts the next one. */
  isSealed(schedule: string): Promise<boolean>;
  runLive(schedule: string): Promise<Result<string, Failure>>;
  readonly serving: Serving;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly say: Say;
  readonly messageOf: (failure: Failure) => string;
  readonly stop: AbortSignal;
}

/** Runs every live schedule and handles requests until it is stopped; a schedule that fails does not affect the others. */
export async function runDaemon(deps: DaemonDeps): Promise<Result<void, Failure>> {
  const {live, others, unfinished} = await deps.schedules();
  const first = new Set([...live, ...unfinished]);
  if (first.size === 0) return failLive('no-live-schedule', {known: others});
  // undefined while it is being conducted
  const nextAt = new Map<string, Micros | undefined>([...first].map(schedule => [schedule, 0]));
  const conducted = new Map<string, Promise<void>>();
  const announced = new Set<string>();
  let lookAt = deps.clock.now() + LOOK_EVERY;
  const begin = (): void => {
    for (const [schedule, at] of nextAt) {
      if (at === undefined || deps.clock.now() < at) continue;
      nextAt.set(schedule, undefined);
      const done = conduct(schedule, announced, deps).then(again => void nextAt.set(schedule, again));
      conducted.set(schedule, done);
    }
  };
  const lookForNew = (): void => {
    if (deps.clock.now() < lookAt) return;
    lookAt = deps.clock.now() + LOOK_EVERY;
    // a folder that cannot be read now is read again later
    void newSchedules(deps, nextAt, announced).catch(() => {});
  };
  await new Promise<void>(resolve => {
    const ticking = deps.ticker.start(() => {
      deps.serving.look();
      lookForNew();
      begin();
    });
    const end = () => {
      ticking.stop();
      resolve();
    };
    if (deps.stop.aborted) end();
    deps.stop.addEventListener('abort', end, {once: true});
    begin();
  });
  await Promise.all(conducted.values());
  await deps.serving.end();
  return ok(undefined);
}

/** Announces new schedules, which the user must start; unfinished trials are continued. */
async function newSchedules(
  {schedules, say}: DaemonDeps,
  nextAt: Map<string, Micros | undefined>,
  announced: Set<string>,
): Promise<void> {
  const {live, unfinished} = await schedules();
  for (const schedule of unfinished) if (!nextAt.has(schedule)) nextAt.set(schedule, 0);
  for (const schedule of live) {
    if (nextAt.has(schedule) || announced.has(schedule)) continue;
    announced.add(schedule);
    say({kind: 'info', text: `${schedule} is new; start it with: ruletrial trial run ${schedule}`});
  }
}

/** Runs a schedule until its trial is sealed; returns when to try it again. */
async function conduct(schedule: string, announced: Set<string>, deps: DaemonDeps): Promise<Micros> {
  const again = () => deps.clock.now() + RETRY_EVERY;
  if (await deps.isSealed(schedule)) {
    const text = `${schedule}: its newest trial is sealed; start the next one with: ruletrial trial run ${schedule}`;
    if (!announced.has(schedule)) deps.say({kind: 'info', text});
    announced.add(schedule);
    return again();
  }
  announced.delete(schedule);
  const done = await deps.runLive(schedule);
  if (done.ok) {
    deps.say({kind: 'info', text: `${done.value} is sealed; see it with: ruletrial report ${done.value}`});
    return again();
  }
  // the user started it with a request, and sees its failure there
  if (deps.stop.aborted || done.failure.kind === 'already-conducted') return again();
  deps.say({
    kind: 'warning',
    text: `${schedule}: ${deps.messageOf(done.failure)}; next attempt in 10 minutes`,
  });
  return again();
}

import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {Ticker} from './ports.ts';
import type {Serving} from './serve.ts';

/** A schedule that failed is tried again this often: an interface may come up, a disk may be emptied. */
const AGAIN = 600 * MICROS_PER_SECOND;

export interface DaemonOutside {
  /** Names of all rotating and concurrent schedules, and those of all others. */
  schedules(): Promise<{live: readonly string[]; others: readonly string[]}>;
  /** Whether its newest trial is sealed; then a person begins the next one. */
  isSealed(schedule: string): Promise<boolean>;
  runLive(schedule: string): Promise<Result<string, Failure>>;
  readonly serving: Serving;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly say: Say;
  readonly tell: (failure: Failure) => string;
  readonly stop: AbortSignal;
}

/** Runs every live schedule until it is told to end, and serves requests beside; one that fails hinders no other. */
export async function runDaemon(outside: DaemonOutside): Promise<Result<void, Failure>> {
  const {live, others} = await outside.schedules();
  if (live.length === 0) return failed({kind: 'no-live-schedule', known: others} as Failure);
  // undefined: it is being conducted
  const nextAt = new Map<string, Micros | undefined>(live.map(schedule => [schedule, 0]));
  const conducted = new Map<string, Promise<void>>();
  const begin = (): void => {
    for (const [schedule, at] of nextAt) {
      if (at === undefined || outside.clock.now() < at) continue;
      nextAt.set(schedule, undefined);
      const done = conduct(schedule, outside).then(again => void nextAt.set(schedule, again));
      conducted.set(schedule, done);
    }
  };
  await new Promise<void>(resolve => {
    const ticking = outside.ticker.start(() => {
      outside.serving.look();
      begin();
    });
    const end = () => {
      ticking.stop();
      resolve();
    };
    if (outside.stop.aborted) end();
    outside.stop.addEventListener('abort', end, {once: true});
    begin();
  });
  await Promise.all(conducted.values());
  await outside.serving.end();
  return ok(undefined);
}

/** One schedule to its trial's seal; gives when it is to be looked at again. */
async function conduct(schedule: string, outside: DaemonOutside): Promise<Micros> {
  if (await outside.isSealed(schedule)) {
    const text = `${schedule}: its newest trial is sealed; begin the next one with: ruletrial trial run ${schedule}`;
    outside.say({kind: 'info', text});
    return Number.POSITIVE_INFINITY;
  }
  const done = await outside.runLive(schedule);
  if (done.ok) {
    outside.say({kind: 'info', text: `${done.value} is sealed; see it with: ruletrial report ${done.value}`});
    return Number.POSITIVE_INFINITY;
  }
  if (outside.stop.aborted) return Number.POSITIVE_INFINITY;
  // a person began it by a request, and looks after it
  if (done.failure.kind === 'already-conducted') return outside.clock.now() + AGAIN;
  outside.say({
    kind: 'warning',
    text: `${schedule}: ${outside.tell(done.failure)}; tried again in 10 minutes`,
  });
  return outside.clock.now() + AGAIN;
}

import {join} from 'node:path';
import {readSchedule} from '../arms/read-declared.ts';
import type {Conducting} from '../cli/outside.ts';
import {type PerformOutside, performer} from '../daemon/perform.ts';
import {runDaemon} from '../daemon/run-daemon.ts';
import {Serving} from '../daemon/serve.ts';
import {isRecorded} from '../domain/capture.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {isLivePlan} from '../domain/trial.ts';
import {fail as failLive} from '../live/failures.ts';
import type {LiveStore} from '../live/ports.ts';
import {fail as failTrial} from '../trial/failures.ts';
import type {Recorded} from '../trial/replay-recorded.ts';
import {newestOf, trialsOf} from '../trial/trials.ts';
import {type LiveRunner, liveRunner} from './live.ts';
import type {Product, runOutside, State} from './run-outside.ts';
import {worded} from './system-failures.ts';

type Conductor = Awaited<ReturnType<typeof runOutside>>;

interface Ending {
  /** Waits for requests that are being done. */
  served(): Promise<void>;
}

/** What one conductor can do beside replays: live trials, requests of others, the daemon. */
export function conducting(conductor: Conductor, state: State, product: Product): Conducting & Ending {
  const conducted = new Map<string, LiveStore>();
  const alone = oneAtATime();
  let serving: Serving | undefined;
  let runner: Promise<LiveRunner> | undefined;
  const serve = (): Serving => {
    const {requests, clock, wordsOf, say} = conductor;
    serving ??= new Serving({
      requests,
      clock,
      perform: performer(whole),
      tell: wordsOf,
      say,
    });
    return serving;
  };
  const live = (): Promise<LiveRunner> => {
    runner ??= liveRunner(conductor, state, conducted, () => serving);
    return runner;
  };
  const whole: Conducting & Ending = {
    served: async () => serving?.end(),
    ...conductor,
    ...product,
    conducted,
    alone,
    besideLive: () => conducted.size > 0,
    async runLive(schedule) {
      serve();
      return alone(schedule, async () => (await live()).run(schedule));
    },
    checkLive: async schedule => (await live()).check(schedule),
    isLive: async schedule => {
      const newest = newestOf(schedule, await state.trials());
      const read = await readSchedule(schedule, conductor);
      return read.ok
        ? read.value.value.kind !== 'replay'
        : newest !== undefined && ((await standingOf(newest, state))?.live ?? false);
    },
    recorded: trial => recordedOf(trial, conductor, state),
    async daemon() {
      const seen = {told: new Set<string>(), done: new Set<string>()};
      const {ticker} = await import('../daemon/node-cron/ticker.ts');
      return runDaemon({
        ...conductor,
        serving: serve(),
        ticker,
        schedules: () => schedulesOf(conductor, state, seen),
        isSealed: async schedule => {
          const newest = trialsOf(schedule, await state.trials()).at(-1);
          return newest !== undefined && ((await standingOf(newest, state))?.sealed ?? false);
        },
        runLive: schedule => worded(state.path, () => whole.runLive(schedule)),
        tell: conductor.wordsOf,
      });
    },
  };
  return whole;
}

/** Schedules that this process conducts now: each by one conductor alone. */
function oneAtATime(): PerformOutside['alone'] {
  const running = new Set<string>();
  return async (schedule, work) => {
    if (running.has(schedule)) return failLive('already-conducted', {schedule});
    running.add(schedule);
    try {
      return await work();
    } finally {
      running.delete(schedule);
    }
  };
}

/** What was seen of schedules and trials, so that it is not told or opened again. */
interface Seen {
  readonly told: Set<string>;
  /** Trials that are sealed, or not live: they stay so. */
  readonly done: Set<string>;
}

async function schedulesOf(conductor: Conductor, state: State, {told, done}: Seen) {
  const [live, others]: [string[], string[]] = [[], []];
  for (const name of await conductor.declarations.names('schedule')) {
    const read = await readSchedule(name, conductor);
    (read.ok && read.value.value.kind !== 'replay' ? live : others).push(name);
    const text = read.ok ? '' : conductor.wordsOf(read.failure);
    if (text !== '' && !told.has(text)) conductor.say({kind: 'warning', text});
    told.add(text);
  }
  const trials = await state.trials();
  const names = new Set([...live, ...others, ...trials.map(name => name.replace(/-\d+$/, ''))]);
  const unfinished: string[] = [];
  for (const name of names) {
    const newest = trialsOf(name, trials).at(-1);
    if (newest === undefined || done.has(newest)) continue;
    const stands = await standingOf(newest, state);
    if (stands?.live && !stands.sealed) unfinished.push(name);
    else done.add(newest);
  }
  return {live, others, unfinished};
}

/** How a trial stands; undefined where it cannot be read, so that it hinders no other. */
async function standingOf(
  trial: string,
  state: State,
): Promise<{live: boolean; sealed: boolean} | undefined> {
  const {openTrialReadOnly} = await import('../sqlite/open-trial.ts');
  const {readPlan} = await import('../sqlite/read-plan.ts');
  try {
    const db = openTrialReadOnly(state.trialStore(trial));
    try {
      const {plan, sealedAt} = readPlan(db);
      return {live: isLivePlan(plan), sealed: sealedAt !== undefined};
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}

/** What a live trial recorded and still has, by its name or that of its schedule. */
async function recordedOf(
  wanted: string,
  conductor: Conductor,
  state: State,
): Promise<Result<Recorded, Failure>> {
  const known = await state.trials();
  const trial = newestOf(wanted, known);
  if (trial === undefined) return failTrial('trial-missing', {trial: wanted, known});
  const {readRecorded} = await import('../sqlite/read-recorded.ts');
  const {openTrialReadOnly} = await import('../sqlite/open-trial.ts');
  const db = openTrialReadOnly(state.trialStore(trial));
  try {
    const {plan, files} = readRecorded(db);
    const captures = files.map(({file, slot}) => ({
      slot,
      path: isRecorded(file) ? join(state.trialFolder(trial), file) : conductor.captures.locate(file),
    }));
    return ok({trial, plan, captures});
  } finally {
    db.close();
  }
}

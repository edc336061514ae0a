import type {ConductorWork} from '../cli/command-deps.ts';
import {catchSystemFailures} from '../cli/system-failures.ts';
import {scheduleFinder, type TrialState} from '../daemon/find-schedules.ts';
import {oneAtATime} from '../daemon/one-at-a-time.ts';
import {performer} from '../daemon/perform.ts';
import {runDaemon} from '../daemon/run-daemon.ts';
import {Serving} from '../daemon/serve.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {isLivePlan} from '../domain/trial.ts';
import {scheduleOf} from '../domain/trial-name.ts';
import type {LiveStore} from '../live/ports.ts';
import {type Recorded, recordedCaptures} from '../trial/replay-recorded.ts';
import {findTrial} from '../trial/trials.ts';
import type {conductorDeps, Product, State} from './conductor-deps.ts';
import {type LiveRunner, liveRunner} from './live.ts';

type Conductor = Awaited<ReturnType<typeof conductorDeps>>;

interface Ending {
  /** Waits until current requests are done. */
  finishRequests(): Promise<void>;
}

/** Adds to a conductor everything beyond replays: live trials, requests from other processes, the daemon. */
export function conductorWork(conductor: Conductor, state: State, product: Product): ConductorWork & Ending {
  const conducted = new Map<string, LiveStore>();
  const alone = oneAtATime();
  const finder = scheduleFinder({...conductor, trialStateOf: trial => trialStateOf(trial, state)});
  let serving: Serving | undefined;
  let runner: Promise<LiveRunner> | undefined;
  const serve = (): Serving => {
    const {requests, clock, messageOf, say} = conductor;
    serving ??= new Serving({
      requests,
      clock,
      perform: performer({...work, runLive: runLiveAndReport}),
      messageOf,
      say,
    });
    return serving;
  };
  const live = (): Promise<LiveRunner> => {
    runner ??= liveRunner(conductor, state, conducted, () => serving);
    return runner;
  };
  /** Runs a live schedule and writes the report of its sealed trial, because a command that asked for it may have ended. */
  const runLiveAndReport = async (schedule: string): Promise<Result<string, Failure>> => {
    const done = await work.runLive(schedule);
    if (done.ok) await reportSealed(done.value, conductor);
    return done;
  };
  const work: ConductorWork & Ending = {
    finishRequests: async () => serving?.end(),
    ...conductor,
    ...product,
    conducted,
    alone,
    isLiveRunning: () => conducted.size > 0,
    async runLive(schedule) {
      serve();
      return alone(schedule, async () => (await live()).run(schedule));
    },
    async stopLive(trial) {
      serve();
      return alone(scheduleOf(trial), async () => (await live()).stop(trial));
    },
    checkLive: async schedule => (await live()).check(schedule),
    isLive: schedule => finder.isLive(schedule),
    recorded: trial => recordedOf(trial, conductor, state),
    async daemon() {
      const {cronTicker} = await import('../daemon/node-cron/ticker.ts');
      return runDaemon({
        ...conductor,
        serving: serve(),
        ticker: cronTicker(conductor.say),
        ...finder,
        runLive: schedule => catchSystemFailures(state.path, () => runLiveAndReport(schedule)),
        messageOf: conductor.messageOf,
      });
    },
  };
  return work;
}

/** Writes the report of a sealed trial, whose store takes no more notices. */
async function reportSealed(
  trial: string,
  {reports, say, messageOf, stop}: Pick<Conductor, 'reports' | 'say' | 'messageOf' | 'stop'>,
): Promise<void> {
  const done = await reports.write(trial, stop);
  if (done.ok) say({kind: 'info', text: `${trial}: report: ${done.value}`});
  else say({kind: 'warning', text: `${trial}: ${messageOf(done.failure)}`});
}

/** Returns the state of a trial; undefined if it cannot be read, so that others are not affected. */
async function trialStateOf(trial: string, state: State): Promise<TrialState | undefined> {
  const {openTrialReadOnly} = await import('../sqlite/open-trial.ts');
  const {readPlan} = await import('../sqlite/read-plan.ts');
  try {
    const db = openTrialReadOnly(state.trialStore(trial));
    try {
      const {plan, sealedAt} = readPlan(db);
      return {isLive: isLivePlan(plan), isSealed: sealedAt !== undefined};
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}

/** Returns the recorded traffic that a live trial still has, by its name or that of its schedule. */
async function recordedOf(
  nameOrSchedule: string,
  conductor: Conductor,
  state: State,
): Promise<Result<Recorded, Failure>> {
  const found = findTrial(nameOrSchedule, await state.trials());
  if (!found.ok) return found;
  const trial = found.value;
  const {readRecorded} = await import('../sqlite/read-recorded.ts');
  const {openTrialReadOnly} = await import('../sqlite/open-trial.ts');
  const db = openTrialReadOnly(state.trialStore(trial));
  try {
    const {plan, files} = readRecorded(db);
    const captures = conductor.captures.inProject(plan.project);
    return ok({trial, plan, captures: recordedCaptures(files, state.trialFolder(trial), captures)});
  } finally {
    db.close();
  }
}

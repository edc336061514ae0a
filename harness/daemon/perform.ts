import {z} from 'zod';
import {takeRulesets} from '../arms/take-rulesets.ts';
import type {Alert} from '../domain/alert.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {POLICIES} from '../domain/rule.ts';
import {NAME} from '../domain/trial.ts';
import {closeLogs} from '../ingest/ingest-records.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import {fail as failLive} from '../live/failures.ts';
import type {LiveTrial, NoticeJournal} from '../live/ports.ts';
import {markStopped} from '../live/run-live.ts';
import {type IngestDeps, ingestLogs} from '../trial/ingest-logs.ts';
import {type Recorded, replayRecorded} from '../trial/replay-recorded.ts';
import {type RunDeps, runTrial} from '../trial/run-trial.ts';
import type {Perform} from './ports.ts';

const name = z.string().regex(NAME);

/** The content of each kind of request. */
export const requestSchemas = {
  'trial stop': z.object({trial: name}),
  'trial run': z.object({schedule: name}),
  'trial replay': z.object({
    trial: name,
    slots: z.tuple([z.int().positive(), z.int().positive()]).optional(),
    arms: z.array(name),
  }),
  'snapshot take': z.object({
    names: z.array(name).optional(),
    policy: z.enum(POLICIES).optional(),
    accept: z.array(z.enum(['shrink', 'bad-lines', 'empty'])),
  }),
  ingest: z.object({
    trial: name,
    arm: name,
    files: z.array(z.string()),
    /** Names to show for files that are copies of piped input. */
    names: z.record(z.string(), z.string()).optional(),
    year: z.int().optional(),
    timeZone: z.string(),
    asNew: z.boolean().optional(),
    acceptEmpty: z.boolean().optional(),
    sameAs: z.string().optional(),
    /** The snapshot that the arm ran, by its name on the command line. */
    snapshot: z.string().optional(),
  }),
};

export type RequestOf<Kind extends keyof typeof requestSchemas> = z.infer<(typeof requestSchemas)[Kind]>;

/** The parts of a live trial that are needed to stop it early. */
type Stoppable = Pick<LiveTrial, 'stop'> & Pick<NoticeJournal, 'notice'>;

export interface PerformDeps extends RunDeps, Pick<IngestDeps, 'catalogueAnswers'> {
  readonly conducted: ReadonlyMap<string, Stoppable>;
  runLive(schedule: string): Promise<Result<string, Failure>>;
  isLive(schedule: string): Promise<boolean>;
  /** Allows one conductor per schedule: a second one is refused while the first is running. */
  alone<T>(schedule: string, work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>;
  recorded(trial: string): Promise<Result<Recorded, Failure>>;
  /** Opens all logs or none; `names` are the names to show for files other than by path. */
  logs(
    paths: readonly string[],
    names: Readonly<Record<string, string>>,
  ): Promise<Result<readonly LogSource[], Failure>>;
  importedFormat(log: LogSource, hints: {year: number | undefined; timeZone: string}): RecordFormat<Alert>;
}

/** Creates a function that performs requests like the commands of the same names. */
export function performer(deps: PerformDeps): Perform {
  return async ({kind, what}, report) => {
    const reporting: PerformDeps = {
      ...deps,
      say: message => {
        if (message.kind === 'info' || message.kind === 'warning') report(message.text);
        deps.say(message);
      },
    };
    switch (kind) {
      case 'trial stop':
        return stopTrial(requestSchemas[kind].parse(what).trial, reporting);
      case 'trial run':
        return runSchedule(requestSchemas[kind].parse(what).schedule, reporting);
      case 'trial replay':
        return replay(requestSchemas[kind].parse(what), reporting);
      case 'snapshot take': {
        const {names, policy, accept} = requestSchemas[kind].parse(what);
        return takeRulesets({names, policy, accept}, reporting);
      }
      case 'ingest':
        return ingest(requestSchemas[kind].parse(what), reporting);
    }
  };
}

/** Stops a live trial early: its engines stop, recorded traffic is replayed, and it is sealed. */
function stopTrial(
  trial: string,
  {conducted, clock}: Pick<PerformDeps, 'conducted' | 'clock'>,
): Result<string, Failure> {
  const store = conducted.get(trial);
  if (!store) {
    const running = [...conducted.keys()];
    const reason = running.length > 0 ? `this process is running ${running.join(', ')}` : 'it is not running';
    return failLive('not-conducted', {trial, reason: reason});
  }
  markStopped(store, clock.now());
  return ok(trial);
}

export const runSchedule = async (
  schedule: string,
  deps: Pick<PerformDeps, 'runLive' | 'isLive' | 'alone'> & RunDeps,
): Promise<Result<string, Failure>> =>
  (await deps.isLive(schedule))
    ? deps.runLive(schedule)
    : deps.alone(schedule, () => runTrial(schedule, deps));

export async function replay(
  {trial, slots, arms}: RequestOf<'trial replay'>,
  deps: Pick<PerformDeps, 'recorded'> & RunDeps,
): Promise<Result<string, Failure>> {
  const recorded = await deps.recorded(trial);
  return recorded.ok ? replayRecorded(recorded.value, {slots, arms}, deps) : recorded;
}

export async function ingest(
  {trial, arm, files, names = {}, year, timeZone, asNew, sameAs, snapshot, acceptEmpty}: RequestOf<'ingest'>,
  deps: PerformDeps,
): Promise<Result<unknown, Failure>> {
  const opened = await deps.logs(files, names);
  if (!opened.ok) return opened;
  try {
    return await ingestLogs(
      {trial, arm, logs: opened.value, asNew: asNew ?? false, sameAs, snapshot, acceptEmpty},
      {...deps, formatOf: log => deps.importedFormat(log, {year, timeZone})},
    );
  } finally {
    await closeLogs(opened.value);
  }
}

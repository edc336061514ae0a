import type {Alert} from '../domain/alert.ts';
import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import {NAME, parseTrialName, type TrialPlan} from '../domain/trial.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {identify, isNoLog, notALog} from '../ingest/identify.ts';
import type {Imported} from '../ingest/locate.ts';
import {orderLogs} from '../ingest/order-logs.ts';
import type {Taken} from '../ingest/pending.ts';
import {addGuesses} from '../ingest/pending.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import {unreadable} from '../ingest/read-words.ts';
import {takeIn} from '../ingest/take-in.ts';
import type {TrialFailure} from './failures.ts';
import type {TrialStore} from './ports.ts';
import {newestOf, nextName, type Trials} from './trials.ts';

export interface IngestDeps {
  readonly trials: Trials;
  formatOf(log: LogSource): RecordFormat<Alert>;
  readonly clock: Clock;
  readonly say: Say;
  readonly madeBy: string;
}

export interface Ingested extends Omit<Taken, 'records'> {
  readonly alerts: number;
  readonly trial: string;
  readonly arm: string;
}

export interface Wanted extends Partial<Imported> {
  readonly trial: string;
  readonly arm: string;
  readonly logs: readonly LogSource[];
}

/** Takes alert logs of other people's runs into one arm of an `ingested` trial, which is made when it is not there. */
export async function ingestLogs(
  wanted: Wanted,
  deps: IngestDeps,
): Promise<Result<Ingested, TrialFailure | IngestFailure>> {
  for (const name of [wanted.trial, wanted.arm])
    if (!NAME.test(name)) return failed({kind: 'trial-name', name});
  const looked = await lookAtAll(wanted.logs, deps);
  if (looked) return failed(looked);
  const store = await openOrCreate(wanted.trial, deps);
  if (!store.ok) return store;
  try {
    return await takeAll(store.value, wanted, deps);
  } finally {
    store.value.close();
  }
}

/** Before anything is made or stored: every file must be an alert log, and one of them must hold something. */
async function lookAtAll(logs: readonly LogSource[], deps: IngestDeps): Promise<IngestFailure | undefined> {
  let waiting = 0;
  let hasRecords = false;
  for (const group of orderLogs(logs)) {
    for (const [position, log] of group.entries()) {
      try {
        const format = deps.formatOf(log);
        const identity = await identify(log, format);
        if (isNoLog(identity, position)) return notALog(log, identity, format);
        if ('waiting' in identity) waiting += identity.waiting;
        else hasRecords = true;
      } catch (thrown) {
        const failure = unreadable(log, thrown);
        if (!failure) throw thrown;
        return failure;
      }
    }
  }
  return hasRecords ? undefined : {kind: 'nothing-taken-in', files: logs.map(({name}) => name), waiting};
}

async function openOrCreate(name: string, deps: IngestDeps): Promise<Result<TrialStore, TrialFailure>> {
  const names = await deps.trials.names();
  const newest = newestOf(name, names);
  if (newest === undefined) {
    const parsed = parseTrialName(name);
    const plan = emptyPlan(parsed?.schedule ?? name, deps);
    return ok(await deps.trials.create(parsed ? name : nextName(name, names), plan));
  }
  const open = deps.trials.open(newest);
  if (!open.ok) return open;
  const refuse = (failure: TrialFailure) => {
    open.value.close();
    return failed(failure);
  };
  const {plan} = open.value;
  if (plan.kind !== 'ingested')
    return refuse({kind: 'trial-kind', trial: newest, found: plan.kind, expected: 'ingested'});
  return open.value.facts().sealed ? refuse({kind: 'trial-sealed', trial: newest}) : open;
}

const emptyPlan = (schedule: string, deps: IngestDeps): TrialPlan => ({
  version: 1,
  kind: 'ingested',
  schedule,
  declaredDigest: '',
  madeBy: deps.madeBy,
  createdAt: deps.clock.now(),
  isolation: 'capture',
  shards: 1,
  arms: [],
  captures: [],
});

async function takeAll(
  store: TrialStore,
  {arm, logs, asNew = false, sameAs}: Wanted,
  deps: IngestDeps,
): Promise<Result<Ingested, IngestFailure>> {
  store.addArm(arm);
  const run = store.ingestedRun(arm, deps.clock.now());
  const total = {alerts: 0, rejects: 0, known: 0, waiting: 0};
  let guessed: Taken['guessed'];
  for (const group of orderLogs(logs)) {
    const taken = await takeIn({
      owner: run,
      logs: group,
      store: store.ingest,
      formatOf: deps.formatOf,
      place: alert => ({alert, capture: 0}),
      finished: false,
      imported: {asNew, sameAs},
      progress: sofar => deps.say({kind: 'info', text: `${total.alerts + sofar.records} alerts imported`}),
    });
    if (!taken.ok) return taken;
    total.alerts += taken.value.records;
    for (const key of ['rejects', 'known', 'waiting'] as const) total[key] += taken.value[key];
    guessed = addGuesses(guessed, taken.value.guessed);
  }
  return ok({trial: store.name, arm, ...total, ...(guessed ? {guessed} : {})});
}

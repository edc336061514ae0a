import type {Alert} from '../domain/alert.ts';
import type {Say} from '../domain/message.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import {NAME, type TrialPlan} from '../domain/trial.ts';
import {parseTrialName} from '../domain/trial-name.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {identify, isNotALog, notALog} from '../ingest/identify.ts';
import {ingestRecords} from '../ingest/ingest-records.ts';
import type {ImportOptions} from '../ingest/locate.ts';
import {orderLogs} from '../ingest/order-logs.ts';
import type {IngestCounts} from '../ingest/pending.ts';
import {addGuesses} from '../ingest/pending.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import {unreadable} from '../ingest/read-errors.ts';
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

export interface Ingested extends Omit<IngestCounts, 'records'> {
  readonly alerts: number;
  readonly trial: string;
  readonly arm: string;
}

export interface IngestRequest extends Partial<ImportOptions> {
  readonly trial: string;
  readonly arm: string;
  readonly logs: readonly LogSource[];
}

/** Imports alert logs from other Snort runs into one arm of an `ingested` trial, which is created if it does not exist. */
export async function ingestLogs(
  request: IngestRequest,
  deps: IngestDeps,
): Promise<Result<Ingested, TrialFailure | IngestFailure>> {
  for (const name of [request.trial, request.arm])
    if (!NAME.test(name)) return failed({kind: 'trial-name', name});
  const unusable = await findUnusable(request.logs, deps);
  if (unusable) return failed(unusable);
  const store = await openOrCreate(request.trial, deps);
  if (!store.ok) return store;
  try {
    return await ingestInto(store.value, request, deps);
  } finally {
    store.value.close();
  }
}

/** Checks, before anything is created or stored, that every file is an alert log and that at least one has records. */
async function findUnusable(
  logs: readonly LogSource[],
  deps: IngestDeps,
): Promise<IngestFailure | undefined> {
  let waiting = 0;
  let hasRecords = false;
  for (const group of orderLogs(logs)) {
    for (const [index, log] of group.entries()) {
      try {
        const format = deps.formatOf(log);
        const identity = await identify(log, format);
        if (isNotALog(identity, index)) return notALog(log, identity, format);
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

async function ingestInto(
  store: TrialStore,
  {arm, logs, asNew = false, sameAs}: IngestRequest,
  deps: IngestDeps,
): Promise<Result<Ingested, IngestFailure>> {
  store.addArm(arm);
  const run = store.ingestedRun(arm, deps.clock.now());
  const total = {alerts: 0, rejects: 0, known: 0, waiting: 0};
  let guessed: IngestCounts['guessed'];
  for (const group of orderLogs(logs)) {
    const ingested = await ingestRecords({
      owner: run,
      logs: group,
      store: store.ingest,
      formatOf: deps.formatOf,
      place: alert => ({alert, capture: 0}),
      finished: false,
      imported: {asNew, sameAs},
      progress: soFar => deps.say({kind: 'info', text: `${total.alerts + soFar.records} alerts imported`}),
    });
    if (!ingested.ok) return ingested;
    total.alerts += ingested.value.records;
    for (const key of ['rejects', 'known', 'waiting'] as const) total[key] += ingested.value[key];
    guessed = addGuesses(guessed, ingested.value.guessed);
  }
  return ok({trial: store.name, arm, ...total, ...(guessed ? {guessed} : {})});
}

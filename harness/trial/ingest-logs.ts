import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import {NAME, parseTrialName, type TrialPlan} from '../domain/trial.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {identify, isNoLog} from '../ingest/identify.ts';
import type {Taken} from '../ingest/intake.ts';
import {orderLogs} from '../ingest/order-logs.ts';
import type {LineFormat, LogSource} from '../ingest/ports.ts';
import {takeIn, unreadable} from '../ingest/take-in.ts';
import type {TrialFailure} from './failures.ts';
import type {TrialStore} from './ports.ts';
import {newestOf, nextName, type Trials} from './trials.ts';

export interface IngestOutside {
  readonly trials: Trials;
  formatOf(log: LogSource): LineFormat;
  readonly clock: Clock;
  readonly say: Say;
  readonly madeBy: string;
}

export interface Ingested extends Taken {
  readonly trial: string;
  readonly arm: string;
}

/** Takes alert logs of other people's runs into one arm of an `ingested` trial, which is made when it is not there. */
export async function ingestLogs(
  wanted: {trial: string; arm: string; logs: readonly LogSource[]},
  outside: IngestOutside,
): Promise<Result<Ingested, TrialFailure | IngestFailure>> {
  for (const name of [wanted.trial, wanted.arm])
    if (!NAME.test(name)) return failed({kind: 'trial-name', name});
  // before anything is made or stored: every file must be an alert log
  for (const group of orderLogs(wanted.logs)) {
    for (const [position, log] of group.entries()) {
      const refused = await refusal(log, position, outside);
      if (refused) return failed(refused);
    }
  }
  const store = await openOrCreate(wanted.trial, outside);
  if (!store.ok) return store;
  try {
    return await takeAll(store.value, wanted.arm, wanted.logs, outside);
  } finally {
    store.value.close();
  }
}

async function refusal(
  log: LogSource,
  position: number,
  outside: IngestOutside,
): Promise<IngestFailure | undefined> {
  try {
    const identity = await identify(log, outside.formatOf(log));
    if (!isNoLog(identity, position)) return undefined;
    return {kind: 'not-an-alert-log', file: log.name, lines: identity.lines, found: identity.found};
  } catch (thrown) {
    const failure = unreadable(log, thrown);
    if (!failure) throw thrown;
    return failure;
  }
}

async function openOrCreate(name: string, outside: IngestOutside): Promise<Result<TrialStore, TrialFailure>> {
  const names = await outside.trials.names();
  const newest = newestOf(name, names);
  if (newest === undefined) {
    const parsed = parseTrialName(name);
    const plan = emptyPlan(parsed?.schedule ?? name, outside);
    return ok(await outside.trials.create(parsed ? name : nextName(name, names), plan));
  }
  const open = outside.trials.open(newest);
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

const emptyPlan = (schedule: string, outside: IngestOutside): TrialPlan => ({
  version: 1,
  kind: 'ingested',
  schedule,
  declaredDigest: '',
  madeBy: outside.madeBy,
  createdAt: outside.clock.now(),
  isolation: 'capture',
  shards: 1,
  arms: [],
  captures: [],
});

async function takeAll(
  store: TrialStore,
  arm: string,
  logs: readonly LogSource[],
  outside: IngestOutside,
): Promise<Result<Ingested, IngestFailure>> {
  store.addArm(arm);
  const run = store.ingestedRun(arm, outside.clock.now());
  const total = {alerts: 0, rejects: 0, known: 0, waiting: 0};
  for (const group of orderLogs(logs)) {
    const taken = await takeIn({
      run,
      logs: group,
      store: store.ingest,
      formatOf: outside.formatOf,
      place: alert => ({alert, capture: 0}),
      finished: false,
      progress: sofar => outside.say({kind: 'info', text: `${total.alerts + sofar.alerts} alerts taken in`}),
    });
    if (!taken.ok) return taken;
    for (const key of ['alerts', 'rejects', 'known', 'waiting'] as const) total[key] += taken.value[key];
  }
  return ok({trial: store.name, arm, ...total});
}

import type {RulesFound} from '../answers/rules-found.ts';
import type {Alert} from '../domain/alert.ts';
import type {Say} from '../domain/message.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME} from '../domain/trial.ts';
import type {IngestFailure} from '../ingest/failures.ts';
import {identify, isNotALog, notALog} from '../ingest/identify.ts';
import {ingestRecords} from '../ingest/ingest-records.ts';
import type {ImportOptions} from '../ingest/locate.ts';
import {orderLogs} from '../ingest/order-logs.ts';
import type {IngestCounts} from '../ingest/pending.ts';
import {addGuesses} from '../ingest/pending.ts';
import type {LogSource, RecordFormat} from '../ingest/ports.ts';
import {unreadable} from '../ingest/read-errors.ts';
import type {SnapshotFailure} from '../snapshots/failures.ts';
import {namedSnapshot} from '../snapshots/named-snapshot.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import type {TrialFailure} from './failures.ts';
import {findFiredRules, type RulesCatalogue, setSnapshot} from './find-rules.ts';
import {type OpenDeps, openOrCreate, openWithArm} from './open-ingested.ts';
import type {TrialStore} from './ports.ts';

export interface IngestDeps extends OpenDeps {
  formatOf(log: LogSource): RecordFormat<Alert>;
  readonly catalogueAnswers: RulesCatalogue;
  readonly say: Say;
}

export interface Ingested extends Omit<IngestCounts, 'records'> {
  /** Number of files that were read; 0 if only a snapshot was named. */
  readonly files: number;
  readonly alerts: number;
  readonly trial: string;
  readonly arm: string;
  /** How the rules that fired in the arm so far were found in snapshots; absent if no snapshot was named and none matches. */
  readonly rules?: RulesFound;
  /** The snapshot that had been named for the arm before. */
  readonly replaced?: string;
}

export interface IngestRequest extends Partial<ImportOptions> {
  readonly trial: string;
  readonly arm: string;
  /** May be empty if a snapshot is named: then the trial and the arm must exist. */
  readonly logs: readonly LogSource[];
  /** The snapshot that the arm ran, by its name on the command line. */
  readonly snapshot?: string | undefined;
  /** Whether empty logs are accepted: those of a ruleset that raised no alert. */
  readonly acceptEmpty?: boolean | undefined;
}

type Failed = TrialFailure | IngestFailure | SnapshotFailure;

/**
 * Imports alert logs from other Snort runs into one arm of an `ingested` trial, which is created if it does not exist, and
 * finds the rules that fired in the arm's snapshot.
 */
export async function ingestLogs(
  request: IngestRequest,
  deps: IngestDeps,
): Promise<Result<Ingested, Failed>> {
  for (const name of [request.trial, request.arm])
    if (!NAME.test(name)) return failed({kind: 'trial-name', name});
  const {logs, snapshot} = request;
  const row =
    snapshot === undefined ? ok(undefined) : namedSnapshot(snapshot, deps.catalogueAnswers.snapshots());
  if (!row.ok) return row;
  const unusable = logs.length > 0 ? await findUnusable(request, deps) : undefined;
  if (unusable) return failed(unusable);
  const store = await (logs.length > 0
    ? openOrCreate(request.trial, deps)
    : openWithArm(request.trial, request.arm, deps));
  if (!store.ok) return store;
  try {
    return await ingestInto(store.value, row.value, request, deps);
  } finally {
    store.value.close();
  }
}

/** Checks, before anything is created or stored, that every file is an alert log and that at least one has records, unless they may all be empty. */
async function findUnusable(
  {logs, acceptEmpty = false}: IngestRequest,
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
  if (hasRecords || (acceptEmpty && waiting === 0)) return undefined;
  return {kind: 'nothing-taken-in', files: logs.map(({name}) => name), waiting};
}

async function ingestInto(
  store: TrialStore,
  snapshot: SnapshotRow | undefined,
  request: IngestRequest,
  deps: IngestDeps,
): Promise<Result<Ingested, IngestFailure>> {
  const {arm} = request;
  store.addArm(arm);
  const replaced = snapshot && setSnapshot(store, arm, snapshot, deps.catalogueAnswers);
  const ingested = await ingestAll(store, request, deps);
  // also after a failure, since the first part of a log may be stored
  const rules = findFiredRules(store, arm, deps.catalogueAnswers);
  if (!ingested.ok) return ingested;
  return ok({
    ...ingested.value,
    ...(rules ? {rules} : {}),
    ...(replaced === undefined ? {} : {replaced}),
  });
}

async function ingestAll(
  store: TrialStore,
  {arm, logs, asNew = false, sameAs}: IngestRequest,
  deps: IngestDeps,
): Promise<Result<Omit<Ingested, 'rules' | 'replaced'>, IngestFailure>> {
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
  return ok({files: logs.length, trial: store.name, arm, ...total, ...(guessed ? {guessed} : {})});
}

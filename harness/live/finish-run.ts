import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import {plural} from '../domain/plural.ts';
import {ok, type Result} from '../domain/result.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Clock, Micros} from '../domain/time.ts';
import type {RunFolders} from '../trial/ports.ts';
import {type FollowDeps, followAlertLogs} from './follow-alert-logs.ts';
import type {EngineRun} from './live-engine.ts';
import type {RunJournal, Window} from './ports.ts';

export type FinishDeps = FollowDeps & {
  readonly store: Pick<RunJournal, 'finishRun'>;
  readonly folders: Pick<RunFolders, 'compressLogs' | 'removeLogs'>;
  readonly clock: Clock;
  readonly say: Say;
};

/** Stores a run's last alerts, its counted time and its outcome. `at` is the time when it ended, by default now. */
export async function finishRun(
  {run, folder, arm}: Pick<EngineRun, 'run' | 'folder' | 'arm'>,
  end: RunEnd,
  window: Window,
  deps: FinishDeps,
  at?: Micros,
): Promise<Result<void, Failure>> {
  const {store, folders, clock, say} = deps;
  const ingested = await followAlertLogs(run, folder, true, deps);
  if (!ingested.ok) return ingested;
  const stored = store.alertsOf(run);
  if (end.alertsLogged !== undefined && end.alertsLogged !== stored) {
    const text = `arm ${arm}: Snort says it logged ${plural(end.alertsLogged, 'alert')}, but its log contains ${stored} (${folder})`;
    say({kind: 'warning', text});
  }
  // the last output of an engine that was asked to stop says only that it was stopped
  const asked = end.outcome === 'slot-over' || end.outcome === 'cancelled';
  store.finishRun(run, asked ? {...end, endReason: undefined} : end, window, at ?? clock.now());
  const how = store.plan.live.logs;
  if (how === 'compress') await folders.compressLogs(folder);
  if (how === 'remove') await folders.removeLogs(folder);
  return ok(undefined);
}

import {armFailures} from '../arms/failures.ts';
import {daemonFailures} from '../daemon/failures.ts';
import {declarationFailures} from '../declarations/failures.ts';
import type {Failure, FailureTable} from '../domain/failure.ts';
import {engineFailures} from '../engine/failures.ts';
import {ingestFailures} from '../ingest/failures.ts';
import {liveFailures} from '../live/failures.ts';
import {downloadFailures} from '../snapshots/download-failures.ts';
import {snapshotFailures} from '../snapshots/failures.ts';
import {trialFailures} from '../trial/failures.ts';
import {cliFailures} from './failures.ts';

/** Every failure of every room, by kind; docs/failures.md has a heading for each. */
export const allFailures: FailureTable = {
  ...armFailures,
  ...cliFailures,
  ...daemonFailures,
  ...declarationFailures,
  ...downloadFailures,
  ...engineFailures,
  ...ingestFailures,
  ...liveFailures,
  ...snapshotFailures,
  ...trialFailures,
};

/** Returns the message and exit code of a failure. */
export function describeFailure(failure: Failure): {message: string; exit: number} {
  const entry = Object.hasOwn(allFailures, failure.kind) ? allFailures[failure.kind] : undefined;
  if (!entry) throw new Error(`no message for the failure ${failure.kind}`);
  return {message: entry.say(failure), exit: entry.exit};
}

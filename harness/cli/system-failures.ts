import {type DaemonFailure, failure as daemonFailure} from '../daemon/failures.ts';
import {type Failure, thrownMessage} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type TrialFailure, failure as trialFailure} from '../trial/failures.ts';
import {printStack} from './console.ts';

/** Turns an exception from the system into a failure: a full disk, a missing permission, a broken store. */
export function systemFailure(
  thrown: unknown,
  folder: string,
): TrialFailure | Extract<DaemonFailure, {kind: 'unexpected'}> {
  const code = String((thrown as {code?: unknown} | undefined)?.code ?? '');
  const reason = thrownMessage(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return trialFailure('disk-full', {folder, freeBytes: undefined});
  }
  if (
    ['EACCES', 'EPERM', 'EROFS'].includes(code) ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN')
  ) {
    return trialFailure('state-unwritable', {
      folder,
      reason: REASONS[code] ?? (code.startsWith('SQLITE_') ? STORE_REASON : reason),
    });
  }
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return trialFailure('state-unwritable', {folder, reason: 'a file is where a folder must be'});
  if ((thrown as Error)?.constructor?.name === 'BrokenCatalogue')
    return trialFailure('catalogue-broken', {file: (thrown as {file?: string}).file ?? folder, reason});
  if (
    code === 'SQLITE_CORRUPT' ||
    code === 'SQLITE_NOTADB' ||
    (thrown as Error)?.constructor?.name === 'ForeignStore'
  ) {
    return trialFailure('trial-broken', {trial: folder, reason});
  }
  if (code.startsWith('SQLITE_IOERR')) return trialFailure('disk-full', {folder, freeBytes: undefined});
  printStack(thrown);
  return daemonFailure('unexpected', {reason: reason.split('\n')[0] ?? reason});
}

/** SQLite creates files next to a store even to read it. */
const STORE_REASON = 'this user cannot write there, which SQLite needs even for reading';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user cannot write there',
  EPERM: 'this user cannot write there',
  EROFS: 'the file system is read-only',
};

/** Opens a store; an exception from the system becomes a failure. */
export function openStore<T>(trial: string, open: () => T): Result<T, TrialFailure> {
  try {
    return ok(open());
  } catch (thrown) {
    const failure = systemFailure(thrown, trial);
    if (failure.kind === 'unexpected') throw thrown;
    return failed(failure);
  }
}

/** Runs work; an exception from the system becomes a failure. */
export async function catchSystemFailures<T>(
  folder: string,
  work: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  try {
    return await work();
  } catch (thrown) {
    return failed(systemFailure(thrown, folder));
  }
}

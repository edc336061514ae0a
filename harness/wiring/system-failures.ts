import {printStack} from '../cli/console.ts';
import {type Failure, wordsThrown} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';

/** What the system threw, as a failure with words: a full disk, a missing right, a broken store. */
export function systemFailure(thrown: unknown, folder: string): Failure {
  const code = String((thrown as {code?: unknown} | undefined)?.code ?? '');
  const reason = wordsThrown(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return {kind: 'disk-full', folder, freeBytes: undefined} as Failure;
  }
  if (
    ['EACCES', 'EPERM', 'EROFS'].includes(code) ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN')
  ) {
    return {
      kind: 'state-unwritable',
      folder,
      reason: WORDS[code] ?? (code.startsWith('SQLITE_') ? STORE_WORDS : reason),
    } as Failure;
  }
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return {kind: 'state-unwritable', folder, reason: 'a file is where a folder must be'} as Failure;
  if ((thrown as Error)?.constructor?.name === 'BrokenCatalogue')
    return {kind: 'catalogue-broken', file: (thrown as {file?: string}).file, reason} as Failure;
  if (
    code === 'SQLITE_CORRUPT' ||
    code === 'SQLITE_NOTADB' ||
    (thrown as Error)?.constructor?.name === 'ForeignStore'
  ) {
    return {kind: 'trial-broken', trial: folder, reason} as Failure;
  }
  if (code.startsWith('SQLITE_IOERR')) return {kind: 'disk-full', folder, freeBytes: undefined} as Failure;
  printStack(thrown);
  return {kind: 'unexpected', reason: reason.split('\n')[0] ?? reason} as Failure;
}

/** SQLite makes files beside a store even to read it. */
const STORE_WORDS = 'this user may not write there, which a store needs even to be read';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
};

/** Opens a trial; what refuses it is a failure with words, of the kinds that the caller knows. */
export function opened<T, Known extends Failure>(trial: string, open: () => T): Result<T, Known> {
  try {
    return ok(open());
  } catch (thrown) {
    const failure = systemFailure(thrown, trial);
    if (failure.kind === 'unexpected') throw thrown;
    return failed(failure as Known);
  }
}

/** Work whose outside may throw; what it throws becomes a failure. */
export async function worded<T>(
  folder: string,
  work: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  try {
    return await work();
  } catch (thrown) {
    return failed(systemFailure(thrown, folder));
  }
}

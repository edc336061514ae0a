import {thrownMessage} from '../domain/failure.ts';
import {failure, type IngestFailure} from './failures.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user has no permission to read it',
  EISDIR: 'it is a folder',
};

/** Turns an exception from opening log files into a failure; `names` are the names to show for files other than by path. */
export function unreadableLog(thrown: unknown, names: Readonly<Record<string, string>>): IngestFailure {
  const {code = '', path = ''} = thrown as {code?: string; path?: string};
  return failure('log-unreadable', {
    file: names[path] ?? path,
    reason: REASONS[code] ?? thrownMessage(thrown),
  });
}

import {thrownMessage} from '../domain/failure.ts';
import {failure, type IngestFailure} from './failures.ts';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user has no permission to read it',
  EISDIR: 'it is a folder',
};

/** What was thrown while log files were opened, with words; `names`: what to call files where it is not their path. */
export function unreadableLog(thrown: unknown, names: Readonly<Record<string, string>>): IngestFailure {
  const {code = '', path = ''} = thrown as {code?: string; path?: string};
  return failure('log-unreadable', {file: names[path] ?? path, reason: WORDS[code] ?? thrownMessage(thrown)});
}

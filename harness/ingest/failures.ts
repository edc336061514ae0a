import {type FailureOf, failureTable} from '../domain/failure.ts';

export const ingestFailures = failureTable({
  'not-an-alert-log': {
    exit: 4,
    say: (f: {file: string; lines: number; found: string}) =>
      `${f.file} is no alert_json log: none of its first ${f.lines} lines is a JSON object with a rule or a msg ` +
      `(the first begins with ${f.found}). Give the file that Snort's alert_json logger writes, plain or gzipped`,
  },
  'log-unreadable': {
    exit: 4,
    say: (f: {file: string; reason: string}) =>
      `${f.file} cannot be read: ${f.reason}. Expected a plain or gzipped alert_json log that this user may read`,
  },
});

export type IngestFailure = FailureOf<typeof ingestFailures>;

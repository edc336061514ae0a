import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';

export const ingestFailures = failureTable({
  'not-a-log': {
    exit: 4,
    say: (f: {file: string; lines: number; found: string; record: string; is: string; next: string}) =>
      `${f.file} ${f.is}: none of its first ${f.lines} lines is ${f.record} (the first begins with ${f.found}). ${f.next}`,
  },
  'log-unreadable': {
    exit: 4,
    say: (f: {file: string; reason: string; records?: number}) =>
      `${f.file} cannot be read${f.records ? ' to its end' : ''}: ${f.reason}. ` +
      (f.records
        ? `${f.records} ${f.records === 1 ? 'record' : 'records'} before that point ${f.records === 1 ? 'was' : 'were'} imported; import the whole file later to add the rest`
        : 'Expected a plain or gzipped log that this user can read'),
  },
  'log-undecided': {
    exit: 4,
    say: (f: {file: string; known: string; reason: string}) =>
      `${f.file} may contain alerts that the arm already has from ${f.known}: ${f.reason}. Nothing was imported. Use --as-new to import ` +
      `all of it, or --same-as ${f.known} to import only what follows the part that is already stored`,
  },
  'nothing-taken-in': {
    exit: 4,
    say: (f: {files: readonly string[]; waiting: number}) =>
      `nothing was imported: ${f.files.slice(0, 5).join(', ')}${f.files.length > 5 ? `, and ${f.files.length - 5} more,` : ''} ` +
      `${f.files.length === 1 ? 'contains' : 'contain'} no complete record` +
      (f.waiting > 0
        ? ` (${f.waiting} bytes of an incomplete line are kept until the rest of it arrives)`
        : '') +
      '. Expected a log that contains at least one alert. If the ruleset raised none, import its empty log with --accept-empty',
  },
  'log-not-known': {
    exit: 4,
    say: (f: {wanted: string; known: readonly string[]}) =>
      `--same-as ${f.wanted}: the arm has no log of that name. Its logs: ${f.known.slice(0, 20).join(', ') || 'none yet'}`,
  },
});

export const {failure} = failuresOf(ingestFailures);

export type IngestFailure = FailureOf<typeof ingestFailures>;

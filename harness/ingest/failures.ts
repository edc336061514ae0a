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
        ? `${f.records} ${f.records === 1 ? 'record' : 'records'} before that place ${f.records === 1 ? 'was' : 'were'} taken in; the whole file, given later, adds the rest`
        : 'Expected a plain or gzipped log that this user may read'),
  },
  'log-undecided': {
    exit: 4,
    say: (f: {file: string; known: string; why: string}) =>
      `${f.file} may hold what the arm has from ${f.known} already: ${f.why}. Nothing of it was taken in. Use --as-new to take ` +
      `all of it in, or --same-as ${f.known} to take only what stands behind the part of that log that is known`,
  },
  'nothing-taken-in': {
    exit: 4,
    say: (f: {files: readonly string[]; waiting: number}) =>
      `nothing was taken in: ${f.files.slice(0, 5).join(', ')}${f.files.length > 5 ? `, and ${f.files.length - 5} more,` : ''} ` +
      `${f.files.length === 1 ? 'holds' : 'hold'} no whole record` +
      (f.waiting > 0 ? ` (${f.waiting} bytes of an unfinished line wait for their rest)` : '') +
      '. Give a log into which Snort has written an alert',
  },
  'log-not-known': {
    exit: 4,
    say: (f: {wanted: string; known: readonly string[]}) =>
      `--same-as ${f.wanted}: the arm holds no log of that name. Name one of its logs: ${f.known.slice(0, 20).join(', ') || 'none yet'}`,
  },
});

export const {failure} = failuresOf(ingestFailures);

export type IngestFailure = FailureOf<typeof ingestFailures>;

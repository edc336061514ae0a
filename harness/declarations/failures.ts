import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';
import {knownWords} from '../domain/nearest.ts';

/** One thing wrong in a declaration: where, what was expected, what was found, what to write instead. */
export interface Complaint {
  /** 1 or more. */
  readonly line: number;
  /** `arms[1].ruleset`; '' for the whole file. */
  readonly key: string;
  readonly expected: string;
  readonly found: string;
  readonly advice: string;
}

const sayComplaint = (file: string, {line, key, expected, found, advice}: Complaint): string =>
  `${file}:${line}: ${key ? `${key}: ` : ''}expected ${expected}, found ${found}${advice ? `. ${advice}` : ''}`;

export const declarationFailures = failureTable({
  'declaration-invalid': {
    exit: 4,
    say: (f: {file: string; complaints: readonly Complaint[]}) =>
      f.complaints.map(complaint => sayComplaint(f.file, complaint)).join('\n'),
  },
  'declaration-missing': {
    exit: 4,
    say: (f: {what: 'ruleset' | 'schedule'; name: string; file: string; known: readonly string[]}) =>
      `no ${f.what} "${f.name}": there is no ${f.file}. ` +
      (f.known.length > 0 ? knownWords(f.name, f.known) : 'Create working examples with: ruletrial init'),
  },
  'declaration-unreadable': {
    exit: 4,
    say: (f: {file: string; reason: string}) =>
      `${f.file} cannot be read: ${f.reason}. Expected a YAML file that this user can read`,
  },
});

export const {fail} = failuresOf(declarationFailures);

export type DeclarationFailure = FailureOf<typeof declarationFailures>;

import {type FailureOf, failureTable} from '../domain/failure.ts';

export const snapshotFailures = failureTable({
  'source-missing': {
    exit: 4,
    say: (f: {ruleset: string; path: string; expected: string; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: cannot read ${f.path}: ${f.reason}. Expected ${f.expected}`,
  },
  'source-empty': {
    exit: 4,
    say: (f: {ruleset: string; path: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} holds no rules file. Expected files whose names end in .rules`,
  },
  'archive-refused': {
    exit: 4,
    say: (f: {ruleset: string; path: string; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} is refused: ${f.reason}. Expected a .tar.gz of rules as snort.org gives it`,
  },
  'include-refused': {
    exit: 4,
    say: (f: {ruleset: string; file: string; line: number; target: string; reason: string}) =>
      `${f.file}:${f.line} (ruleset ${f.ruleset}): cannot include ${f.target}: ${f.reason}. ` +
      'If it was there before, look whether an antivirus program has taken it away',
  },
  'ruleset-too-large': {
    exit: 4,
    say: (f: {ruleset: string; path: string; bytes: number; limit: number}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} is larger than a ruleset may be (${f.bytes} bytes, limit ${f.limit}). Name a smaller file or folder`,
  },
  'snapshot-missing': {
    exit: 4,
    say: (f: {ruleset: string; digest: string}) =>
      `the rules of ${f.ruleset} (snapshot ${f.digest.slice(0, 12)}) are not in this state folder, or were changed. ` +
      'Copy snapshots/ from the machine where the trial ran, or start a new trial: ruletrial trial run',
  },
});

export type SnapshotFailure = FailureOf<typeof snapshotFailures>;

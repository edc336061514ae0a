import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';
import {shortDigest} from '../domain/snapshot.ts';
import type {DownloadFailure} from './download-failures.ts';

/** Lists places, each with its reason. */
const placesOf = (
  places: readonly {file: string; line: number; reason: string; id?: string | undefined}[],
): string =>
  places
    .map(({file, line, reason, id}) => `${file}:${line}:${id === undefined ? '' : ` rule ${id}:`} ${reason}`)
    .join('; ');

export const snapshotFailures = failureTable({
  'source-missing': {
    exit: 4,
    say: (f: {ruleset: string; path: string; expected: string; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: cannot read ${f.path}: ${f.reason}. Expected ${f.expected}`,
  },
  'source-empty': {
    exit: 4,
    say: (f: {ruleset: string; path: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} contains no rules file. Expected files whose names end in .rules`,
  },
  'archive-refused': {
    exit: 4,
    say: (f: {ruleset: string; path: string; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} is refused: ${f.reason}. Expected a .tar.gz of rules as published on snort.org`,
  },
  'include-refused': {
    exit: 4,
    say: (f: {ruleset: string; file: string; line: number; target: string; reason: string}) =>
      `${f.file}:${f.line} (ruleset ${f.ruleset}): cannot include ${f.target}: ${f.reason}. ` +
      'If it was there before, check whether an antivirus program removed it',
  },
  'layout-refused': {
    exit: 4,
    say: (f: {ruleset: string; path: string; claimed: string; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} is not a ${f.claimed} archive as declared: ${f.reason}. ` +
      'Check that the right file was downloaded, and that its name is right',
  },
  'manual-missing': {
    exit: 4,
    say: (f: {ruleset: string; path: string; from: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} does not exist yet. Download it from ${f.from} (read the terms there), ` +
      `save it at that path, then run: ruletrial snapshot take ${f.ruleset}`,
  },
  'take-stopped': {
    exit: 6,
    say: (f: {ruleset: string}) =>
      `ruleset ${f.ruleset} was not taken: the command was stopped. Finished snapshots are kept. Continue with: ruletrial snapshot take ${f.ruleset}`,
  },
  'snapshot-not-taken': {
    exit: 4,
    say: (f: {ruleset: string}) =>
      `no snapshot of ruleset ${f.ruleset} has been taken yet. Take one: ruletrial snapshot take ${f.ruleset}`,
  },
  'catalogue-missing': {
    exit: 4,
    say: (f: {folder: string}) =>
      `${f.folder} has no snapshots yet. Take some with: ruletrial snapshot take --all`,
  },
  'snapshot-unknown': {
    exit: 4,
    say: (f: {name: string; reason: string}) =>
      `no snapshot "${f.name}": ${f.reason}. See: ruletrial snapshot list`,
  },
  'rule-unknown': {
    exit: 4,
    say: (f: {rule: string}) => `no snapshot contains rule ${f.rule}. See: ruletrial snapshot list`,
  },
  'ruleset-unavailable': {
    exit: 4,
    say: (f: {ruleset: string; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.reason}. Get an oinkcode with a free snort.org account`,
  },
  'pulledpork-refused': {
    exit: 4,
    say: (f: {ruleset: string; what: string; advice: string; status: number | undefined}) =>
      `rulesets/${f.ruleset}.yaml: PulledPork3 produced no rules: ${f.what}. ${f.advice}; then: ruletrial snapshot take ${f.ruleset}`,
  },
  'pulledpork-outage': {
    exit: 6,
    say: (f: {
      ruleset: string;
      what: string;
      advice: string;
      status: number | undefined;
      /** The host that got no request, because its name could not be resolved or no connection was made. */
      notConnectedTo?: string;
    }) =>
      `rulesets/${f.ruleset}.yaml: PulledPork3 produced no rules: ${f.what}. ${f.advice}; then: ruletrial snapshot take ${f.ruleset}`,
  },
  'no-rule-enabled': {
    exit: 4,
    say: (f: {ruleset: string; rules: number; reason: string}) =>
      `rulesets/${f.ruleset}.yaml: ${f.rules === 0 ? 'it has no rules' : `none of its ${f.rules} rules is enabled`}: ` +
      `${f.reason}. Check that; to run an arm without rules on purpose, declare "rules: none"`,
  },
  'rules-unread': {
    exit: 4,
    say: (f: {
      ruleset: string;
      unread: readonly {file: string; line: number; reason: string; id?: string | undefined}[];
      count: number;
      seen: number;
      dialect: string | undefined;
    }) =>
      `${placesOf(f.unread)} (ruleset ${f.ruleset}): ${f.count} of ${f.seen} rules cannot be read, and Snort would refuse them` +
      `${f.dialect === undefined ? '' : `. ${f.dialect}`}. ` +
      'Fix them, leave them out with "disable:" (by gid:sid) or "exclude:" (by file), or allow a share of unreadable rules with "unreadable: 0.01"',
  },
  'rules-encoding': {
    exit: 4,
    say: (f: {ruleset: string; file: string; encoding: string}) =>
      `${f.file} (ruleset ${f.ruleset}) is encoded as ${f.encoding}, which Snort cannot read. Save it as UTF-8 without a byte order mark`,
  },
  'tuning-refused': {
    exit: 4,
    say: (f: {ruleset: string; file: string; line: number; text: string; reason: string}) =>
      `${f.file}${f.line > 0 ? `:${f.line}` : ''} (ruleset ${f.ruleset}): ${JSON.stringify(f.text)} changes no rule: ${f.reason}. ` +
      'Expected entries as in PulledPork, such as 1:2100498, 1:100-1:200, cve:2021-44228 or pcre:PATTERN',
  },
  'list-lines-refused': {
    exit: 4,
    say: (f: {
      ruleset: string;
      file: string;
      bad: number;
      lines: number;
      line: number;
      text: string;
      advice: string;
    }) =>
      `${f.file}:${f.line} (ruleset ${f.ruleset}): expected an address or a network such as 192.0.2.0/24, ` +
      `found ${JSON.stringify(f.text)}; ${f.bad} of ${f.lines} lines are invalid. ${f.advice}`,
  },
  'list-empty': {
    exit: 4,
    say: (f: {ruleset: string; file: string}) =>
      `${f.file} (ruleset ${f.ruleset}) contains no address. Check what its provider sent; if the list is meant ` +
      `to be empty: ruletrial snapshot take ${f.ruleset} --accept-empty`,
  },
  shrunk: {
    exit: 4,
    say: (f: {ruleset: string; what: string; now: number; before: number; share: number}) =>
      `rulesets/${f.ruleset}.yaml: it has ${f.now} ${f.what}, the last good snapshot has ${f.before}: more than ` +
      `${Math.round(f.share * 100)} % are gone. If that is right: ruletrial snapshot take ${f.ruleset} --accept-shrink`,
  },
  'ruleset-too-large': {
    exit: 4,
    say: (f: {ruleset: string; path: string; bytes: number; limit: number}) =>
      `rulesets/${f.ruleset}.yaml: ${f.path} is larger than a ruleset may be (${f.bytes} bytes, limit ${f.limit}). Use a smaller file or folder`,
  },
  'snapshot-missing': {
    exit: 4,
    say: (f: {ruleset: string; digest: string; path: string}) =>
      `the rules of ${f.ruleset} (snapshot ${shortDigest(f.digest)}) are missing from this state folder, or were changed (${f.path}). ` +
      `Take them again: ruletrial snapshot take ${f.ruleset}; if the source has changed since, copy snapshots/ from another machine that has them. ` +
      'If an antivirus program removed them, exclude this folder from its scans',
  },
});

export const {fail, failure} = failuresOf(snapshotFailures);

export type SnapshotFailure = FailureOf<typeof snapshotFailures>;
/** The reasons why a source cannot be read. */
export type SourceFailure = SnapshotFailure | DownloadFailure;

import type {GateCheck} from '../domain/snapshot.ts';
import {coverageWords} from '../rules/coverage.ts';
import {addressColumn} from '../rules/lists.ts';
import type {SnapshotFailure} from './failures.ts';
import type {JudgedList} from './judge-lists.ts';

interface ListQuestion {
  readonly ruleset: string;
  readonly lists: readonly JudgedList[];
  /** Share of a list's lines that may be invalid, 0..1. */
  readonly badLines: number;
}

type Judged = GateCheck | SnapshotFailure;

export function listLines({lists, ruleset, badLines}: ListQuestion): Judged | undefined {
  if (lists.length === 0) return undefined;
  for (const {file, bad, badCount, lines} of lists) {
    const [first] = bad;
    if (first && badCount > badLines * lines) {
      const {line, text} = first;
      const advice = adviceOn(bad, badCount / lines);
      return {kind: 'list-lines-refused', ruleset, file, bad: badCount, lines, line, text, advice};
    }
  }
  const bad = lists.reduce((sum, {badCount}) => sum + badCount, 0);
  const allowed = lists.reduce((sum, list) => sum + list.allowed, 0);
  const result = bad === 0 ? 'every line is an address or a network' : `${bad} invalid lines`;
  return {
    check: 'list-lines',
    outcome: 'passed',
    words: allowed === 0 ? result : `${result}; "allow:" removes ${allowed} entries`,
  };
}

/** Advises on invalid lines: a few can be allowed, but if most are invalid, the file has another form or is not a list. */
function adviceOn(bad: JudgedList['bad'], share: number): string {
  const column = addressColumn(bad.map(({text}) => text));
  if (column !== undefined) return `Addresses are in column ${column}: declare "column: ${column}"`;
  const allowed = Math.ceil(share * 100) / 100;
  return share > MOSTLY_BAD
    ? 'It is not a list of addresses, one per line or in a CSV column: check the file, or convert it to such a list'
    : `Fix the list, or allow a share of invalid lines: bad_lines: ${allowed}`;
}

const MOSTLY_BAD = 0.25;

/** Notes lists that cover much more than attackers: in mode block no rule fires on that traffic. */
export function listCoverage({lists}: ListQuestion): Judged | undefined {
  const notes = lists.flatMap(({file, coverage}) => {
    const covered = coverageWords(coverage);
    return covered === undefined ? [] : [`${file} covers ${covered}`];
  });
  if (notes.length === 0) return undefined;
  const advice = 'in mode block no rule fires there. Remove it with "allow:"';
  return {check: 'list-coverage', outcome: 'noted', words: `${notes.join('; ')}: ${advice}`};
}

/** Refuses a list without addresses, which is probably a mistake; the user can accept it. */
export function listEntries({lists, ruleset}: ListQuestion): Judged | undefined {
  const empty = lists.find(({entries}) => entries === 0);
  return empty && {kind: 'list-empty', ruleset, file: empty.file};
}

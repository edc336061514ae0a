import {failed, ok, type Result} from '../domain/result.ts';
import {type GateCheck, type GateStep, type Manifest, ruleCount} from '../domain/snapshot.ts';
import type {SnapshotFailure} from './failures.ts';
import type {JudgedList} from './judge-lists.ts';

/** What a person may take all the same, knowingly. */
export const ACCEPTABLE = {shrink: 'size', 'bad-lines': 'list-lines'} as const satisfies Record<
  string,
  GateCheck
>;
export type Acceptable = keyof typeof ACCEPTABLE;

export interface GateQuestion {
  readonly ruleset: string;
  readonly counts: Manifest['counts'];
  readonly layout: Manifest['layout'];
  readonly source: string;
  readonly lists: readonly JudgedList[];
  /** Rules of the snapshot that the policy enables. */
  readonly enabled: number;
  /** The last good snapshot of the same ruleset and policy. */
  readonly last: Manifest | undefined;
  /** Share of the last one's rules or addresses that may be gone, 0..1. */
  readonly maxShrink: number;
  /** Share of a list's lines that may be no address, 0..1. */
  readonly badLines: number;
  /** Declared to have no rule. */
  readonly none: boolean;
  readonly accept: readonly Acceptable[];
}

type Judged = GateStep | SnapshotFailure;

/** All checks that need no engine, in their order; the first that fails and is not accepted refuses. */
export function judge(question: GateQuestion): Result<readonly GateStep[], SnapshotFailure> {
  const {accept, source, layout} = question;
  const steps: GateStep[] = [passed('content', `${source}: whole`)];
  if (layout) steps.push(passed('layout', `the ${layout} archive`));
  for (const check of [listLines, listEntries, rulesEnabled, size]) {
    const judged = check(question);
    if (!judged) continue;
    if (!('kind' in judged)) steps.push(judged);
    else {
      const accepted = accept.find(one => REFUSED[judged.kind] === ACCEPTABLE[one]);
      if (!accepted) return failed(judged);
      steps.push({
        check: ACCEPTABLE[accepted],
        outcome: 'accepted',
        words: `--accept-${accepted}: ${judged.kind}`,
      });
    }
  }
  return ok(steps);
}

const REFUSED: Partial<Record<SnapshotFailure['kind'], GateCheck>> = {
  shrunk: 'size',
  'list-lines-refused': 'list-lines',
};

const passed = (check: GateCheck, words: string): GateStep => ({check, outcome: 'passed', words});

function listLines({lists, ruleset, badLines}: GateQuestion): Judged | undefined {
  if (lists.length === 0) return undefined;
  for (const {file, bad, badCount, lines} of lists) {
    const [first] = bad;
    if (first && badCount > badLines * lines) {
      const {line, text} = first;
      return {kind: 'list-lines-refused', ruleset, file, bad: badCount, lines, line, text};
    }
  }
  const bad = lists.reduce((sum, {badCount}) => sum + badCount, 0);
  return passed('list-lines', bad === 0 ? 'every line an address or a network' : `${bad} bad lines`);
}

/** Asked beside the lines: bad ones may be accepted, a list without an address never. */
function listEntries({lists, ruleset}: GateQuestion): Judged | undefined {
  const empty = lists.find(({entries}) => entries === 0);
  return empty && {kind: 'list-empty', ruleset, file: empty.file};
}

function rulesEnabled({counts, enabled, none, ruleset}: GateQuestion): Judged | undefined {
  if (counts.entries > 0) return undefined;
  if (enabled > 0) return passed('rules-enabled', `${enabled}`);
  return none
    ? passed('rules-enabled', 'none, as declared')
    : {kind: 'no-rule-enabled', ruleset, rules: ruleCount(counts)};
}

function size({counts, last, maxShrink, ruleset}: GateQuestion): Judged | undefined {
  if (!last) return undefined;
  const sizes = [
    ['addresses', counts.entries, last.counts.entries],
    ['rules', ruleCount(counts), ruleCount(last.counts)],
    ['enabled rules', counts.enabled, last.counts.enabled],
  ] as const;
  const shrunk = sizes.find(([, now, before]) => now < before * (1 - maxShrink));
  if (!shrunk) return passed('size', `against ${last.digest.slice(0, 12)}`);
  const [what, now, before] = shrunk;
  return {kind: 'shrunk', ruleset, what, now, before, share: maxShrink};
}

import {plural} from '../domain/plural.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import {
  type GateCheck,
  type GateCheckName,
  type Manifest,
  ruleCount,
  shortDigest,
} from '../domain/snapshot.ts';
import type {SnapshotFailure} from './failures.ts';
import {rulesEnabled} from './gate-enabled.ts';
import {listCoverage, listEntries, listLines} from './gate-lists.ts';
import type {JudgedList} from './judge-lists.ts';
import type {PreparedRules} from './prepare-rules.ts';

/** Refusals that the user can override. */
export const ACCEPTABLE = {
  shrink: 'size',
  'bad-lines': 'list-lines',
  empty: 'list-entries',
} as const satisfies Record<string, GateCheckName>;
export type Acceptable = keyof typeof ACCEPTABLE;

export interface GateQuestion {
  readonly ruleset: string;
  readonly counts: Manifest['counts'];
  readonly policy: Policy | undefined;
  readonly layout: Manifest['layout'];
  readonly source: string;
  readonly lists: readonly JudgedList[];
  /** Rules of the snapshot that the policy enables. */
  readonly enabled: number;
  /** Rules that could not be read, rules not loaded because another has the same gid:sid, and the effect of the tuning. */
  readonly prepared: Pick<PreparedRules, 'unread' | 'seen' | 'lost' | 'marked' | 'tuner' | 'policyBy'>;
  /** Share of the rules that may be unreadable, 0..1. */
  readonly unreadable: number;
  /** Folders that the archive lacks. */
  readonly lacking: readonly string[];
  /** How many hidden rules files were left out. */
  readonly hidden: number;
  /** Patterns of `exclude`, and the number of files that they left out. */
  readonly excluded: {readonly files: number; readonly unused: readonly string[]} | undefined;
  /** The last good snapshot of the same ruleset and policy. */
  readonly last: Manifest | undefined;
  /** Share of the last snapshot's rules or addresses that may be missing, 0..1. */
  readonly maxShrink: number;
  /** Share of a list's lines that may be invalid, 0..1. */
  readonly badLines: number;
  /** Whether the ruleset is declared to have no rules. */
  readonly none: boolean;
  readonly accept: readonly Acceptable[];
}

type Judged = GateCheck | SnapshotFailure;

/** Runs all checks that need no engine, in order; refuses at the first failure that the user did not accept. */
export function judge(question: GateQuestion): Result<readonly GateCheck[], SnapshotFailure> {
  const {accept, source, layout} = question;
  const steps: GateCheck[] = [passed('content', `${source}: complete`)];
  if (layout) steps.push(passed('layout', `the ${layout} archive`));
  for (const check of CHECKS) {
    const judged = check(question);
    if (!judged) continue;
    if (!('kind' in judged)) steps.push(judged);
    else {
      const accepted = accept.find(one => covers(one, judged));
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

/** Returns whether the user accepted this refusal. A list that may be empty may also shrink to nothing. */
const covers = (accepted: Acceptable, refused: SnapshotFailure): boolean =>
  REFUSED[refused.kind] === ACCEPTABLE[accepted] ||
  (accepted === 'empty' && refused.kind === 'shrunk' && refused.what === 'addresses' && refused.now === 0);

const REFUSED: Partial<Record<SnapshotFailure['kind'], GateCheckName>> = {
  shrunk: 'size',
  'list-lines-refused': 'list-lines',
  'list-empty': 'list-entries',
};

const noted = (check: GateCheckName, text: string): GateCheck => ({check, outcome: 'noted', words: text});

const passed = (check: GateCheckName, text: string): GateCheck => ({check, outcome: 'passed', words: text});

/** Notes files and folders that are missing or left out, so that rules named by a policy may be missing. */
function parts({lacking, hidden, excluded, prepared: {marked}}: GateQuestion): Judged | undefined {
  const notes = [
    ...lacking.map(folder => `the archive has no rules in ${folder}/, which archives of this kind have`),
    ...(hidden > 0 ? [`${hidden} hidden rules ${hidden === 1 ? 'file is' : 'files are'} left out`] : []),
    ...(excluded && excluded.files > 0 ? [`"exclude:" leaves out ${plural(excluded.files, 'file')}`] : []),
    ...(excluded?.unused.length ? [`"exclude:" no file is called ${excluded.unused.join(', ')}`] : []),
    ...marked.map(file => `${file} begins with a byte order mark, which was removed`),
  ];
  return notes.length === 0 ? undefined : noted('parts', notes.join('; '));
}

function rulesRead({prepared: {unread, seen}, unreadable, ruleset}: GateQuestion): Judged | undefined {
  if (unread.length > unreadable * seen)
    return {
      kind: 'rules-unread',
      ruleset,
      unread: unread.slice(0, SHOWN),
      count: unread.length,
      seen,
      dialect: undefined,
    };
  if (unread.length === 0) return undefined;
  const places = unread.slice(0, SHOWN).map(({file, line, reason}) => `${file}:${line} ${reason}`);
  return noted(
    'rules-read',
    `${unread.length} of ${seen} could not be read: ${withMore(places, unread.length)}`,
  );
}

function duplicates({prepared: {lost, seen}}: GateQuestion): Judged | undefined {
  if (lost.length === 0) return undefined;
  const places = lost
    .slice(0, SHOWN)
    .map(
      ({key, lost: {file, line}, kept}) => `${key} of ${file}:${line} (${kept.file}:${kept.line} is kept)`,
    );
  const nosid = lost.some(({key}) => key.endsWith(':0')) ? '; a rule without a sid has sid 0' : '';
  const reason = `${lost.length} of ${seen} rules are not loaded, because another rule has the same gid:sid`;
  return noted('duplicates', `${reason}: ${withMore(places, lost.length)}${nosid}`);
}

function tuning({prepared: {tuner}}: GateQuestion): Judged | undefined {
  const {disable, enable, modify} = tuner.done;
  const done = [
    ...(disable > 0 ? [`${plural(disable, 'rule')} disabled`] : []),
    ...(enable > 0 ? [`${enable} enabled`] : []),
    ...(modify > 0 ? [`${modify} modified`] : []),
  ];
  const {unmatched, spoiled} = tuner;
  const notes = [
    ...(done.length > 0 ? [done.join(', ')] : []),
    ...(unmatched.length > 0
      ? [`without effect: ${withMore(unmatched.slice(0, SHOWN), unmatched.length)}`]
      : []),
    ...spoiled
      .slice(0, SHOWN)
      .map(
        ({key, entry, reason}) =>
          `${key} is unchanged, because modify ${entry} would make it invalid: ${reason}`,
      ),
  ];
  return notes.length === 0 ? undefined : noted('tuning', notes.join('; '));
}

/** Joins the shown places, and says how many more there are. */
const withMore = (shown: readonly string[], all: number): string =>
  [...shown, ...(all > shown.length ? [`and ${all - shown.length} more`] : [])].join('; ');

/** How many places or rules a check lists. */
const SHOWN = 20;

const CHECKS = [
  parts,
  listLines,
  listEntries,
  listCoverage,
  rulesRead,
  rulesEnabled,
  duplicates,
  tuning,
  size,
];

function size({counts, last, maxShrink, ruleset}: GateQuestion): Judged | undefined {
  if (!last) return undefined;
  const sizes = [
    ['addresses', counts.entries, last.counts.entries],
    ['rules', ruleCount(counts), ruleCount(last.counts)],
    ['enabled rules', counts.enabled, last.counts.enabled],
  ] as const;
  const shrunk = sizes.find(([, now, before]) => now < before * (1 - maxShrink));
  if (!shrunk) return passed('size', `against ${shortDigest(last.digest)}`);
  const [what, now, before] = shrunk;
  return {kind: 'shrunk', ruleset, what, now, before, share: maxShrink};
}

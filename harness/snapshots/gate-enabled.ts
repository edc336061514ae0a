import type {Policy} from '../domain/rule.ts';
import {type GateCheck, type Manifest, ruleCount} from '../domain/snapshot.ts';
import type {SnapshotFailure} from './failures.ts';
import type {PreparedRules} from './prepare-rules.ts';

interface EnabledQuestion {
  readonly ruleset: string;
  readonly source: string;
  readonly policy: Policy | undefined;
  readonly counts: Manifest['counts'];
  readonly enabled: number;
  readonly prepared: Pick<PreparedRules, 'unread' | 'seen' | 'tuner' | 'policyBy'>;
  readonly none: boolean;
}

/** Refuses a ruleset that enables no rule, unless that was declared: its arm would only seem to find nothing. */
export function rulesEnabled(question: EnabledQuestion): GateCheck | SnapshotFailure | undefined {
  const {counts, enabled, none, ruleset} = question;
  if (counts.entries > 0) return undefined;
  if (enabled === 0 && !none)
    return {kind: 'no-rule-enabled', ruleset, rules: ruleCount(counts), reason: whyNone(question)};
  return {check: 'rules-enabled', outcome: 'passed', words: enabled > 0 ? `${enabled}` : 'none, as declared'};
}

/** Says what disabled the rules: the tuning, their own text, the policy or states. */
function whyNone({
  counts,
  policy,
  source,
  prepared: {seen, unread, tuner, policyBy},
}: EnabledQuestion): string {
  if (ruleCount(counts) === 0) return `nothing in ${source} is one`;
  const written = seen - unread.length;
  const {disable} = tuner.done;
  if (disable > 0) return `"disable:" turns off ${disable === written ? 'all' : disable} of them`;
  if (policy !== undefined && policyBy === 'states') return `the policy ${policy} selects none of them`;
  if (written === 0) return 'all of them are commented out';
  return policy === undefined
    ? "its source's .states files disable them"
    : `the policy ${policy} selects none of the ${written} that are not commented out`;
}

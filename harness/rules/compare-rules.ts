import {ruleKey} from '../domain/rule.ts';
import {type OptionChange, optionChanges} from './option-changes.ts';
import type {RuleKind} from './parse-rule.ts';

/** A rule of a snapshot, as far as a comparison asks. */
export interface KnownRule {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly msg: string;
  readonly classtype: string;
  readonly kind: RuleKind;
  readonly enabled: boolean;
  readonly text: string;
  /** Of `normalText` of the text. */
  readonly textDigest: string;
}

/** A rule that stands in both with another text. */
export interface ChangedRule {
  readonly before: KnownRule;
  readonly after: KnownRule;
  readonly options: readonly OptionChange[];
}

/** All sorted by gid and sid. A rule that is both changed and enabled or disabled stands in both lists. */
export interface RuleDifference {
  readonly added: readonly KnownRule[];
  readonly removed: readonly KnownRule[];
  /** Of another revision, greater or smaller. */
  readonly newRevision: readonly ChangedRule[];
  readonly sameRevisionOtherText: readonly ChangedRule[];
  /** As they stand after. */
  readonly enabled: readonly KnownRule[];
  /** As they stand after. */
  readonly disabled: readonly KnownRule[];
  readonly unchanged: number;
}

/** Finds by gid and sid what became of the rules. Of several rules of one key that counts which Snort would keep. */
export function compareRules(before: readonly KnownRule[], after: readonly KnownRule[]): RuleDifference {
  const old = byKey(before);
  const young = byKey(after);
  const newRevision: ChangedRule[] = [];
  const sameRevisionOtherText: ChangedRule[] = [];
  const enabled: KnownRule[] = [];
  const disabled: KnownRule[] = [];
  let unchanged = 0;
  for (const [key, now] of young) {
    const was = old.get(key);
    if (!was) continue;
    const changed = {before: was, after: now};
    const revised = was.rev !== now.rev;
    const reworded = was.textDigest !== now.textDigest;
    if (revised) newRevision.push({...changed, options: optionChanges(was.text, now.text)});
    else if (reworded) sameRevisionOtherText.push({...changed, options: optionChanges(was.text, now.text)});
    if (was.enabled !== now.enabled) (now.enabled ? enabled : disabled).push(now);
    else if (!revised && !reworded) unchanged += 1;
  }
  return {
    added: [...young].flatMap(([key, rule]) => (old.has(key) ? [] : [rule])),
    removed: [...old].flatMap(([key, rule]) => (young.has(key) ? [] : [rule])),
    newRevision,
    sameRevisionOtherText,
    enabled,
    disabled,
    unchanged,
  };
}

/** Sorted by gid and sid; an enabled rule counts before a disabled one, then the greater revision, then the later. */
function byKey(rules: readonly KnownRule[]): ReadonlyMap<string, KnownRule> {
  const sorted = [...rules].sort(
    (a, b) => a.gid - b.gid || a.sid - b.sid || Number(a.enabled) - Number(b.enabled) || a.rev - b.rev,
  );
  return new Map(sorted.map(rule => [ruleKey(rule), rule]));
}

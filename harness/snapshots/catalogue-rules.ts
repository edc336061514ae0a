import {createHash} from 'node:crypto';
import type {Policy} from '../domain/rule.ts';
import {ruleKey} from '../domain/rule.ts';
import type {PlanArm} from '../domain/trial.ts';
import type {RuleFacts} from '../rules/parse-rule.ts';
import type {ReadState} from '../rules/read-rules.ts';
import {normalText} from '../rules/rule-options.ts';
import {type LostRule, lostRules, type Place} from './made-rules.ts';

/** A rule of a snapshot as stored in the catalogue. */
export interface CatalogueRule extends RuleFacts {
  readonly text: string;
  /** Digest of the normalized text (`normalText`): two spellings of one rule have the same digest. */
  readonly textDigest: string;
  /** Whether Snort loads it and no state disables it. */
  readonly enabled: boolean;
  /** What decided that: `text` (commented out or not), `states balanced`, `metadata balanced`, `disable`. */
  readonly by: string;
  /** Its position in the source; undefined if unknown. */
  readonly place: Place | undefined;
}

/** A rule as written in the files of a snapshot. */
export interface DecidedRule {
  readonly key: string;
  readonly rule: RuleFacts;
  readonly text: string;
  readonly enabled: boolean;
  readonly by: string;
  readonly place: Place | undefined;
}

export interface LoadedRules {
  /** Sorted by gid and sid. */
  readonly rules: readonly CatalogueRule[];
  /** Enabled rules that are not loaded, because another rule has the same gid:sid. */
  readonly lost: readonly LostRule[];
}

/**
 * Returns the rules that Snort loads. Of several rules with one gid:sid it loads the highest revision, or the later of
 * equal ones; an enabled rule wins over one that is commented out. States among the rules are applied last.
 */
export function loadedRules(decided: Iterable<DecidedRule>, states: readonly ReadState[]): LoadedRules {
  const kept = new Map<string, DecidedRule>();
  const lost: {key: string; place: Place}[] = [];
  for (const one of decided) {
    const known = kept.get(one.key);
    const stays = known && (known.enabled === one.enabled ? known.rule.rev > one.rule.rev : known.enabled);
    const [keeps, loses] = stays ? [known, one] : [one, known];
    if (loses?.enabled && keeps.enabled && loses.place) lost.push({key: one.key, place: loses.place});
    if (!stays) kept.set(one.key, one);
  }
  for (const state of states) {
    const known = kept.get(ruleKey(state));
    const loaded = known && (known.enabled || known.by === BY_STATE);
    if (loaded) kept.set(known.key, {...known, enabled: state.enabled ?? true, by: BY_STATE});
  }
  const rules = [...kept.values()].map(({rule, text, enabled, by, place}): CatalogueRule => {
    const textDigest = createHash('sha256').update(normalText(text)).digest('hex');
    return {...rule, text, textDigest, enabled, by, place};
  });
  return {
    rules: rules.sort((a, b) => a.gid - b.gid || a.sid - b.sid),
    lost: lostRules(lost, key => kept.get(key)?.place),
  };
}

/** What decided about a rule that a state among the rules enabled or disabled. */
const BY_STATE = 'state';

/** `gid:sid` of the rules that an arm's own states enable or disable. */
export interface SwitchedRules {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

export const switchedBy = ({byTweaks}: Pick<PlanArm, 'byTweaks'>): SwitchedRules | undefined =>
  byTweaks && {on: new Set(byTweaks.on), off: new Set(byTweaks.off)};

/**
 * Returns whether Snort runs the rule. `filter` is the policy of a snapshot from an earlier version of ruletrial, which is
 * applied with --metadata-filter. `byTweaks` are the rules that states in an arm's tweaks enable or disable.
 */
export function isLoaded(
  rule: {
    readonly gid: number;
    readonly sid: number;
    readonly enabled: boolean;
    readonly policies: RuleFacts['policies'];
  },
  filter: Policy | undefined,
  byTweaks?: SwitchedRules,
): boolean {
  if (byTweaks?.on.has(ruleKey(rule))) return true;
  if (!rule.enabled || byTweaks?.off.has(ruleKey(rule))) return false;
  return filter === undefined || rule.policies.some(({policy}) => policy === filter);
}

export function countRules(rules: readonly CatalogueRule[]): {
  text: number;
  so: number;
  builtin: number;
  enabled: number;
} {
  const count = (kind: CatalogueRule['kind']) => rules.filter(rule => rule.kind === kind).length;
  return {
    text: count('text'),
    so: count('so'),
    builtin: count('builtin'),
    enabled: rules.filter(({enabled}) => enabled).length,
  };
}

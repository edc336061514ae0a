import {createHash} from 'node:crypto';
import type {Policy} from '../domain/rule.ts';
import {ruleKey} from '../domain/rule.ts';
import type {PlanArm} from '../domain/trial.ts';
import type {RuleFacts} from '../rules/parse-rule.ts';
import type {ReadState} from '../rules/read-rules.ts';
import {normalText} from '../rules/rule-options.ts';
import {type LostRule, lostRules, type Place} from './made-rules.ts';

/** One rule of a snapshot, as the catalogue keeps it. */
export interface CatalogueRule extends RuleFacts {
  readonly text: string;
  /** Of `normalText` of the text: two writings of one rule have the same. */
  readonly textDigest: string;
  /** Snort loads it, and no state switches it off. */
  readonly enabled: boolean;
  /** By what: `text` (it is commented out or not), `states balanced`, `metadata balanced`, `disable`. */
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
  /** By gid and sid. */
  readonly rules: readonly CatalogueRule[];
  /** Enabled rules that are not loaded, since another has their gid:sid. */
  readonly lost: readonly LostRule[];
}

/**
 * What Snort loads of rules in their order: of one gid:sid the highest revision, the later of equals; an enabled one,
 * whatever revision stands commented out. States that stand among the rules come last.
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

/** Of a rule that a state among the rules has switched. */
const BY_STATE = 'state';

/** `gid:sid` of rules that an arm's own states switch. */
export interface SwitchedRules {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

export const switchedBy = ({byTweaks}: Pick<PlanArm, 'byTweaks'>): SwitchedRules | undefined =>
  byTweaks && {on: new Set(byTweaks.on), off: new Set(byTweaks.off)};

/**
 * Whether Snort runs the rule. `filter`: the policy of a snapshot of an earlier version, which --metadata-filter selects
 * when it runs. `byTweaks`: what states in an arm's tweaks switch.
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
  const of = (kind: CatalogueRule['kind']) => rules.filter(rule => rule.kind === kind).length;
  return {
    text: of('text'),
    so: of('so'),
    builtin: of('builtin'),
    enabled: rules.filter(({enabled}) => enabled).length,
  };
}

import {createHash} from 'node:crypto';
import type {Policy} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {RuleFacts} from '../rules/parse-rule.ts';
import {normalText} from '../rules/rule-options.ts';
import {rulesIn} from '../rules/rules-in.ts';

/** One rule of a snapshot, as the catalogue keeps it. */
export interface CatalogueRule extends RuleFacts {
  readonly text: string;
  /** Of `normalText` of the text: two writings of one rule have the same. */
  readonly textDigest: string;
  /** Not commented out. */
  readonly enabled: boolean;
  /** By what: `text` (it is commented out or not), or `states balanced`. */
  readonly by: string;
}

/** Rules of texts in the order in which Snort loads them; of one gid:sid the highest revision stays, the later of equals. */
export function catalogueRules(
  texts: readonly string[],
  {policyBy, policy}: Pick<Manifest, 'policyBy' | 'policy'>,
): readonly CatalogueRule[] {
  const rules = new Map<string, CatalogueRule>();
  const by = policyBy === 'states' ? `states ${policy}` : 'text';
  for (const {key, rule, text, enabled} of rulesIn(texts)) {
    const known = rules.get(key);
    // an enabled rule is loaded, whatever revision stands commented out
    if (known && (known.enabled === enabled ? known.rev > rule.rev : known.enabled)) continue;
    const textDigest = createHash('sha256').update(normalText(text)).digest('hex');
    rules.set(key, {...rule, text, textDigest, enabled, by});
  }
  return [...rules.values()].sort((a, b) => a.gid - b.gid || a.sid - b.sid);
}

/** Whether Snort loads the rule under a policy by the rules' own metadata (`--metadata-filter`); without one every enabled rule. */
export const isLoaded = (
  rule: {readonly enabled: boolean; readonly policies: RuleFacts['policies']},
  filter: Policy | undefined,
): boolean => rule.enabled && (filter === undefined || rule.policies.some(({policy}) => policy === filter));

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

/** Rules that each policy selects by the rules' own metadata. */
export function perPolicyByMetadata(rules: readonly CatalogueRule[]): Partial<Record<Policy, number>> {
  const counts: Partial<Record<Policy, number>> = {};
  for (const {enabled, policies} of rules)
    if (enabled) for (const {policy} of policies) counts[policy] = (counts[policy] ?? 0) + 1;
  return counts;
}

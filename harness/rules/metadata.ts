import {POLICIES} from '../domain/rule.ts';

/** A Talos base policy that has the rule, and the action it has there; empty where the rule does not tell it. */
export interface RulePolicy {
  readonly policy: (typeof POLICIES)[number];
  readonly action: string;
}

/** Items between commas, trimmed; empty ones are left out. */
export const listItems = (value: string): readonly string[] =>
  value
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');

/**
 * Policies by metadata as `--metadata-filter NAME-ips` finds them: the name anywhere in an item, case and all. Each
 * once; the action is told where an item is written as Talos does, `policy balanced-ips drop`.
 */
export function policiesOf(metadata: readonly string[]): readonly RulePolicy[] {
  const policies = new Map<string, RulePolicy>();
  for (const item of metadata) {
    const [, name, written = ''] = /^policy ([a-z-]+)-ips (\S+)$/.exec(item) ?? [];
    for (const policy of POLICIES) {
      if (!item.includes(`${policy}-ips`)) continue;
      const action = name === policy ? written : '';
      policies.set(`${policy} ${action}`, {policy, action});
    }
  }
  return [...policies.values()];
}

import {POLICIES} from '../domain/rule.ts';

/** A Talos base policy that has the rule, and the action it has there. */
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

/** Of metadata items such as `policy balanced-ips drop`, each once. */
export function policiesOf(metadata: readonly string[]): readonly RulePolicy[] {
  const policies = new Map<string, RulePolicy>();
  for (const item of metadata) {
    const [word, name, action] = item.split(' ');
    const policy = POLICIES.find(known => name === `${known}-ips`);
    if (word === 'policy' && policy && action) policies.set(`${policy} ${action}`, {policy, action});
  }
  return [...policies.values()];
}

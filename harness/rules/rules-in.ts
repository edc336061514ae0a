import {parseRule, type RuleFacts} from './parse-rule.ts';
import {splitRules} from './split-rules.ts';

/** One rule of a text, taken apart; `key` is its gid:sid. */
export interface RuleIn {
  readonly key: string;
  readonly rule: RuleFacts;
  readonly text: string;
  readonly enabled: boolean;
}

/** Every rule of the texts in their order; what is no rule is passed over. */
export function* rulesIn(texts: readonly string[]): Generator<RuleIn> {
  for (const {text, enabled} of texts.flatMap(one => splitRules(one).statements)) {
    const parsed = parseRule(text);
    if (!('rule' in parsed)) continue;
    const {rule} = parsed;
    yield {key: `${rule.gid}:${rule.sid}`, rule, text, enabled};
  }
}

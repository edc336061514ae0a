import {type RuleOption, type RuleParts, rulePartsOf} from './rule-parts.ts';

/** The options of a rule in their order, several of one name too; none for a text that is no rule. */
export function optionsOf(text: string): readonly RuleOption[] {
  const parts = rulePartsOf(text);
  return 'reason' in parts ? [] : parts.options;
}

/**
 * The rule on one line without comments, so that two writings of it are equal: `alert tcp any any -> any any (
 * msg:"a"; sid:1; )`. Strings stay as they are. Of a text that is no rule only whitespace is collapsed.
 */
export function normalText(text: string): string {
  const parts = rulePartsOf(text);
  return 'reason' in parts ? text.trim().replace(/\s+/g, ' ') : normalOf(parts);
}

/** Options that Snort refuses without a colon, though it takes them without a value. */
const COLON_WANTED: readonly string[] = ['metadata', 'reference'];

function normalOf({action, header, options}: RuleParts): string {
  const written = options.map(({name, value}) =>
    value === '' && !COLON_WANTED.includes(name) ? ` ${name};` : ` ${name}:${value};`,
  );
  return `${action}${header === '' ? '' : ` ${header}`} (${written.join('')} )`;
}

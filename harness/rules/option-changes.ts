import {type RuleOption, rulePartsOf} from './rule-parts.ts';

/** An option that differs; `action` and `header` stand for those, `order` for options that only changed places. */
export interface OptionChange {
  readonly name: string;
  /** Undefined when the option came anew; empty when it has no value. */
  readonly before: string | undefined;
  /** Undefined when the option is gone. */
  readonly after: string | undefined;
}

/**
 * What differs between two texts of a rule. Options of one name are matched in their order, equal ones first. Where the
 * options are the same in another order, the first that stands elsewhere is told. Empty when a text is no rule.
 */
export function optionChanges(before: string, after: string): readonly OptionChange[] {
  const was = rulePartsOf(before);
  const now = rulePartsOf(after);
  if ('reason' in was || 'reason' in now) return [];
  const changes: OptionChange[] = [];
  for (const name of ['action', 'header'] as const)
    if (was[name] !== now[name]) changes.push({name, before: was[name], after: now[name]});
  const gone = without(was.options, now.options);
  const come = without(now.options, was.options);
  const partners = new Map<string, RuleOption[]>();
  for (const option of come) {
    const namesakes = partners.get(option.name);
    if (namesakes) namesakes.push(option);
    else partners.set(option.name, [option]);
  }
  for (const {name, value} of gone)
    changes.push({name, before: value, after: partners.get(name)?.shift()?.value});
  for (const {name, value} of [...partners.values()].flat())
    changes.push({name, before: undefined, after: value});
  return gone.length + come.length > 0 ? changes : [...changes, ...moved(was.options, now.options)];
}

/** Options that are not among the others, counted. */
function without(options: readonly RuleOption[], others: readonly RuleOption[]): readonly RuleOption[] {
  const counts = new Map<string, number>();
  for (const option of others) counts.set(written(option), (counts.get(written(option)) ?? 0) + 1);
  return options.filter(option => {
    const left = counts.get(written(option)) ?? 0;
    counts.set(written(option), left - 1);
    return left <= 0;
  });
}

/** The first place where the same options stand in another order. */
function moved(before: readonly RuleOption[], after: readonly RuleOption[]): readonly OptionChange[] {
  for (const [index, option] of before.entries()) {
    const other = after[index];
    if (other && written(option) !== written(other))
      return [{name: 'order', before: written(option), after: written(other)}];
  }
  return [];
}

const written = ({name, value}: RuleOption): string => (value === '' ? name : `${name}:${value}`);

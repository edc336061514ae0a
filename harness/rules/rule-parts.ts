import {oneLine} from './one-line.ts';
import {readRule} from './read-rule.ts';
import {type Escapes, TokenReader} from './tokens.ts';

/** An option of a rule on one line; the value is empty when it has none. */
export interface RuleOption {
  readonly name: string;
  readonly value: string;
}

/** A rule taken apart, each piece on one line. */
export interface RuleParts {
  readonly action: string;
  /** Between action and opening parenthesis; empty for a stub. */
  readonly header: string;
  readonly options: readonly RuleOption[];
}

/** The one rule that the text holds, or why it is none. Comments around it and in it are left out. */
export function rulePartsOf(text: string): RuleParts | {readonly reason: string} {
  const at = new TokenReader(text);
  const parts = new Parts();
  const found = readRule(at, parts);
  if (found.kind === 'problem') return {reason: found.reason};
  if (found.kind !== 'rule') return {reason: found.kind === 'end' ? 'no rule' : 'an include is no rule'};
  if (readRule(at).kind !== 'end') return {reason: 'there is text after the rule'};
  return parts.done();
}

/** The next rule or state of a text, taken apart. */
export class Parts {
  #action = '';
  readonly #header: string[] = [];
  readonly #options: {name: string; value: string}[] = [];
  #tight = true;

  action(at: TokenReader): void {
    this.#action = at.value;
  }

  header(at: TokenReader): void {
    this.#header.push(oneLine(at, 'decoded'));
  }

  option(at: TokenReader): void {
    this.#options.push({name: oneLine(at, 'decoded'), value: ''});
    this.#tight = true;
  }

  /** One blank for any gap, none around commas. */
  value(at: TokenReader, escapes: Escapes): void {
    const option = this.#options.at(-1);
    if (!option) return;
    const comma = at.is(',');
    option.value += (at.gap && !this.#tight && !comma ? ' ' : '') + oneLine(at, escapes);
    this.#tight = comma;
  }

  done(): RuleParts {
    return {action: this.#action, header: this.#header.join(' '), options: this.#options};
  }
}
